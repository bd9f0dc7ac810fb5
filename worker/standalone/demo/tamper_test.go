package demo_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/worker/standalone/demo"
)

// clerk is a person who works in 金蝶 itself.
type clerk interface {
	connectors.Auditor
	connectors.Undoer
}

// tamper deletes the first bill and makes the second one anew over 7.77; it
// returns both as they were.
func (s *stage) tamper() (deleted, changed kingdeetest.Bill) {
	bills := s.books.Bills(form)
	deleted, changed = bills[0], bills[1]
	for _, b := range bills[:2] {
		for _, do := range []approval{clerk.UnAudit, clerk.Delete} {
			s.by(do, b.Number)
		}
	}
	s.enter(changed)
	s.by(clerk.Submit, changed.Number)
	s.by(clerk.Audit, changed.Number)
	return deleted, changed
}

type approval func(clerk, context.Context, connectors.Call, []connectors.Receipt) ([]connectors.Outcome, error)

func (s *stage) person() (clerk, connectors.Call) {
	person, err := connectors.As[clerk](all.NewAccounts(s.opts.Environ), "kingdee", "MAIN")
	if err != nil {
		s.Error(err)
	}
	return person, connectors.Call{API: "batchSave", Options: map[string]any{"FormId": form, "SubSystemId": "21"}}
}

func (s *stage) by(do approval, number string) {
	person, call := s.person()
	outcomes, err := do(person, s.Context(), call, []connectors.Receipt{{Number: number}})
	s.went(outcomes, err)
}

// went is called in a handler's goroutine: it notes and goes on.
func (s *stage) went(outcomes []connectors.Outcome, err error) {
	for _, o := range outcomes {
		err = errors.Join(err, o.Err)
	}
	if err != nil {
		s.Error(err)
	}
}

// enter saves a bill under the number and for the customer of another.
func (s *stage) enter(b kingdeetest.Bill) {
	person, call := s.person()
	line := b.Lines[0].Fields
	body := connectors.Object{
		{Name: "FBillTypeID", Value: "XSXSTHD"},
		{Name: "FBillNo", Value: b.Number},
		{Name: "FDate", Value: fmt.Sprint(b.Model["FDate"])},
		{Name: "FSaleOrgId", Value: b.Model["FSaleOrgId"]},
		{Name: "FStockOrgId", Value: "100"},
		{Name: "FRetcustId", Value: b.Model["FRetcustId"]},
		{Name: "FEntity", Value: []any{connectors.Object{
			{Name: "FMaterialId", Value: line["FMaterialId"]},
			{Name: "FRealQty", Value: "1"},
			{Name: "FTaxPrice", Value: "7.77"},
			{Name: "FOwnerTypeId", Value: "BD_OwnerOrg"},
			{Name: "FOwnerId", Value: "100"},
			{Name: "FStockId", Value: line["FStockId"]},
			{Name: "FLot", Value: line["FLot"]},
		}}},
		{Name: "SubHeadEntity", Value: connectors.Object{
			{Name: "FSettleOrgId", Value: b.Model["FSaleOrgId"]}, {Name: "FSETTLECURRID", Value: "PRE001"},
		}},
	}
	outcomes, err := person.Save(s.Context(), call, []connectors.Entry{{Key: b.Number, Number: b.Number, Body: body}})
	s.went(outcomes, err)
}

func (s *stage) notGood(err error) {
	s.Helper()
	if !errors.Is(err, demo.ErrNotGood) {
		s.Fatalf("the demo ended with %v", err)
	}
}

package e2e

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// expect is what must become of one refund line, by the rules of the
// integration and not by our mapping.
type expect struct {
	key   string
	state docstore.State
	line  simulators.Line
	doc   simulators.Document
}

// expectations of the whole world. late says whether the late orders have come.
func expectations(w *simulators.World, late bool) []expect {
	var all []expect
	for _, d := range w.Documents() {
		if len(d.Lines) == 0 {
			all = append(all, expect{key: d.AsID, state: docstore.Skipped, doc: d})
		}
		for i, line := range d.Lines {
			all = append(all, expect{key: fmt.Sprintf("%s-%d", d.AsID, i+1), state: wanted(d, line, late), line: line, doc: d})
		}
	}
	return all
}

func wanted(d simulators.Document, line simulators.Line, late bool) docstore.State {
	switch {
	case d.Kind == simulators.Cancelled, d.Kind == simulators.Merged, line.Received.IsZero():
		return docstore.Skipped
	case d.Kind == simulators.UnknownShop:
		return docstore.Waiting
	case d.Kind == simulators.LateOrder && !late:
		return docstore.Waiting
	case d.Kind == simulators.MissingMaterial:
		return docstore.Failed
	default:
		return docstore.Audited
	}
}

// checkBills compares every document and every bill with what must be.
func (s *stage) checkBills(late bool) {
	s.t.Helper()
	docs := s.states()
	bills := map[string]kingdeetest.Bill{}
	for _, b := range s.world.Kingdee.Bills(form) {
		if _, twice := bills[b.Number]; twice {
			s.t.Errorf("bill %s is there twice", b.Number)
		}
		bills[b.Number] = b
	}
	want := expectations(s.world, late)
	if len(docs) != len(want) {
		s.t.Errorf("%d documents in the store, want %d", len(docs), len(want))
	}
	audited := 0
	for _, e := range want {
		d := docs[e.key]
		if d.State != e.state {
			s.t.Errorf("%s (%s) is %s, want %s: %s", e.key, e.doc.Kind, d.State, e.state, d.Reason)
			continue
		}
		if e.state == docstore.Audited {
			audited++
			checkBill(s.t, bills[e.key], e)
		}
	}
	if len(bills) != audited {
		s.t.Errorf("金蝶 has %d bills, want %d", len(bills), audited)
	}
}

func checkBill(t *testing.T, b kingdeetest.Bill, e expect) {
	t.Helper()
	if b.Number == "" {
		t.Errorf("no bill %s", e.key)
		return
	}
	if b.Status != "C" {
		t.Errorf("bill %s has status %s, want C", b.Number, b.Status)
	}
	if len(b.Lines) != 1 {
		t.Errorf("bill %s has %d lines, want 1", b.Number, len(b.Lines))
		return
	}
	amount := decimal.RequireFromString(e.line.Amount)
	if !b.AllAmount.Equal(amount.Round(2)) {
		t.Errorf("bill %s is over %s, want %s", b.Number, b.AllAmount, amount)
	}
	fields(t, b.Number, b.Model, map[string]string{
		"FBillTypeID": "XSXSTHD", "FSaleOrgId": e.doc.Org, "FStockOrgId": "100", "FRetcustId": e.doc.ShopID,
		"FHeadNote": e.doc.Remark, "F_XC_TEXT": e.doc.SoID,
	})
	fields(t, b.Number, b.Lines[0].Fields, map[string]string{
		"FMaterialId": e.line.SKU, "FRealQty": e.line.Received.String(), "FOwnerTypeId": "BD_OwnerOrg",
		"FOwnerId": "100", "FStockId": e.doc.StockID, "FLot": e.line.BatchNo, "F_XC_TEXT5": e.doc.SoID,
		"FTaxPrice": mysqlDivide(amount, e.line.Received).String(),
	})
}

// fields compares what was saved with what was wanted; an empty want is no field.
func fields(t *testing.T, bill string, got map[string]any, want map[string]string) {
	t.Helper()
	for name, text := range want {
		value, there := got[name]
		if is := fmt.Sprint(value); is != text && (there || text != "") {
			t.Errorf("bill %s: %s is %q, want %q", bill, name, is, text)
		}
	}
}

// mysqlDivide is MySQL's rule: the scale of the dividend and four more.
func mysqlDivide(a, b decimal.Decimal) decimal.Decimal {
	scale := -a.Exponent()
	if scale < 0 {
		scale = 0
	}
	return a.DivRound(b, scale+4)
}

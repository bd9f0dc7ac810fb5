package e2e

import (
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/jushuitanqimen/jushuitanqimentest"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

const qimenRefunds = "jushuitan-qimen-refund-to-kingdee-return"

// Refunds of Taobao shops are in the books once, to the cent and audited, while
// pages fail, refunds move between windows and answers are lost.
func TestQimenRefundsBecomeAuditedBills(t *testing.T) {
	t.Parallel()
	s := setup(t, 36, "")
	sim := s.world.JushuitanQimen
	sim.Misbehave(jushuitanqimentest.Fault{Method: jushuitanqimentest.Refunds, Do: jushuitanqimentest.ServerPage, Times: 2})
	moves := s.world.QimenRefunds()
	var one sync.Mutex // a page may be asked for again while the first answer is made
	sim.OnPage = func(string, int) {
		one.Lock()
		defer one.Unlock()
		if len(moves) > 30 { // modified now, it leaves the window that is read; the next run has it
			s.ok(sim.Refunds().Change(moves[0].AsID, nil))
			moves = moves[1:]
		}
	}
	s.losesAnswers()
	s.worker()
	s.carry(qimenRefunds)
	s.carry(qimenRefunds)
	s.checkQimenRefunds()
}

// checkQimenRefunds compares documents and bills with the refunds.
func (s *stage) checkQimenRefunds() {
	s.t.Helper()
	var all []expected
	for _, r := range s.world.QimenRefunds() {
		state, because := refunded(r.Kind)
		all = append(all, expected{r.AsID, r.AsID, r.Kind, state, because, func() { s.checkQimenRefund(r) }})
	}
	s.checkExpected(qimenRefunds, form, all)
}

// refunded is what becomes of a kind of refund; "" when it is not asked for.
func refunded(kind simulators.Kind) (state docstore.State, because string) {
	switch kind {
	case simulators.Cancelled, simulators.Merged, simulators.NothingReceived, simulators.NoGoods:
		return "", ""
	case simulators.UnknownShop:
		return docstore.Waiting, "kingdee-customers"
	case simulators.MissingMaterial:
		return docstore.Failed, "N999"
	default:
		return docstore.Audited, ""
	}
}

func (s *stage) checkQimenRefund(r simulators.Document) {
	s.t.Helper()
	b, _ := s.world.Kingdee.Bill(form, r.AsID)
	if b.Status != "C" || b.Saves != 1 || b.Submits != 1 || b.Audits != 1 || len(b.Ignored) > 0 {
		s.t.Errorf("bill %s has status %q, saved %d, submitted %d, audited %d times, ignored %v", r.AsID, b.Status, b.Saves, b.Submits, b.Audits, b.Ignored)
	}
	fields(s.t, r.AsID, b.Model, map[string]string{
		"FBillTypeID": "XSTHD01_SYS", "FSaleOrgId": r.Org, "FStockOrgId": "100", "FRetcustId": r.ShopID,
		"FHeadNote": kindOfRefund(r.Kind) + " " + r.SoID + " R" + r.SoID,
	})
	finance, _ := b.Model["SubHeadEntity"].(map[string]any)
	fields(s.t, r.AsID, finance, map[string]string{"FSettleOrgId": r.Org, "FSettleCurrId": "PRE001"})
	s.checkQimenLines(r, b)
}

func kindOfRefund(kind simulators.Kind) string {
	if kind == simulators.Exchange {
		return "换货"
	}
	return "普通退货"
}

func (s *stage) checkQimenLines(r simulators.Document, b kingdeetest.Bill) {
	s.t.Helper()
	total, at := decimal.Zero, 0
	for _, l := range r.Lines {
		if l.Received.IsZero() || l.Outgoing {
			continue
		}
		if at == len(b.Lines) {
			s.t.Errorf("bill %s (%s) has only %d rows", r.AsID, r.Kind, at)
			return
		}
		s.checkQimenLine(r, l, b.Lines[at])
		total, at = total.Add(decimal.RequireFromString(l.Amount).Round(2)), at+1
	}
	if at != len(b.Lines) || !b.AllAmount.Equal(total) {
		s.t.Errorf("bill %s (%s) has %d rows over %s, want %d over %s", r.AsID, r.Kind, len(b.Lines), b.AllAmount, at, total)
	}
}

func (s *stage) checkQimenLine(r simulators.Document, l simulators.Line, row kingdeetest.Line) {
	s.t.Helper()
	note := strings.TrimSpace(l.Variant)
	if l.Bundle != "" {
		note += " 组合装" + l.Bundle
	}
	amount, free := decimal.RequireFromString(l.Amount), "false"
	if amount.IsZero() {
		free = "true"
	}
	fields(s.t, r.AsID, row.Fields, map[string]string{
		"FMaterialId": l.SKU, "FStockId": r.StockID, "FReturnType": "THLX01_SYS", "FOwnerTypeId": "BD_OwnerOrg",
		"FOwnerId": "100", "FNote": note, "FIsFree": free,
	})
	if !row.Quantity.Equal(l.Received) || !row.AllAmount.Equal(amount.Round(2)) {
		s.t.Errorf("bill %s (%s): %s pieces over %s, want %s over %s", r.AsID, r.Kind, row.Quantity, row.AllAmount, l.Received, amount)
	}
}

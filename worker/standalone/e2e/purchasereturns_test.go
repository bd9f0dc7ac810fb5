package e2e

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/connectors/wangdiantongqimen/wangdiantongqimentest"
)

const (
	purchaseReturns = "wangdiantong-return-to-kingdee-purchase-return"
	returnForm      = "PUR_MRB"
)

// Goods that went back to suppliers are in the books once, whole and audited,
// while pages fail, stock-outs move between them and answers are lost.
func TestPurchaseReturnsBecomeAuditedBills(t *testing.T) {
	t.Parallel()
	s := setup(t, 36, postgres(t))
	sim := s.world.WangdiantongQimen
	sim.Misbehave(wangdiantongqimentest.Fault{Method: wangdiantongqimentest.Returns, Do: wangdiantongqimentest.ServerPage, Times: 2})
	moves := s.world.PurchaseReturns()
	var one sync.Mutex // a page may be asked for again while the first answer is made
	sim.OnPage = func(string, int) {
		one.Lock()
		defer one.Unlock()
		if len(moves) > 30 { // modified now, it leaves the window that is read; the next run has it
			s.ok(sim.Documents(wangdiantongqimentest.Returns).Change(moves[0].ID, nil))
			moves = moves[1:]
		}
	}
	s.losesAnswers()
	s.worker()
	s.carry(purchaseReturns)
	s.carry(purchaseReturns)
	s.checkReturns()
}

// losesAnswers makes 金蝶 do what it is asked, and not always say so.
func (s *stage) losesAnswers() {
	for _, method := range []string{"BatchSave", "Submit", "Audit"} {
		s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: method, Every: 3, Times: 3})
		s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.ServerError, Method: method, Every: 5, Times: 2, AfterCommit: true})
	}
}

// carry runs a scheme until nothing of it is in flight.
func (s *stage) carry(scheme string) {
	s.t.Helper()
	s.ok(s.start(scheme).Get(s.ctx, nil))
	s.until(scheme+" carried", func() bool { return s.fetched(scheme) && s.inFlightOf(scheme) == 0 })
}

// checkReturns compares documents and bills with what was sent back.
func (s *stage) checkReturns() {
	s.t.Helper()
	var all []expected
	for _, r := range s.world.PurchaseReturns() {
		state, because := returned(r.Kind)
		all = append(all, expected{r.ID, r.Number, r.Kind, state, because, func() { s.checkReturn(r) }})
	}
	s.checkExpected(purchaseReturns, returnForm, all)
}

// returned is what becomes of a kind of purchase return; "" when it is not seen.
func returned(kind simulators.Kind) (state docstore.State, because string) {
	switch kind {
	case simulators.Cancelled, simulators.NotSent:
		return "", ""
	case simulators.Empty:
		return docstore.Skipped, "货品数量为0"
	case simulators.UnknownSupplier:
		return docstore.Failed, "供应商"
	case simulators.MissingMaterial:
		return docstore.Failed, "物料编码"
	default:
		return docstore.Audited, ""
	}
}

func (s *stage) checkReturn(r simulators.PurchaseReturn) {
	s.t.Helper()
	b, _ := s.world.Kingdee.Bill(returnForm, r.Number)
	if b.Status != "C" || b.Saves != 1 || b.Submits != 1 || b.Audits != 1 || len(b.Ignored) > 0 {
		s.t.Errorf("bill %s has status %q, saved %d, submitted %d, audited %d times, ignored %v", r.Number, b.Status, b.Saves, b.Submits, b.Audits, b.Ignored)
	}
	fields(s.t, r.Number, b.Model, map[string]string{
		"FBillTypeID": "TLD01_SYS", "FMRTYPE": "B", "FMRMODE": "B", "FDate": strings.Replace(r.Sent, " ", "T", 1),
		"FStockOrgId": "101", "FPurchaseOrgId": "101", "FOwnerTypeIdHead": "BD_OwnerOrg", "FOwnerIdHead": "101", "FSupplierID": r.Supplier,
	})
	finance, _ := b.Model["FPURMRBFIN"].(map[string]any)
	fields(s.t, r.Number, finance, map[string]string{"FSettleOrgId": "101", "FPayOrgId": "101", "FSettleCurrId": "PRE001"})
	picked := slices.DeleteFunc(slices.Clone(r.Lines), func(l simulators.Picked) bool { return l.Count.IsZero() })
	if len(b.Lines) != len(picked) {
		s.t.Errorf("bill %s (%s) has %d rows, want %d", r.Number, r.Kind, len(b.Lines), len(picked))
		return
	}
	for i, l := range picked {
		fields(s.t, r.Number, b.Lines[i].Fields, map[string]string{
			"FMATERIALID": l.SKU, "FSTOCKID": r.Warehouse, "FOWNERTYPEID": "BD_OwnerOrg", "FOWNERID": "101", "FNOTE": "",
		})
		if got, _ := b.Lines[i].Fields["FRMREALQTY"].(decimal.Decimal); !got.Equal(l.Count) {
			s.t.Errorf("bill %s row %d: %s pieces, want %s", r.Number, i+1, got, l.Count)
		}
	}
}

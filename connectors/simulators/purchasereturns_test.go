package simulators_test

import (
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// marksOfReturns says how each kind of purchase return shows in what 旺店通 sends.
func marksOfReturns() map[simulators.Kind]func(row string) bool {
	shows := func(part string) func(string) bool {
		return func(row string) bool { return strings.Contains(row, part) }
	}
	return map[simulators.Kind]func(string) bool{
		simulators.SeveralLines:    func(row string) bool { return strings.Count(row, `"rec_id"`) > 1 },
		simulators.UnknownSupplier: shows(`"provider_no":"SUP999"`),
		simulators.MissingMaterial: shows(`"spec_no":"N999"`),
		simulators.Cancelled:       shows(`"status":5,`),
		simulators.NotSent:         shows(`"status":55,`),
		simulators.NotPicked:       func(row string) bool { return strings.Contains(row, `"num":"0.0000"`) && !emptyStockOut(row) },
		simulators.Empty:           emptyStockOut,
		simulators.Flagship:        shows(`"detail_list":[{`),
		simulators.Plain:           func(row string) bool { return strings.Contains(row, `"details_list":[{`) && !emptyStockOut(row) },
	}
}

func emptyStockOut(row string) bool {
	return strings.Contains(row, `"goods_count":"0.0000","goods_total_amount"`) // the head's: a line has no total
}

func TestKindsShowInPurchaseReturns(t *testing.T) {
	t.Parallel()
	w := world(t, 200)
	rows := byField(t, stockOuts(w), "stockout_id")
	for _, r := range w.PurchaseReturns() {
		if shows := marksOfReturns()[r.Kind]; shows != nil && !shows(rows[r.ID]) {
			t.Errorf("%s is meant to be %q: %s", r.Number, r.Kind, rows[r.ID])
		}
	}
}

package simulators_test

import (
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// marksOfRefunds says how each kind of refund shows in what 聚水潭 sends through 奇门.
func marksOfRefunds() map[simulators.Kind]func(row string) bool {
	shows := func(parts ...string) func(string) bool {
		return func(row string) bool {
			row = strings.ReplaceAll(row, `"`, "") // numbers may be texts
			for _, part := range parts {
				if !strings.Contains(row, part) {
					return false
				}
			}
			return true
		}
	}
	return map[simulators.Kind]func(string) bool{
		simulators.NothingReceived: shows("good_status:BUYER_RETURNED_GOODS", "r_qty:0"), simulators.NotReceived: shows("r_qty:0", "SELLER_RECEIVED"),
		simulators.UnknownShop: shows("shop_name:新开的店"), simulators.MissingMaterial: shows("sku_id:N999"),
		simulators.Cancelled: shows("status:Cancelled"), simulators.Merged: shows("status:Merged"), simulators.NoGoods: shows("type:仅退款", "items:[]"),
		simulators.Indivisible: shows("amount:100.00", "r_qty:3"), simulators.Cents: shows("amount:0.10"), simulators.SubCent: shows("amount:10.005"),
		simulators.Exchange: shows("type:换货", "type:退货", "amount:0.00"), simulators.Gift: shows("amount:0.00", "SELLER_RECEIVED"),
		simulators.Bundle: shows("combine_sku_id:SET-7"),
	}
}

func TestKindsShowInQimenRefunds(t *testing.T) {
	t.Parallel()
	w := world(t, 200)
	rows := byField(t, w.JushuitanQimen.Refunds().Rows(), "as_id")
	texts := 0
	for _, d := range w.QimenRefunds() {
		if shows := marksOfRefunds()[d.Kind]; shows != nil && !shows(rows[d.AsID]) {
			t.Errorf("%s is meant to be %q: %s", d.AsID, d.Kind, rows[d.AsID])
		}
		if strings.Contains(rows[d.AsID], `"as_id":"`) {
			texts++
		}
	}
	if texts != 100 {
		t.Errorf("%d of 200 refunds have their numbers as texts", texts)
	}
}

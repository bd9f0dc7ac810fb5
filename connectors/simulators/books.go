package simulators

import (
	"strconv"

	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// fillKingdee makes the base data that documents refer to. 100 and 101 are the
// organisations a fresh 金蝶 has.
func (w *World) fillKingdee() error {
	w.Kingdee = kingdeetest.New(kingdeetest.Options{
		Clock: w.opt.Clock, RepeatedNumbers: w.opt.RepeatedNumbers, Pace: w.opt.pace().Call, AtOnce: w.opt.pace().AtOnce,
	})
	w.Kingdee.Seed("ORG_Organizations", map[string]any{"FNumber": "102", "FName": "线下公司"})
	for _, s := range shops() {
		w.Kingdee.Seed("BD_Customer", map[string]any{
			"FNumber": strconv.Itoa(s.id), "FName": s.name, "FShortName": s.name, "F_XC_Base": s.org,
		})
	}
	for _, s := range stocks() {
		w.Kingdee.Seed("BD_STOCK", map[string]any{"FNumber": strconv.Itoa(s.id), "FName": s.name})
	}
	for _, g := range append(goods(), batchedGoods()...) {
		w.Kingdee.Seed("BD_MATERIAL", map[string]any{
			"FNumber": g.sku, "FName": g.name, "FSpecification": g.variant, "FIsBatchManage": g.batched,
		})
	}
	w.seedBranch()
	return nil
}

// seedBranch makes what organisation 101 has of its own; it buys and stores.
func (w *World) seedBranch() {
	for _, d := range depots() {
		w.Kingdee.Seed("BD_STOCK", map[string]any{"FNumber": d.number, "FName": d.name, "FCreateOrgId": "101", "FUseOrgId": "101"})
	}
	for _, s := range suppliers() {
		w.Kingdee.Seed("BD_Supplier", map[string]any{"FNumber": s.number, "FName": s.name, "FCreateOrgId": "101", "FUseOrgId": "101"})
	}
}

package simulators

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
)

// stockOut writes a purchase return as 旺店通 returns it: quantities and money are
// texts with four places, states are numbers.
func (b *builder) stockOut(i int, r PurchaseReturn) map[string]any {
	row := map[string]any{
		"stockout_id": r.ID, "order_no": r.Number, "stockout_no": r.Number, "src_order_no": "CT" + r.Number[2:],
		"return_no": "CT" + r.Number[2:], "outer_no": "", "pr_api_outer_no": "", "last_load_purchase_no": "",
		"warehouse_no": r.Warehouse, "warehouse_type": 1, "provider_no": r.Supplier, "provider_name": nameOf(r.Supplier),
		"status": stockOutStatus(i, r.Kind), "consign_status": 0, "consign_time": r.Sent, "modified": r.Modified,
		"order_type": 3, "order_type_name": "采购退货出库", "subtype": "", "src_order_type": 3, "block_reason": 0,
		"goods_count": fourPlaces(pieces(r.Lines)), "goods_type_count": len(r.Lines), "goods_total_amount": "0.0000",
		"goods_total_cost": "0.0000", "post_fee": "0.0000", "package_fee": "0.0000", "weight": "0.0000",
		"logistics_no": "", "receiver_name": name(b.rand), "receiver_mobile": phone(b.rand), "receiver_area": "浙江省 绍兴市 柯桥区",
		"receiver_address": "工业路8号", "stockout_reason": "", "operator_name": name(b.rand), "remark": r.Remark,
	}
	row[listName(r.Kind)] = b.stockOutLines(r)
	return row
}

// listName is what the edition calls the lines.
func listName(kind Kind) string {
	if kind == Flagship {
		return "detail_list"
	}
	return "details_list"
}

func nameOf(number string) string {
	all := append(suppliers(), newSupplier())
	return all[slices.IndexFunc(all, func(s supplier) bool { return s.number == number })].name
}

// stockOutStatus: most have left (95), some are settled, too (110).
func stockOutStatus(i int, kind Kind) int {
	switch {
	case kind == Cancelled:
		return 5
	case kind == NotSent:
		return 55
	case i%4 == 0:
		return 110
	default:
		return 95
	}
}

func (b *builder) stockOutLines(r PurchaseReturn) []map[string]any {
	rows := make([]map[string]any, len(r.Lines))
	for i, l := range r.Lines {
		g, cost := b.goodOf(l.SKU), decimal.New(int64(500+b.rand.IntN(9_000)), -2)
		rows[i] = map[string]any{
			"rec_id": fmt.Sprint(r.ID, i+1), "stockout_id": r.ID, "spec_no": l.SKU, "spec_name": g.variant, "spec_code": "",
			"goods_no": g.style, "goods_name": g.name, "goods_type": 1, "goods_unit": "件", "brand_no": "", "brand_name": "",
			"num": fourPlaces(l.Count), "goods_count": fourPlaces(l.Count), "price": fourPlaces(cost), "cost_price": fourPlaces(cost),
			"sell_price": "0.0000", "total_amount": fourPlaces(cost.Mul(l.Count)), "weight": "0.0000", "batch_no": "",
			"batch_remark": "", "expire_date": "0000-00-00 00:00:00", "remark": "", "modified": r.Modified, "created": r.Modified,
			"position_list": []map[string]any{{"position_no": "A-01-02", "position_goods_count": fourPlaces(l.Count)}},
		}
	}
	return rows
}

func pieces(lines []Picked) decimal.Decimal {
	var sum decimal.Decimal
	for _, l := range lines {
		sum = sum.Add(l.Count)
	}
	return sum
}

func fourPlaces(d decimal.Decimal) string { return d.StringFixed(4) }

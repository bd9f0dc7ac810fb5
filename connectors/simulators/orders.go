package simulators

import (
	"fmt"
	"time"
)

// order is the order a refund belongs to. It was modified a little before the
// refund, when the refund was applied for, and never before the month began.
func (b *builder) order(d Document) map[string]any {
	modified := b.applied(d)
	s := shopOf(d.ShopID)
	return map[string]any{
		"o_id": number(d.OID), "so_id": d.SoID, "shop_id": s.id, "shop_name": s.name, "co_id": 10086,
		"order_date": modified, "pay_date": modified, "send_date": modified, "created": modified, "modified": modified,
		"status": "Sent", "shop_status": "TRADE_FINISHED", "type": "普通订单", "question_type": "", "remark": "",
		"buyer_message": "", "shop_buyer_id": fmt.Sprint("buyer", d.OID), "receiver_name": name(b.rand),
		"receiver_mobile": phone(b.rand), "receiver_phone": "", "receiver_state": "浙江省", "receiver_city": "杭州市",
		"receiver_district": "西湖区", "receiver_address": "花园路1号", "pay_amount": number(total(d.Lines)),
		"paid_amount": number(total(d.Lines)), "free_amount": number("0.00"), "platform_free_amount": "",
		"freight": number("0.00"), "wms_co_id": number(d.StockID), "logistics_company": pick(b.rand, carriers()),
		"l_id": fmt.Sprint("YT", d.OID), "lc_id": "YTO", "labels": "", "drp_co_id_from": "",
		"items": b.orderItems(d), "pays": pays(d, modified),
	}
}

func (b *builder) applied(d Document) string {
	refunded, err := time.ParseInLocation(time.DateTime, d.Modified, zone())
	if err != nil {
		return d.Modified
	}
	before := refunded.Add(-time.Duration(1+b.rand.IntN(60)) * time.Minute)
	if first := b.now.Add(-month); before.Before(first) {
		before = first
	}
	return before.Format(time.DateTime)
}

func (b *builder) orderItems(d Document) []map[string]any {
	rows := make([]map[string]any, len(d.Lines))
	for i, l := range d.Lines {
		g := b.goodOf(l.SKU)
		rows[i] = map[string]any{
			"oi_id": asiID(d, i), "outer_oi_id": fmt.Sprint(d.SoID, "-", i+1), "sku_id": l.SKU, "i_id": g.style,
			"shop_sku_id": l.SKU, "name": g.name, "properties_value": g.variant, "qty": number(l.Applied.String()),
			"price": number(price(l)), "base_price": number(price(l)), "amount": number(l.Amount), "is_gift": false,
			"refund_id": "R" + d.SoID, "refund_status": "success",
		}
	}
	return rows
}

func pays(d Document, at string) []map[string]any {
	return []map[string]any{{
		"pay_id": number(d.OID), "amount": number(total(d.Lines)), "payment": "支付宝", "pay_date": at,
		"outer_pay_id": "P" + d.SoID,
	}}
}

package simulators

import (
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"
)

// items are the lines of a refund.
func (b *builder) items(d Document) []map[string]any {
	rows := make([]map[string]any, len(d.Lines))
	for i, l := range d.Lines {
		rows[i] = item(d, i, l, b.goodOf(l.SKU))
	}
	return rows
}

func item(d Document, i int, l Line, g good) map[string]any {
	row := map[string]any{
		"asi_id": asiID(d, i), "as_id": number(d.AsID), "sku_id": l.SKU, "i_id": g.style, "name": g.name, "pic": "",
		"properties_value": g.variant, "qty": number(l.Applied.String()), "r_qty": number(l.Received.String()),
		"defective_qty": 0, "price": number(price(l)), "amount": number(l.Amount), "shop_amount": number(l.Amount),
		"is_gift": false, "type": "退货", "outer_oi_id": fmt.Sprint(d.SoID, "-", i+1), "sku_type": "normal",
		"combine_sku_id": l.Bundle, "shop_sku_id": l.SKU, "receive_date": d.Modified, "remark": "", "batchs": batchs([]Line{l}),
	}
	if l.BatchNo != "" {
		row["batch_no"], row["product_date"] = l.BatchNo, l.Made
	}
	return row
}

// asiID is unique over all refunds.
func asiID(d Document, i int) int {
	id, err := strconv.Atoi(d.AsID)
	if err != nil {
		return i
	}
	return id*10 + i
}

func price(l Line) string {
	amount := decimal.RequireFromString(l.Amount) // written by line()
	return amount.DivRound(l.Applied, 2).StringFixed(2)
}

// batchs join to items by sku_id only, as at 聚水潭.
func batchs(lines []Line) []map[string]any {
	rows := []map[string]any{}
	for _, l := range lines {
		if l.BatchNo == "" {
			continue
		}
		rows = append(rows, map[string]any{
			"batch_no": l.BatchNo, "sku_id": l.SKU, "qty": number(l.Received.String()), "product_date": l.Made,
			"expiration_date": "", "supplier_id": "", "supplier_name": "",
		})
	}
	return rows
}

func (b *builder) goodOf(sku string) good {
	if g, ok := b.bySKU[sku]; ok {
		return g
	}
	return missingGood()
}

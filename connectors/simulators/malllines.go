package simulators

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// settle adds up what was paid, or is to be collected.
func settle(fields map[string]any, kind MallKind) {
	sum := dec(fields["post_amount"])
	for _, line := range linesOf(fields) {
		sum = sum.Add(dec(line["price"]).Mul(dec(line["num"])))
		sum = sum.Add(dec(line["adjust_amount"])).Sub(dec(line["discount"])).Sub(dec(line["share_discount"]))
	}
	if kind == CashOnDelivery {
		fields["delivery_term"], fields["pay_status"], fields["pay_time"], fields["paid"] = "2", "0", "0000-00-00 00:00:00", "0"
		fields["ext_cod_fee"], fields["other_amount"] = "5.00", "0"
		fields["cod_amount"] = sum.Add(dec("5.00")).String()
		return
	}
	fields["paid"] = sum.Add(dec(fields["other_amount"])).String()
}

// sparse is an order as a mall sends it that says no more than it must.
func sparse(fields map[string]any) map[string]any {
	for _, name := range strings.Fields("fenxiao_type logistics_type cod_amount ext_cod_fee") {
		delete(fields, name)
	}
	for _, name := range []string{"post_amount", "other_amount", "paid"} {
		fields[name] = number(fmt.Sprint(fields[name]))
	}
	for _, line := range linesOf(fields) {
		for _, name := range strings.Fields("status refund_status spec_id spec_name adjust_amount discount share_discount") {
			delete(line, name)
		}
		line["num"], line["price"] = number(fmt.Sprint(line["num"])), number(fmt.Sprint(line["price"]))
	}
	return fields
}

func (b *mallBuilder) mallLines(tid string, kind MallKind) []map[string]any {
	n := 1
	if kind == ManyLines || kind == Discounted {
		n = 2 + b.rand.IntN(4)
	}
	lines := make([]map[string]any, n)
	for i := range lines {
		lines[i] = b.mallLine(fmt.Sprintf("%s-%d", tid, i+1), kind)
	}
	return lines
}

// mallLine: the platform's ids are the numbers of the goods, as in malls of one's own.
func (b *mallBuilder) mallLine(oid string, kind MallKind) map[string]any {
	g := pick(b.rand, b.goods)
	line := map[string]any{
		"oid": oid, "num": fmt.Sprint(1 + b.rand.IntN(4)), "price": decimal.New(int64(990+b.rand.IntN(30_000)), -2).StringFixed(2),
		"refund_status": "0", "goods_id": g.style, "spec_id": g.sku, "goods_no": g.style, "spec_no": g.sku,
		"goods_name": g.name, "spec_name": g.variant, "adjust_amount": "0", "discount": "0", "share_discount": "0",
	}
	switch kind {
	case Discounted:
		line["adjust_amount"], line["discount"], line["share_discount"] = "-0.50", "1.00", "2.3400"
	case FourDigits:
		line["num"], line["price"] = "0.2500", "33.3336"
	case Refunded:
		line["refund_status"] = "5"
	}
	return line
}

// linesOf are the lines of an order as a mall sends it.
func linesOf(fields map[string]any) []map[string]any {
	lines, _ := fields["order_list"].([]map[string]any)
	return lines
}

func dec(v any) decimal.Decimal {
	d, err := decimal.NewFromString(fmt.Sprint(v))
	if err != nil {
		return decimal.Zero // left out
	}
	return d
}

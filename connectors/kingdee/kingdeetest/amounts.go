package kingdeetest

import (
	"strings"

	"github.com/shopspring/decimal"
)

var hundred = decimal.NewFromInt(100)

// compute derives the amounts of lines and bill as the form does: from the
// price with tax when there is one, else from the one without; rounded half up
// to cents, line by line.
func (f *filling) compute() {
	var all, tax decimal.Decimal
	for _, l := range f.bill.lines {
		f.computeLine(l)
		all = all.Add(money(l.fields, f.form.allAmount))
		tax = tax.Add(money(l.fields, f.form.taxField))
	}
	put(f.bill.head, f.form.total, all)
	put(f.bill.head, f.form.totalTax, tax)
	put(f.bill.head, f.form.totalNet, all.Sub(tax))
}

func (f *filling) computeLine(l *line) {
	quantity := money(l.fields, f.form.quantity).Mul(hundred.Sub(money(l.fields, "FDiscountRate"))).Div(hundred)
	rate := money(l.fields, "FEntryTaxRate")
	var all, tax decimal.Decimal
	if price := money(l.fields, "FTaxPrice"); price.IsPositive() {
		all = price.Mul(quantity).Round(2)
		tax = all.Mul(rate).Div(hundred.Add(rate)).Round(2)
	} else {
		net := money(l.fields, "FPrice").Mul(quantity).Round(2)
		tax = net.Mul(rate).Div(hundred).Round(2)
		all = net.Add(tax)
	}
	if free, _ := l.fields[strings.ToLower(f.form.free)].(bool); free {
		all, tax = decimal.Zero, decimal.Zero
	}
	put(l.fields, f.form.allAmount, all)
	put(l.fields, f.form.taxField, tax)
	put(l.fields, "FAmount", all.Sub(tax))
}

func put(fields map[string]any, key string, v decimal.Decimal) { fields[strings.ToLower(key)] = v }

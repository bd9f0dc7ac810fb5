package schemes

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// Amounts say how much a document is on both sides, of money or of what the
// title says, so that the two can be compared.
type Amounts struct {
	Title        string   // what is compared when it is not money
	Source       string   // expression over a document
	TargetFields []string // fields read back of each line
	Target       string   // expression over a line as it was read back

	source, target *mapping.Value
}

func (r *reader) amounts(parent object, s *Scheme) {
	n := parent.get("amounts")
	if n == nil {
		return
	}
	o := r.object(n, "amounts", keysOf[amountsFormat]()...)
	o.required("source", "target")
	s.Amounts = &Amounts{Title: o.text("title", ""), Source: o.text("source", "")}
	s.Amounts.source = r.amount(o, "source")
	if inner := o.get("target"); inner != nil {
		t := r.object(inner, "amounts.target", keysOf[targetAmountFormat]()...)
		t.required("fields", "value")
		s.Amounts.TargetFields, s.Amounts.Target = t.texts("fields"), t.text("value", "")
		s.Amounts.target = r.amount(t, "value")
	}
}

func (r *reader) amount(o object, key string) *mapping.Value {
	n := o.get(key)
	if n == nil {
		return nil
	}
	v, mistakes := mapping.CompileValue(r.place(n, o.at(key)), o.text(key, ""))
	r.mistakes = append(r.mistakes, mistakes...)
	return v
}

// SourceAmount is what a document is worth; false when the scheme does not say
// or the document has no amount.
func (s *Scheme) SourceAmount(content json.RawMessage) (decimal.Decimal, bool, error) {
	if s.Amounts == nil {
		return decimal.Decimal{}, false, nil
	}
	row, err := mapping.ParseRow(content)
	if err != nil {
		return decimal.Decimal{}, false, fmt.Errorf("%s: amounts.source: %w", s.File, err)
	}
	return amountOf(s.Amounts.source, row)
}

// TargetAmount is what the lines of a document come to as the target has them.
func (s *Scheme) TargetAmount(lines []map[string]any) (decimal.Decimal, bool, error) {
	var sum decimal.Decimal
	if s.Amounts == nil {
		return sum, false, nil
	}
	any := false
	for _, line := range lines {
		amount, ok, err := amountOf(s.Amounts.target, asRow(line))
		if err != nil {
			return sum, false, err
		}
		sum, any = sum.Add(amount), any || ok
	}
	return sum, any, nil
}

func amountOf(v *mapping.Value, row mapping.Row) (decimal.Decimal, bool, error) {
	value, err := v.Of(row)
	if err != nil || mapping.IsEmpty(value) {
		return decimal.Decimal{}, false, err
	}
	text, err := mapping.Text(value)
	if err != nil {
		return decimal.Decimal{}, false, v.Problem("the amount " + err.Error())
	}
	d, err := decimal.NewFromString(text)
	if err != nil {
		return decimal.Decimal{}, false, v.Problem(fmt.Sprintf("the amount %q is not a number", text))
	}
	return d, true, nil
}

func asRow(line map[string]any) mapping.Row {
	var row mapping.Row
	for name, value := range line {
		if f, ok := value.(float64); ok {
			value = json.Number(decimal.NewFromFloat(f).String())
		}
		row = append(row, connectors.Member{Name: name, Value: value})
	}
	return row
}

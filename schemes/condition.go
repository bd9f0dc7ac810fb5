package schemes

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// Alternative is a set of conditions that must all hold; a row passes when one
// alternative does.
type Alternative []Condition

// Condition compares one field of a source row.
type Condition struct {
	Field   string // a path below a list (items.r_qty) is asked of each of its lines
	Logic   string
	Value   string
	Strict  bool   // one line that fails refuses the whole document
	Because string // the reason a person reads when the condition fails
}

func logics() []string {
	return []string{
		"eq", "neq", "gt", "egt", "lt", "elt", "like", "notlike", "between", "notnull", "isnull", "in", "notin",
	}
}

func (r *reader) condition(parent object) []Alternative {
	var alternatives []Alternative
	for _, n := range parent.list("condition") {
		if n.Kind != yaml.SequenceNode {
			r.mistake(n, "source.condition", "expected a list of alternatives, each a list of conditions: [[{field: …}]]")
			continue
		}
		var a Alternative
		for _, c := range n.Content {
			a = append(a, r.oneCondition(c))
		}
		alternatives = append(alternatives, a)
	}
	return alternatives
}

func (r *reader) oneCondition(n *yaml.Node) Condition {
	o := r.object(n, "source.condition", keysOf[conditionFormat]()...)
	o.required("field", "logic")
	c := Condition{
		Field: o.text("field", ""), Logic: o.oneOf("logic", "", logics()...), Value: o.text("value", ""),
		Strict: o.yes("strictMode"), Because: o.text("because", ""),
	}
	if problem := c.checkValue(); problem != "" {
		r.mistake(n, "source.condition."+c.Field, "%s", problem)
	}
	return c
}

// checkValue finds a comparison that can never be made.
func (c Condition) checkValue() string {
	switch c.Logic {
	case "notnull", "isnull":
		return ""
	case "gt", "egt", "lt", "elt":
		if _, err := parseOperand(c.Value); err != nil {
			return err.Error()
		}
	case "between":
		low, high, _ := strings.Cut(c.Value, ",")
		_, errLow := parseOperand(low)
		if _, err := parseOperand(high); err != nil || errLow != nil {
			return fmt.Sprintf(`between needs two numbers such as "100,500", found %q`, c.Value)
		}
	}
	if c.Value == "" && c.Logic != "eq" && c.Logic != "neq" {
		return c.Logic + " needs a value"
	}
	return ""
}

// parseOperand reads a number, a date, or timestamp:1704067200.
func parseOperand(text string) (decimal.Decimal, error) {
	text = strings.TrimPrefix(strings.TrimSpace(text), "timestamp:")
	if d, err := decimal.NewFromString(text); err == nil {
		return d, nil
	}
	t, err := mapping.ParseTime(text, mapping.Shanghai())
	if err != nil {
		return decimal.Decimal{}, fmt.Errorf("%q is neither a number nor a time", text)
	}
	return decimal.NewFromInt(t.Unix()), nil
}

// holds says whether a value satisfies the condition.
func (c Condition) holds(v any) (bool, error) {
	text, err := mapping.Text(v)
	if err != nil && c.Logic != "notnull" && c.Logic != "isnull" {
		return false, fmt.Errorf("condition on %s: the value %w", c.Field, err)
	}
	switch c.Logic {
	case "isnull":
		return mapping.IsEmpty(v), nil
	case "notnull":
		return !mapping.IsEmpty(v), nil
	case "eq":
		return equal(text, c.Value), nil
	case "neq":
		return !equal(text, c.Value), nil
	case "like":
		return strings.Contains(text, c.Value), nil
	case "notlike":
		return !strings.Contains(text, c.Value), nil
	case "in":
		return c.among(text), nil
	case "notin":
		return !c.among(text), nil
	default:
		return c.ordered(text)
	}
}

func (c Condition) among(text string) bool {
	return slices.ContainsFunc(strings.Split(c.Value, ","), func(one string) bool {
		return equal(text, strings.TrimSpace(one))
	})
}

// equal compares numbers as numbers: 1 equals 1.00. Text with a leading zero is
// a code, not a number.
func equal(a, b string) bool {
	if a == b {
		return true
	}
	x, errX := decimal.NewFromString(a)
	y, errY := decimal.NewFromString(b)
	return errX == nil && errY == nil && !isCode(a) && !isCode(b) && x.Equal(y)
}

func isCode(text string) bool {
	return len(text) > 1 && text[0] == '0' && text[1] != '.'
}

// ordered compares sizes; a row without the value does not pass.
func (c Condition) ordered(text string) (bool, error) {
	if text == "" {
		return false, nil
	}
	v, err := parseOperand(text)
	if err != nil {
		return false, fmt.Errorf("condition on %s: %w", c.Field, err)
	}
	low, high, _ := strings.Cut(c.Value, ",")
	bound, err := parseOperand(low)
	if err != nil {
		return false, fmt.Errorf("condition on %s: %w", c.Field, err)
	}
	switch c.Logic {
	case "gt":
		return v.GreaterThan(bound), nil
	case "egt":
		return v.GreaterThanOrEqual(bound), nil
	case "lt":
		return v.LessThan(bound), nil
	case "elt":
		return v.LessThanOrEqual(bound), nil
	}
	upper, err := parseOperand(high)
	return err == nil && v.GreaterThanOrEqual(bound) && v.LessThanOrEqual(upper), err
}

// reason is what a person reads of a document that is not carried.
func (c Condition) reason(v any) string {
	if c.Because != "" {
		return c.Because
	}
	text, err := mapping.Text(v)
	if err != nil || text == "" {
		text = "empty"
	}
	return strings.TrimSpace(fmt.Sprintf("%s is %s, wanted %s %s", c.Field, text, c.Logic, c.Value))
}

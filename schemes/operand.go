package schemes

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// operand is one value a condition compares with: a constant, or a text made of
// the time, such as timestamp:{{DAYS_AGO_1}}.
type operand struct {
	text  string
	timed *mapping.Value // nil: text is a constant
}

func (r *reader) operand(o object, text string) operand {
	if !strings.Contains(text, "{{") {
		return operand{text: text}
	}
	timed, mistakes := mapping.CompileValue(r.place(o.get("value"), o.at("value")), text)
	r.mistakes = append(r.mistakes, mistakes...)
	for _, path := range timed.References() {
		if !isClock(path) {
			r.mistake(o.get("value"), o.at("value"), "a condition compares with constants, {{CURRENT_TIME}} and {{DAYS_AGO_n}}, not with {{%s}}%s",
				path, suggest.DidYouMean(path, []string{"CURRENT_TIME", "DAYS_AGO_1"}))
		}
	}
	return operand{text: text, timed: timed}
}

// isClock says whether a word stands for another value every second.
func isClock(path string) bool {
	return mapping.IsVariable(path) && (path == "CURRENT_TIME" || strings.HasPrefix(path, "DAYS_AGO_"))
}

func (o operand) at(now time.Time) (string, error) {
	if o.timed == nil {
		return o.text, nil
	}
	v, err := o.timed.In(mapping.Document{Now: now}, nil)
	if err != nil {
		return "", err
	}
	return mapping.Text(v)
}

// checkOrder finds bounds that are neither numbers nor times, or the wrong way
// round.
func (c Condition) checkOrder(now time.Time) string {
	if !slices.Contains([]string{"gt", "egt", "lt", "elt", "between"}, c.Logic) {
		return ""
	}
	var bounds []string
	for _, o := range c.operands {
		text, err := o.at(now)
		if err != nil || text == "" && o.timed != nil {
			return "" // told when it was compiled
		}
		bounds = append(bounds, text)
	}
	order, err := compare(bounds[0], bounds[len(bounds)-1])
	switch {
	case err != nil:
		return err.Error()
	case order > 0:
		return fmt.Sprintf("nothing lies between %s and %s", bounds[0], bounds[1])
	}
	return ""
}

// compare orders two numbers or two times. Where one is a time (2024-01-01,
// timestamp:1704067200) the other is read as one, too: digits are then seconds,
// milliseconds or a date without dashes.
func compare(a, b string) (int, error) {
	x, isX := readNumber(a)
	y, isY := readNumber(b)
	if isX && isY {
		return x.Cmp(y), nil
	}
	s, err := readTime(a)
	if err != nil {
		return 0, err
	}
	t, err := readTime(b)
	if err != nil {
		return 0, err
	}
	return s.Compare(t), nil
}

// readNumber reads a decimal. To calculate with 1e999999999 would write all its
// digits down, so numbers of more than a thousand are none.
func readNumber(text string) (decimal.Decimal, bool) {
	const digits = 1000
	d, err := decimal.NewFromString(strings.TrimSpace(text))
	return d, err == nil && len(text) <= digits && d.Exponent() <= digits && d.Exponent() >= -digits
}

func readTime(text string) (time.Time, error) {
	t, err := mapping.ParseTime(strings.TrimPrefix(strings.TrimSpace(text), "timestamp:"), mapping.Shanghai())
	if err != nil {
		return t, notComparable(text)
	}
	return t, nil
}

func notComparable(text string) error {
	return fmt.Errorf("%q is neither a number nor a time", text)
}

// equal compares numbers as numbers: 1 equals 1.00. Text with a leading zero is
// a code, not a number.
func equal(a, b string) bool {
	if a == b {
		return true
	}
	x, isX := readNumber(a)
	y, isY := readNumber(b)
	return isX && isY && !isCode(a) && !isCode(b) && x.Equal(y)
}

func isCode(text string) bool {
	return len(text) > 1 && text[0] == '0' && text[1] != '.'
}

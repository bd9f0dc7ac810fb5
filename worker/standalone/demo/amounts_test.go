package demo

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/schemes"
)

// Half a cent is rounded away where a bill has cents; of pieces, and of what
// the target keeps as precisely, nothing is.
func TestAsPrecise(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ title, source, target, want string }{
		{"", "33.335", "33.34", "33.34"},
		{"", "9.9951", "9.9951", "9.9951"},
		{"", "9.9951", "9.9952", "9.9951"},
		{"数量", "0.0001", "0.0001", "0.0001"},
		{"数量", "3.0001", "3", "3.0001"},
	} {
		got := asPrecise(&schemes.Amounts{Title: c.title}, decimal.RequireFromString(c.source), decimal.RequireFromString(c.target))
		if got.String() != c.want {
			t.Errorf("%s %s beside %s: %s, want %s", c.title, c.source, c.target, got, c.want)
		}
	}
}

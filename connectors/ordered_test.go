package connectors_test

import (
	"cmp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors"
)

// numbers are JSON numbers of all shapes and sizes.
func numbers() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringMatching(`-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,12})?`),
		rapid.StringMatching(`-?[0-9](\.[0-9]{1,3})?[eE][+-]?[0-9]{1,2}`),
		rapid.SampledFrom([]string{"0", "-0", "0.0", "0e5", "1", "-1", "10", "9", "0.1", "0.09", "-0.1", "-0.09", "1e60", "-1e-60"}),
	)
}

func TestOrderOfNumbers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		a, b := numbers().Draw(rt, "a"), numbers().Draw(rt, "b")
		want := decimal.RequireFromString(a).Cmp(decimal.RequireFromString(b))
		x, y := connectors.OrderedNumber(a), connectors.OrderedNumber(b)
		if got := cmp.Compare(x, y); got != want {
			rt.Fatalf("%s is %s, %s is %s: %d, want %d", a, x, b, y, got, want)
		}
		if x <= connectors.FirstNumber || x >= connectors.LastNumber {
			rt.Fatalf("%s is %s, outside of the numbers", a, x)
		}
	})
}

func TestOrderOfHugeNumbers(t *testing.T) {
	t.Parallel()
	inOrder := []string{
		"-1e999999999", "-1e64", "-1e-999999999", "0e999999999", "1e-999999999", "1e-64", "5", "1e64", "2E999999999",
	}
	for i := range inOrder[1:] {
		if a, b := connectors.OrderedNumber(inOrder[i]), connectors.OrderedNumber(inOrder[i+1]); a >= b {
			t.Errorf("%s is %s, %s is %s", inOrder[i], a, inOrder[i+1], b)
		}
	}
}

// Different texts may be indexed as one, but never in the wrong order.
func TestOrderOfTexts(t *testing.T) {
	t.Parallel()
	long := rapid.Custom(func(rt *rapid.T) string {
		return strings.Repeat(rapid.SampledFrom([]string{"", "长", "x", "\x00", "\x01"}).Draw(rt, "unit"), rapid.IntRange(0, 200).Draw(rt, "times")) +
			rapid.String().Draw(rt, "rest")
	})
	rapid.Check(t, func(rt *rapid.T) {
		a, b := long.Draw(rt, "a"), long.Draw(rt, "b")
		if a > b {
			a, b = b, a
		}
		x, y := connectors.OrderedText(a), connectors.OrderedText(b)
		if x > y || x < connectors.FirstText || y >= connectors.LastText || len(y) > 512 {
			rt.Fatalf("%q is %q, %q is %q", a, x, b, y)
		}
	})
}

func TestIsNumber(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"0": true, "-1.50": true, "1e5": true, "": false, "-": false, "007": false, "1 ": false, " 1": false,
		"1.": false, ".5": false, "+1": false, "true": false, "1\n": false, "0x1": false, "١": false,
	} {
		if got := connectors.IsNumber(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

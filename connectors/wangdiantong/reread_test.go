package wangdiantong_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
)

// More orders than a page has are read back, each with its lines; one that is not
// there is absent.
func TestOrdersAreReadBack(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongtest.Options{NoLimits: true})
	c := open(t, cfg)
	var entries []connectors.Entry
	numbers := []string{"never pushed"}
	for i := range 130 {
		e := entry(fmt.Sprint("T", i), nil)
		entries, numbers = append(entries, e), append(numbers, fmt.Sprint("T", i))
		if len(entries) < 50 && i < 129 {
			continue
		}
		if _, err := c.Save(t.Context(), pushCall, entries); err != nil {
			t.Fatal(err)
		}
		entries = nil
	}
	got, err := c.Read(t.Context(), pushCall, numbers, []string{"oid", "num", "price", "share_amount", "paid"})
	if err != nil || len(got) != 130 || len(sim.Orders()) != 130 {
		t.Fatalf("%d of %d orders: %v", len(got), len(sim.Orders()), err)
	}
	for i := range 130 {
		lines := got[fmt.Sprint("T", i)]
		if want := fmt.Sprintf("[map[num:3.0000 oid:T%d-1 paid:110.00 price:33.3300 share_amount:100.0000]]", i); fmt.Sprint(lines) != want {
			t.Errorf("%v, wanted %s", lines, want)
		}
	}
}

// A field that 旺店通 does not tell is said, and so is a call that is no push.
func TestWhatCannotBeReadBack(t *testing.T) {
	t.Parallel()
	_, cfg := start(t, wangdiantongtest.Options{NoLimits: true})
	c := open(t, cfg)
	if _, err := c.Save(t.Context(), pushCall, []connectors.Entry{entry("T1", nil)}); err != nil {
		t.Fatal(err)
	}
	if got, err := c.Read(t.Context(), pushCall, []string{"T1"}, []string{"profit"}); !errors.Is(err, connectors.ErrUnavailable) {
		t.Errorf("%v %v", got, err)
	}
	if got, err := c.Read(t.Context(), connectors.Call{API: "shop"}, []string{"T1"}, nil); !errors.Is(err, connectors.ErrNotFound) {
		t.Errorf("%v %v", got, err)
	}
}

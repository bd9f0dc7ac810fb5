package simulators_test

import (
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// What is measured comes when it is told to, all of it, and never twice.
func TestALoadComesWhenItIsBrought(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	w, err := simulators.NewWorld(simulators.Options{
		Documents: 7, Clock: func() time.Time { return now }, Load: &simulators.Load{Lines: 3},
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(w.Jushuitan.Refunds()) + len(w.Jushuitan.Orders()); n != 0 {
		t.Errorf("%d rows are there before any was brought", n)
	}
	now = now.Add(time.Minute)
	for _, want := range []int{5, 2, 0} {
		brought, err := w.Bring(5)
		if err != nil || len(brought) != want {
			t.Fatalf("%d were brought, wanted %d: %v", len(brought), want, err)
		}
	}
	rows := w.Jushuitan.Refunds()
	if len(rows) != 7 || rows[0]["modified"] != "2026-11-21 20:01:00" {
		t.Errorf("%d refunds, the first of %v", len(rows), rows[0]["modified"])
	}
	for _, row := range rows {
		if items, _ := row["items"].([]map[string]any); len(items) != 3 {
			t.Errorf("refund %v has %d lines", row["as_id"], len(items))
		}
	}
}

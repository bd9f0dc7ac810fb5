package schemes_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/schemes"
)

// What somebody wrote that means something else, and what they most likely meant.
func TestCheckSaysWhatWasMeant(t *testing.T) {
	t.Parallel()
	const file = "name: x\ntitle: X\nschedule: {every: 1h}\nsource: {connector: %s, api: %s, id: bill_id}\n" +
		"target:\n  connector: erp\n  api: save\n  number: FBillNo\n  request:\n    - {field: FBillNo, value: %q}\n    - {field: FDate, value: \"1\"}\n"
	for want, in := range map[string][]any{
		`there is no connector "聚水潭"; the connectors are collection, erp, kingdee, shop`: {"聚水潭", "bills.query", "1"},
		`shop has no API "orders"; its APIs are bills.query`:                             {"shop", "orders", "1"},
		`"bill_no" is read as plain text; did you mean "{{bill_no}}"?`:                   {"shop", "bills.query", "bill_no"},
		`{{price}}: the API's answer lists no such field; did you mean "items.price"?`:   {"shop", "bills.query", "{{price}}"},
		`{{items_qty}}: the API's answer lists no such field; did you mean "items.qty"?`: {"shop", "bills.query", "{{items_qty}}"},
		`{{bill_od}}: the API's answer lists no such field; did you mean "bill_id"?`:     {"shop", "bills.query", "{{bill_od}}"},
	} {
		s, err := schemes.Parse("x.yaml", fmt.Appendf(nil, file, in...))
		if err != nil {
			t.Fatal(err)
		}
		if found := s.Check(tables()); !reported(found, want) || len(found) != 1 {
			t.Errorf("got %v, want %s", found, want)
		}
	}
}

// One mistake is told once, without what follows from it.
func TestMistakeIsToldOnce(t *testing.T) {
	t.Parallel()
	for want, part := range map[string]string{
		`x.yaml:3:18: schedule.cron: expected a list, found "*/10 * * * *"`:   "schedule: {cron: \"*/10 * * * *\"}\n",
		"x.yaml:6:11: tests.want: expected a list, found keys and values":     "schedule: {every: 1h}\ntests:\n  - {name: a, row: {id: 1},\n    want: {a: 1}}\n",
		"x.yaml:5:5: tests: the test wants nothing; give it want, wantSkip, ": "schedule: {every: 1h}\ntests:\n  - {name: a, row: {id: 1}, want: []}\n",
	} {
		_, err := schemes.Parse("x.yaml", []byte("name: x\ntitle: X\n"+part+"source: {connector: a, api: b, id: c}\n"))
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

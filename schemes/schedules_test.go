package schemes_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/schemes"
)

const swept = `name: swept
title: 补漏
schedule: {every: 10m, jitter: 90s}
remedy:
  - {every: 1h, window: 24h}
  - {name: nightly, cron: ["30 3 * * *", "0 12 * * 7"], window: 30d}
reconcile: {cron: ["0 6 * * *"], window: 2d}
source: {connector: jushuitan, api: refund.single.query, id: as_id}
target:
  connector: kingdee
  api: batchSave
  number: FBillNo
  request: [{field: FBillNo, value: "{{as_id}}"}]
`

func TestSweepsAndComparison(t *testing.T) {
	t.Parallel()
	s, err := schemes.Parse("swept.yaml", []byte(swept))
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%+v %+v %+v", s.Schedule, s.Remedies, *s.Reconcile)
	want := "{Every:10m0s Cron:[] Jitter:1m30s} [{Name:1 Schedule:{Every:1h0m0s Cron:[] Jitter:0s} Window:24h0m0s}" +
		" {Name:nightly Schedule:{Every:0s Cron:[30 3 * * * 0 12 * * 7] Jitter:0s} Window:720h0m0s}]" +
		" {Schedule:{Every:0s Cron:[0 6 * * *] Jitter:0s} Window:48h0m0s Lag:1h0m0s}"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// What cannot be read again or compared says so before it runs.
func TestWhatCannotBeSweptOrCompared(t *testing.T) {
	t.Parallel()
	for change, want := range map[[2]string]string{
		{"api: refund.single.query", "api: refund.single.query, each: {collection: a}"}:                             "remedy: its source is not read by time",
		{"number: FBillNo\n", "number: FBillNo\n  operation: {method: merge, field: [shop_id], bodyName: lines}\n"}: "reconcile: its rows become documents together with others",
		{swept[strings.Index(swept, "target:"):], ""}:                                                               "reconcile: it has no target",
	} {
		_, err := schemes.Parse("swept.yaml", []byte(strings.Replace(swept, change[0], change[1], 1)))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", change[1], err, want)
		}
	}
}

func TestCronNumbers(t *testing.T) {
	t.Parallel()
	for spec, want := range map[string]string{
		"4-59/31 6-8 * 2 *": "[[4 35] [6 7 8] %s [2] [0 1 2 3 4 5 6]]",
		"0,30 5 1 */6 1-7":  "[[0 30] [5] [1] [1 7] [0 1 2 3 4 5 6]]",
		"50/4 0 1 12 7,0":   "[[50 54 58] [0] [1] [12] [0]]",
	} {
		got := fmt.Sprint(schemes.Cron(spec))
		if want = strings.Replace(want, "%s", days(), 1); got != want {
			t.Errorf("%s: %s, want %s", spec, got, want)
		}
	}
}

func days() string {
	var all []int
	for day := time.Duration(1); day <= 31; day++ {
		all = append(all, int(day))
	}
	return fmt.Sprint(all)
}

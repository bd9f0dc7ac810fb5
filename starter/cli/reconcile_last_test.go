package cli_test

import (
	"encoding/json"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// keptReconciliation is one in which three differ, and two are kept by name.
const keptReconciliation = `{
	"scheme": "refunds", "revision": "r1", "window": {"From": "2026-10-30T00:00:00+08:00", "To": "2026-11-01T10:00:00+08:00"},
	"rows": 40, "documents": 30, "left_out": 10, "found": 27, "agree": 26, "unexplained": 1,
	"amounts": {"source": "300.10", "target": "290.1", "difference": "10"},
	"kinds": {"missing": 2, "amount": 1},
	"differences": [
		{"kind": "amount", "key": "7-1", "number": "7-1", "source": "19.9", "target": "9.9", "status": "audited", "explained": false},
		{"kind": "missing", "key": "2", "number": "B-2", "source": "5", "explained": true,
			"store": {"state": "failed", "reason": "退货客户不存在，电话13812345678"}}
	]
}`

// The last comparison that ran by itself is shown as it was kept.
func TestLastComparison(t *testing.T) {
	t.Parallel()
	url := seeded(t)
	for name, last := range map[string]docstore.Reconciliation{
		"none": {},
		"differs": {
			Run: "1", From: shanghai(0, 0), To: shanghai(10, 0), At: shanghai(11, 0),
			Documents: 30, Differences: 3, Unexplained: 1, Result: json.RawMessage(keptReconciliation),
		},
		"unmade": {Run: "2", From: shanghai(0, 0), To: shanghai(10, 0), At: shanghai(11, 30), Problem: "jushuitan refund.single.query unavailable: away"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := seeded(t)
			if last.Scheme = "refunds"; last.Run != "" {
				if err := look(t, url).KeepReconciliation(t.Context(), last); err != nil {
					t.Fatal(err)
				}
			}
			env := environ(url, "schemes")
			golden(t, "reconcile-last-"+name+".en", run(t.Context(), env, "reconcile", "refunds", "--last").text(url))
			golden(t, "reconcile-last-"+name+".zh", run(t.Context(), env, "reconcile", "refunds", "--last", "--lang", "zh").text(url))
			golden(t, "reconcile-last-"+name+".json", run(t.Context(), env, "reconcile", "refunds", "--last", "--output", "json").text(url))
			golden(t, "status-compared-"+name+".zh", run(t.Context(), env, "status", "refunds", "--lang", "zh").text(url))
		})
	}
	golden(t, "usage-reconcile-last.en", run(t.Context(), environ(url, "schemes"), "reconcile", "refunds", "--last", "--from", "3d").text(url))
}

package metrics

import (
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// figure is something that is told of the comparison that last ran by itself.
type figure struct {
	name, help string
	of         func(docstore.Reconciliation) int
	always     bool // also of one that could not be made
}

func figures() []figure {
	return []figure{
		{"erpbridge_reconcile_timestamp_seconds", "When source and target were last compared by themselves.", ended, true},
		{"erpbridge_reconcile_failed", "1 when that comparison could not be made.", failed, true},
		{"erpbridge_reconcile_documents", "Documents that it compared.", func(r docstore.Reconciliation) int { return r.Documents }, false},
		{"erpbridge_reconcile_differences", "Documents that differed.", func(r docstore.Reconciliation) int { return r.Differences }, false},
		{"erpbridge_reconcile_unexplained", "Of these, for no reason that the store knows.", func(r docstore.Reconciliation) int { return r.Unexplained }, false},
	}
}

func ended(r docstore.Reconciliation) int { return int(r.At.Unix()) }

func failed(r docstore.Reconciliation) int { return oneIf(r.Problem != "") }

// comparisons are told of schemes that have been compared. What could not be made
// has no differences, and says none rather than 0.
func (p *page) comparisons(all []standing) {
	for _, f := range figures() {
		p.family(f.name, f.help)
		for _, s := range all {
			if s.compared != nil && (f.always || s.compared.Problem == "") {
				p.sample(f.name, f.of(*s.compared), "scheme", s.scheme)
			}
		}
	}
}

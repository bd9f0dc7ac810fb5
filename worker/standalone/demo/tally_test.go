package demo

import (
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// A document is done where its scheme leaves it, and in flight again where changes
// are carried, too, and one has come.
func TestTally(t *testing.T) {
	t.Parallel()
	counts := map[docstore.State]int{
		docstore.Saved: 3, docstore.Submitted: 2, docstore.Audited: 4, docstore.Unknown: 1, docstore.Stored: 5, docstore.Skipped: 6, docstore.Compensated: 1,
	}
	steps := func(last schemes.Step, change schemes.Change) *schemes.Scheme {
		return &schemes.Scheme{Target: &schemes.Target{Steps: []schemes.Step{last}, OnChange: change}}
	}
	for name, c := range map[string]struct {
		scheme *schemes.Scheme
		want   Tally
	}{
		"audited": {steps(schemes.Audit, schemes.KeepSent), Tally{Audited: 5, Flying: 6, Changed: 2}},
		"saved":   {steps(schemes.Save, schemes.KeepSent), Tally{Saved: 3, Submitted: 2, Audited: 5, Flying: 1, Changed: 2}},
		"updated": {steps(schemes.Save, schemes.Update), Tally{Saved: 1, Submitted: 2, Audited: 5, Flying: 3}},
		"kept":    {&schemes.Scheme{}, Tally{Saved: 3, Submitted: 2, Audited: 5, Flying: 1, Changed: 2}},
	} {
		c.want.Fetched, c.want.Stored, c.want.Skipped = 22, 5, 6
		if got := tally(c.scheme, counts, 2); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

package e2e

import (
	"strings"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// expected is what is to become of a document of the world, by the rules of its
// integration and not by our mapping.
type expected struct {
	key, name string
	kind      simulators.Kind
	state     docstore.State // "": its system does not give it out
	because   string
	bill      func() // compares the bill of one that is audited
}

// checkExpected compares documents and bills with what was expected of them.
func (s *stage) checkExpected(scheme, form string, all []expected) {
	s.t.Helper()
	docs, audited := s.statesOf(scheme), 0
	for _, e := range all {
		d, stored := docs[e.key]
		if e.state == "" {
			if stored {
				s.t.Errorf("%s (%s) is %s, and is not given out", e.name, e.kind, d.State)
			}
			continue
		}
		if d.State != e.state || !strings.Contains(d.Reason, e.because) {
			s.t.Errorf("%s (%s) is %s, want %s: %s", e.name, e.kind, d.State, e.state, d.Reason)
		}
		if e.state == docstore.Audited {
			audited++
			e.bill()
		}
	}
	if n := len(s.world.Kingdee.Bills(form)); n != audited || audited < 18 {
		s.t.Errorf("金蝶 has %d bills, want %d", n, audited)
	}
}

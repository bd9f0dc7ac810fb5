package activities_test

import (
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// A system that is connected by a description is given as long as its account says to
// finish a call whose answer was lost, before the document is saved again.
func TestADescribedSystemIsGivenTime(t *testing.T) {
	t.Parallel()
	for said, moments := range map[string]struct{ early, late time.Duration }{
		"":    {20 * time.Second, 40 * time.Second},
		"90s": {time.Minute, 2 * time.Minute},
	} {
		t.Run(said, func(t *testing.T) {
			t.Parallel()
			s, w, ref, _ := noticing(t, asWritten)
			s.acts = s.with("XIAOMANCANG_MAIN_SETTLE", said)
			w.spoil("create", gone)
			s.stands(ref, docstore.Unknown, s.acts.Save)
			ref.Settled = moments.early
			s.stands(ref, docstore.Unknown, s.acts.Resolve)
			ref.Settled = moments.late
			s.stands(ref, docstore.Mapped, s.acts.Resolve)
		})
	}
}

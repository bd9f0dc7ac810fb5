package sqlstore

import (
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/docstoretest/postgrestest"
)

// What a worker was at that died, and that nobody takes up again, is not under way for
// ever: a page of a run that has ended, or a call for a document that was skipped.
func TestAbandonedCallsAreNotUnderWayForEver(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]func(testing.TB) string{
		"sqlite": func(testing.TB) string { return "sqlite::memory:" }, "postgresql": func(t testing.TB) string { return postgrestest.URL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := twenty(t, url(t))
			called := step(0, docstore.Mapped)
			called.Called = true
			for _, err := range []error{
				s.Mark(t.Context(), called), s.BeginReading(t.Context(), docstore.Reading{ID: "1", Scheme: "s", What: "a page"}),
				s.Skip(t.Context(), called.Ref, "Li", "booked by hand"),
			} {
				if err != nil {
					t.Fatal(err)
				}
			}
			for later, want := range map[time.Duration]int{time.Hour: 2, 4 * time.Hour: 0} {
				s.now = func() time.Time { return time.Now().Add(later) }
				if left, err := s.UnderWay(t.Context(), "s"); err != nil || len(left) != want {
					t.Errorf("%s later %v are under way, want %d (%v)", later, left, want, err)
				}
			}
		})
	}
}

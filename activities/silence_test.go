package activities_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/schemes"
)

// goneFor gives the worker a folder in which a scheme has no file any more.
func (s *stage) goneFor(scheme string) {
	s.Helper()
	dir := s.TempDir()
	text, err := os.ReadFile(filepath.Join("..", "schemes", orderData+".yaml"))
	s.ok(err)
	s.ok(os.WriteFile(filepath.Join(dir, orderData+".yaml"), text, 0o600))
	s.library, err = schemes.LoadDir(dir)
	s.ok(err)
	if s.acts = s.activities(s.environ); !s.acts.Schemes.Gone(scheme) {
		s.Fatalf("%s has a file", scheme)
	}
}

// A document that gives up says what kept from coming what it waited for.
func TestWhoGivesUpSaysWhyNothingCame(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for want, befalls := range map[string]func(s *stage){
		"": func(*stage) {},
		"; scheme kingdee-customers brings it, and is paused by zhao since 2026-11-01 08:00:00: closing": func(s *stage) {
			s.ok(s.store.SetPause(s.Context(), customers, docstore.Pause{By: "zhao", At: at, Reason: "closing"}))
		},
		"; scheme kingdee-customers brings it, and cannot run: scheme kingdee-customers: kingdee account MAIN is not configured: set ": func(s *stage) {
			s.acts = s.with("KINGDEE_MAIN_URL", "")
		},
		"; scheme kingdee-customers brings it, and has no file any more":                       func(s *stage) { s.goneFor(customers) },
		"; scheme kingdee-customers brings it, and its last run failed: the password is wrong": func(s *stage) { s.orders.trouble, s.orders.ended = "the password is wrong", true },
		"; scheme kingdee-customers brings it, and its run is held up: the source is away":     func(s *stage) { s.orders.trouble = "the source is away" },
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			s := setup(t)
			s.baseData()
			ref := s.fetched(simulators.UnknownShop)
			s.stands(ref, docstore.Waiting, s.acts.Map)
			_, err := s.acts.Schemes.Latest(s.Context(), refunds) // a run has kept it
			s.ok(err)
			befalls(s)
			s.stands(ref, docstore.Failed, func(ctx context.Context, ref activities.Ref) (activities.Standing, error) {
				return s.acts.GiveUp(ctx, ref, "no row; it did not come")
			})
			if got, ok := strings.CutPrefix(s.doc(ref).Reason, "no row; it did not come"); !ok || !strings.HasPrefix(got, want) || want == "" && got != "" {
				t.Errorf("it says %q, want %q", got, want)
			}
		})
	}
}

// That Temporal cannot be asked keeps no document waiting.
func TestWhoGivesUpNeedsNoTemporal(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.baseData()
	ref := s.fetched(simulators.UnknownShop)
	s.stands(ref, docstore.Waiting, s.acts.Map)
	s.orders.refuses = context.DeadlineExceeded
	st, err := s.acts.GiveUp(s.Context(), ref, "it did not come")
	if s.ok(err); st.State != docstore.Failed || st.Reason != "it did not come" {
		t.Errorf("it is %s: %s", st.State, st.Reason)
	}
}

// Rows that are sent to us are told to who waits for them, whatever else is done with
// them: also while the scheme that brings them is paused.
func TestWhatIsSentWakesWhoWaits(t *testing.T) {
	t.Parallel()
	for _, paused := range []bool{false, true} {
		s := setup(t)
		s.baseData()
		ref := s.fetched(simulators.UnknownShop)
		s.stands(ref, docstore.Waiting, s.acts.Map)
		if paused {
			s.ok(s.store.SetPause(s.Context(), customers, docstore.Pause{By: "zhao", At: time.Now()}))
		}
		def, err := s.library.Get(customers)
		s.ok(err)
		in := activities.NewIntake(s.acts.Schemes, s.store, s.orders, s.acts.Log)
		s.ok(in.Carry(s.Context(), def, []string{"any"}))
		if in.Close(); !slices.Contains(s.orders.woken, ref.Document()) {
			t.Errorf("paused %v: woken were %v", paused, s.orders.woken)
		}
	}
}

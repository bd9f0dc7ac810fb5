package connectorstest_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/connectorstest"
)

// every ability there is, so that no check is skipped.
var _ interface {
	connectors.Source
	connectors.Auditor
	connectors.Finder
	connectors.Undoer
	connectors.Amender
	connectors.Reader
	connectors.Repeater
	connectors.Allotter
	connectors.Receiver
	connectors.Described
} = (*client)(nil)

func TestASoundConnectorPasses(t *testing.T) {
	t.Parallel()
	connectorstest.Run(t, exam(""))
}

// Each check sees the one flaw that it is for, and the others do not mind it.
func TestEveryFlawIsSeenByItsCheck(t *testing.T) {
	t.Parallel()
	for _, sound := range connectorstest.Examine(t.Context(), connectorstest.Light(exam(""))) {
		if sound.Skipped != "" {
			t.Errorf("%s was not made: %s", sound.Check, sound.Skipped)
		}
		t.Run(sound.Check, func(t *testing.T) {
			t.Parallel()
			if failed := failures(t.Context(), exam(sound.Check)); !slices.Equal(slices.Collect(maps.Keys(failed)), []string{sound.Check}) {
				t.Errorf("failed: %v", failed)
			}
		})
	}
}

func failures(ctx context.Context, e connectorstest.Exam) map[string]error {
	failed := map[string]error{}
	for _, r := range connectorstest.Examine(ctx, connectorstest.Light(e)) {
		if r.Err != nil {
			failed[r.Check] = r.Err
		}
	}
	return failed
}

// What a bench says nothing of is not examined, and said not to be.
func TestWhatIsNotExaminedIsSaid(t *testing.T) {
	t.Parallel()
	bare := exam("")
	begin := bare.Begin
	bare.Begin = func() (connectorstest.Bench, error) {
		b, err := begin()
		return connectorstest.Bench{Server: b.Server, Connect: b.Connect}, err
	}
	made := 0
	for _, r := range connectorstest.Examine(t.Context(), connectorstest.Light(bare)) {
		if r.Err != nil {
			t.Errorf("%s: %v", r.Check, r.Err)
		}
		if r.Skipped == "" {
			made++
		}
	}
	if made != 6 { // let in, tables, told off by a proxy, given up, too long, unreachable
		t.Errorf("%d checks were made", made)
	}
}

// A source that is asked for rows by name has nothing that could move.
func TestSingleRowsDoNotMove(t *testing.T) {
	t.Parallel()
	single := exam("")
	begin := single.Begin
	single.Begin = func() (connectorstest.Bench, error) {
		b, err := begin()
		b.Source.Single = true
		return b, err
	}
	for _, r := range connectorstest.Examine(t.Context(), connectorstest.Light(single)) {
		if moves := r.Check == "rows that move take none with them"; r.Err != nil || (r.Skipped != "") != moves {
			t.Errorf("%s: %v, skipped %q", r.Check, r.Err, r.Skipped)
		}
	}
}

func exam(flaw string) connectorstest.Exam {
	return connectorstest.Exam{System: "acme", Begin: func() (connectorstest.Bench, error) { return bench(flaw), nil }}
}

package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/docstoretest/postgrestest"
)

// twenty opens a store that has documents 0 to 19 of scheme s.
func twenty(t *testing.T, url string) *Store {
	t.Helper()
	s, err := Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // the database is thrown away
	page := docstore.Page{Scheme: "s"}
	for i := range 20 {
		page.Rows = append(page.Rows, docstore.Incoming{Key: fmt.Sprint(i), Content: []byte(`{}`)})
	}
	if _, err := s.Keep(t.Context(), page); err != nil {
		t.Fatal(err)
	}
	return s
}

func step(key int, state docstore.State) docstore.Progress {
	return docstore.Progress{Ref: docstore.Ref{Scheme: "s", Key: fmt.Sprint(key)}, State: state}
}

func (s *Store) is(t *testing.T, key int, want docstore.State) {
	t.Helper()
	if d, err := s.Get(t.Context(), step(key, "").Ref); err != nil || d.State != want {
		t.Errorf("document %d is %s, want %s (%v)", key, d.State, want, err)
	}
}

// slow lets no mark be written before the store is released, and counts the
// transactions.
func (s *Store) slow() (transactions *atomic.Int32, release func()) {
	gate := make(chan struct{})
	transactions = new(atomic.Int32)
	s.now = func() time.Time {
		transactions.Add(1)
		<-gate
		return time.Now()
	}
	return transactions, func() { close(gate) }
}

// What comes while one transaction is written shares the next. Each caller is told
// what became of its own step.
func TestMarksThatComeTogetherShareATransaction(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := twenty(t, "sqlite::memory:")
		transactions, release := s.slow()
		errs := make([]error, 21)
		for i := range errs {
			state := docstore.Mapped
			if i%5 == 1 {
				state = docstore.Audited // does not follow
			}
			go func() { errs[i] = s.Mark(t.Context(), step(i, state)) }()
		}
		synctest.Wait()
		release()
		synctest.Wait()
		if n := transactions.Load(); n != 2 {
			t.Errorf("%d transactions", n)
		}
		for i, err := range errs {
			switch {
			case i == 20 && !errors.Is(err, docstore.ErrNotFound),
				i%5 == 1 && !errors.Is(err, docstore.ErrStale),
				i < 20 && i%5 != 1 && err != nil:
				t.Errorf("document %d: %v", i, err)
			}
		}
		s.is(t, 0, docstore.Mapped)
		s.is(t, 1, docstore.Fetched)
	})
}

// Whoever gives up takes nothing from those whose steps are in the same transaction.
func TestAMarkThatIsGivenUpKeepsTheOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := twenty(t, "sqlite::memory:")
		_, release := s.slow()
		ctx, giveUp := context.WithCancel(t.Context())
		given, stayed := make(chan error, 2), make(chan error, 2)
		for i := range 4 {
			go func() {
				if i%2 == 0 {
					given <- s.Mark(ctx, step(i, docstore.Mapped))
				} else {
					stayed <- s.Mark(t.Context(), step(i, docstore.Mapped))
				}
			}()
		}
		synctest.Wait()
		giveUp()
		for range 2 {
			if err := <-given; !errors.Is(err, context.Canceled) {
				t.Errorf("who gave up: %v", err)
			}
		}
		release()
		for range 2 {
			if err := <-stayed; err != nil {
				t.Errorf("who stayed: %v", err)
			}
		}
		s.is(t, 1, docstore.Mapped)
		s.is(t, 3, docstore.Mapped)
	})
}

// unwritable is a number that PostgreSQL cannot put into its index.
func unwritable() string {
	random := rand.New(rand.NewPCG(1, 2))
	text := make([]byte, 20_000)
	for i := range text {
		text[i] = byte('0' + random.IntN(64))
	}
	return string(text)
}

// A step that the database does not take is the failure of its caller alone.
func TestAStepThatCannotBeWrittenIsItsCallersOwn(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]func(*testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "a.db") },
		"postgres": func(t *testing.T) string { return postgrestest.URL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := twenty(t, url(t))
			bad := step(1, docstore.Mapped)
			bad.Target = unwritable()
			if name == "sqlite" { // which takes everything, unless it is told not to
				_, err := s.db.writer.ExecContext(t.Context(), `CREATE TRIGGER no BEFORE UPDATE ON documents WHEN length(new.target_number) > 10000
					BEGIN SELECT RAISE(ABORT, 'too long'); END`)
				if err != nil {
					t.Fatal(err)
				}
			}
			refused := make([]error, 3)
			s.markTogether(t.Context(), []docstore.Progress{step(0, docstore.Mapped), bad, step(2, docstore.Mapped)}, refused)
			if refused[0] != nil || refused[1] == nil || refused[2] != nil {
				t.Errorf("%v", refused)
			}
			s.is(t, 0, docstore.Mapped)
			s.is(t, 1, docstore.Fetched)
			s.is(t, 2, docstore.Mapped)
		})
	}
}

// A database that is away is away for everybody.
func TestMarksFailTogether(t *testing.T) {
	t.Parallel()
	s := twenty(t, "sqlite::memory:")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	refused := make([]error, 3)
	s.markTogether(t.Context(), []docstore.Progress{step(0, docstore.Mapped), step(1, docstore.Mapped), step(2, docstore.Mapped)}, refused)
	for i, err := range refused {
		if err == nil || err != refused[0] { //nolint:errorlint // the very same error
			t.Errorf("document %d: %v", i, err)
		}
	}
}

package sqlstore

import (
	"slices"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/docstoretest/postgrestest"
)

// TestLateCommit: positions are given between the writing of a page and its
// commit. The page is not overtaken: it comes after them. (SQLite has one
// writer at a time; nothing can come between.)
func TestLateCommit(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), postgrestest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() // the database is thrown away
	if err := s.Follow(t.Context(), "s"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Keep(t.Context(), pageOf("early")); err != nil {
		t.Fatal(err)
	}
	var between int64
	err = s.write(t.Context(), func(t2 *tx) error {
		late, err := readRows(pageOf("late").Rows)
		if err != nil {
			return err
		}
		if err := s.keep(t.Context(), t2, pageOf("late"), late, &docstore.Kept{}); err != nil {
			return err
		}
		if err := t2.writeAltered(t.Context()); err != nil {
			return err
		}
		between, err = s.Position(t.Context(), "s")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := changedIn(t, s, 0, between); !slices.Equal(got, []string{"early"}) {
		t.Errorf("before the commit: %v", got)
	}
	to, err := s.Position(t.Context(), "s")
	if got := changedIn(t, s, between, to); err != nil || !slices.Equal(got, []string{"late"}) {
		t.Errorf("after it: %v, %v", got, err)
	}
}

func pageOf(key string) docstore.Page {
	return docstore.Page{Scheme: "s", Rows: []docstore.Incoming{{Key: key, Number: key, Content: []byte(`{}`)}}}
}

func changedIn(t *testing.T, s *Store, after, to int64) []string {
	t.Helper()
	found, err := s.Changes(t.Context(), docstore.Changes{Collection: "s", After: after, To: to})
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, c := range found {
		keys = append(keys, c.Key)
	}
	return keys
}

// TestFollowLosesARace: a transaction that is repeated begins where it began before.
func TestFollowLosesARace(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), "sqlite::memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() // the database is thrown away
	if _, err := s.Keep(t.Context(), pageOf("first")); err != nil {
		t.Fatal(err)
	}
	execute := func(statement string) error { return s.execute(t.Context(), "test", statement) }
	if err := execute("CREATE TRIGGER race BEFORE INSERT ON changes BEGIN SELECT RAISE(ABORT, 'lost'); END"); err != nil {
		t.Fatal(err)
	}
	s.db.again = func(error) bool { return execute("DROP TRIGGER race") == nil }
	if err := s.Follow(t.Context(), "s"); err != nil {
		t.Fatal(err)
	}
	to, err := s.Position(t.Context(), "s")
	if got := changedIn(t, s, 0, to); err != nil || !slices.Equal(got, []string{"first"}) {
		t.Errorf("followed: %v, %v", got, err)
	}
}

package collection_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/collection"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/docstoretest/postgrestest"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
)

const (
	stockouts = "stockouts"
	tracks    = "tracks"
	notes     = "notes"
)

// databases are the URLs of empty databases of each kind.
func databases() map[string]func(testing.TB) string {
	return map[string]func(testing.TB) string{
		"sqlite":   func(tb testing.TB) string { return "sqlite:" + filepath.Join(tb.TempDir(), "store.db") },
		"postgres": postgrestest.URL,
	}
}

// stage is a store whose collections are followed, and a source on it.
type stage struct {
	testing.TB
	store  *sqlstore.Store
	source *collection.Client
}

func setup(tb testing.TB, url string, page int) *stage {
	tb.Helper()
	store, err := sqlstore.Open(tb.Context(), url)
	must(tb, err)
	tb.Cleanup(func() { must(tb, store.Close()) })
	s := &stage{tb, store, collection.Sized(store, page)}
	must(tb, store.Follow(tb.Context(), stockouts, tracks, notes))
	must(tb, store.Declare(tb.Context(), stockouts, []string{"parcel", "content.id", "items.sku"}))
	must(tb, store.Declare(tb.Context(), tracks, []string{"nu", "skus"}))
	must(tb, store.Declare(tb.Context(), notes, []string{"of", "content.id"}))
	return s
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// keep keeps documents: key and content.
func (s *stage) keep(name string, rows ...string) {
	s.Helper()
	page := docstore.Page{Scheme: name, Revision: "r", Stored: true}
	for i := 0; i < len(rows); i += 2 {
		page.Rows = append(page.Rows, docstore.Incoming{Key: rows[i], Number: "N" + rows[i], Content: json.RawMessage(rows[i+1])})
	}
	_, err := s.store.Keep(s.Context(), page)
	must(s, err)
}

// byParcel puts tracks and notes into stockouts.
func byParcel() connectors.Query {
	return connectors.Query{API: stockouts, With: []connectors.Join{
		{Collection: tracks, As: "track", On: map[string]string{"nu": "parcel"}},
		{Collection: notes, As: "notes", On: map[string]string{"of": "_meta.id"}, All: true},
	}}
}

// page reads one page and moves the query on.
func (s *stage) page(q *connectors.Query) connectors.Page {
	s.Helper()
	page, err := s.source.Fetch(s.Context(), *q)
	must(s, err)
	if q.Cursor = page.Next; page.Next == "" {
		q.Position = page.Position
	}
	if (page.Next == "") != (page.Position != "") {
		s.Fatalf("the position %q is said, with %q to follow", page.Position, page.Next)
	}
	return page
}

// read reads to the end.
func (s *stage) read(q *connectors.Query) (rows, wrong []string) {
	s.Helper()
	for {
		page := s.page(q)
		for i, row := range page.Rows {
			rows = append(rows, string(row))
			if why := page.Wrong[i]; why != "" {
				wrong = append(wrong, fmt.Sprint(i, " ", why))
			}
		}
		if q.Cursor == "" {
			return rows, wrong
		}
	}
}

// reads compares what a reading brings, by the ids of the rows.
func (s *stage) reads(what string, q *connectors.Query, want string) {
	s.Helper()
	rows, wrong := s.read(q)
	got := make([]string, len(rows))
	for i, row := range rows {
		got[i] = idOf(s, row)
	}
	if text := strings.Join(got, " "); text != want || len(wrong) > 0 {
		s.Errorf("%s: read %q, want %q; wrong: %q", what, text, want, wrong)
	}
}

func idOf(tb testing.TB, row string) string {
	tb.Helper()
	var r struct {
		Meta struct{ ID string } `json:"_meta"`
	}
	must(tb, json.Unmarshal([]byte(row), &r))
	return r.Meta.ID
}

// equal compares rows digit by digit.
func equal(tb testing.TB, what string, got, want []string) {
	tb.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		tb.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

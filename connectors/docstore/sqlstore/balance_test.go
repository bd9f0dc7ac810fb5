package sqlstore

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

var window = docstore.Window{From: time.Unix(1_700_000_000, 0).UTC(), To: time.Unix(1_700_003_600, 0).UTC()}

// What others break in the database is found, by name.
func TestFaultsAreFound(t *testing.T) {
	t.Parallel()
	broken := map[string][]docstore.Fault{
		"SELECT 1": nil,
		"UPDATE tallies SET count = count + 1 WHERE state = 'fetched'": {{Kind: docstore.Miscounted, State: docstore.Fetched, Want: 3, Got: 4}},
		"DELETE FROM tallies": {{Kind: docstore.Miscounted, State: docstore.Fetched, Want: 3}},
		"DELETE FROM documents WHERE key = '2'": {
			{Kind: docstore.Miscounted, State: docstore.Fetched, Want: 2, Got: 3}, {Kind: docstore.Incomplete, Want: 2, Got: 3, Window: window},
		},
		"UPDATE documents SET window_id = NULL WHERE key = '2'": {{Kind: docstore.Incomplete, Want: 2, Got: 3, Window: window}},
		"DELETE FROM windows": nil, // what nobody counted is not missed
		"UPDATE documents SET state = 'lost' WHERE key = '2'": {
			{Kind: docstore.Miscounted, State: docstore.Fetched, Want: 2, Got: 3}, {Kind: docstore.Miscounted, State: "lost", Want: 1},
		},
		"UPDATE documents SET newer_hash = 'x' WHERE key = '2'": {{Kind: docstore.Miscounted, State: changed, Want: 1}},
		"UPDATE documents SET state = 'merged', part_of = '9' WHERE key = '2'": {
			{Kind: docstore.Miscounted, State: docstore.Fetched, Want: 2, Got: 3},
			{Kind: docstore.Miscounted, State: docstore.Merged, Want: 1},
			{Kind: docstore.Orphaned, Key: "2", Other: "9"},
		},
		"UPDATE documents SET part_of = '1' WHERE key = '2'": nil,
	}
	for name, url := range kinds {
		for statement, want := range broken {
			t.Run(name+"/"+statement, func(t *testing.T) {
				t.Parallel()
				if got := faultsAfter(t, url(t), statement); !slices.Equal(got, want) {
					t.Errorf("got  %+v\nwant %+v", got, want)
				}
			})
		}
	}
}

func faultsAfter(t *testing.T, url, statement string) []docstore.Fault {
	t.Helper()
	s, err := Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() // the database is thrown away
	page := docstore.Page{Scheme: "s", Window: window}
	for _, key := range []string{"1", "2", "3"} {
		page.Rows = append(page.Rows, docstore.Incoming{Key: key, Number: key, Content: json.RawMessage(`{}`)})
	}
	if _, err := s.Keep(t.Context(), page); err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.writer.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
	faults, err := s.Faults(t.Context(), "s")
	if err != nil {
		t.Fatal(err)
	}
	return faults
}

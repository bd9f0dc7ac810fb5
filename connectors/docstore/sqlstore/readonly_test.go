package sqlstore_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
)

// What is opened to be read can be read and not be written.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	for name, url := range databases {
		if name == "memory" {
			continue // it is gone when it is closed
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := url(t)
			page := docstore.Page{Scheme: "s", Revision: "r", Rows: []docstore.Incoming{{
				Key: "1", Number: "N", Content: json.RawMessage(`{"code":"A"}`),
			}}}
			s := open(t, at)
			if err := s.Declare(t.Context(), "s", []string{"code"}); err != nil {
				t.Fatal(err)
			}
			if err := s.Follow(t.Context(), "s"); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Keep(t.Context(), page); err != nil {
				t.Fatal(err)
			}
			r, err := sqlstore.OpenReadOnly(t.Context(), at)
			if err != nil {
				t.Fatal(err)
			}
			if to, err := r.Position(t.Context(), "s"); err == nil {
				t.Errorf("it gave positions up to %d", to)
			}
			if to, err := s.Position(t.Context(), "s"); err != nil || to != 1 {
				t.Errorf("position %d, %v", to, err)
			}
			changes, err := r.Changes(t.Context(), docstore.Changes{Collection: "s", To: 1})
			if err != nil || len(changes) != 1 {
				t.Errorf("changed %v, %v", changes, err)
			}
			found, err := r.Find(t.Context(), docstore.Equal("s", map[string]string{"code": "A"}, 1))
			if err != nil || len(found) != 1 {
				t.Errorf("found %v, %v", found, err)
			}
			page.Rows[0].Key = "2"
			if _, err := r.Keep(t.Context(), page); err == nil {
				t.Error("it was written")
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestReadOnlyMakesNoFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "store.db")
	_, err := sqlstore.OpenReadOnly(t.Context(), "sqlite:"+file)
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if found, err := filepath.Glob(file + "*"); err != nil || len(found) > 0 {
		t.Errorf("it made %v, %v", found, err)
	}
}

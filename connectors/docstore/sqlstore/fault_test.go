package sqlstore

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// TestFullDisk makes SQLite believe that the disk is full.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	s, err := Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "full.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() // the file is thrown away
	page := docstore.Page{Scheme: "s", Rows: []docstore.Incoming{
		{Key: "1", Content: []byte(`"small"`)},
		{Key: "2", Content: []byte(`"` + strings.Repeat("x", 1<<20) + `"`)},
	}}
	limit(t, s, "60")
	_, err = s.Keep(ctx, page)
	for _, want := range []string{"keep page of 2 rows of scheme s", "the disk of SQLite file", "is full; free space"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	if _, err := s.Get(ctx, docstore.Ref{Scheme: "s", Key: "1"}); !errors.Is(err, docstore.ErrNotFound) {
		t.Errorf("half of the page is there: %v", err)
	}
	limit(t, s, "1000000")
	if _, err := s.Keep(ctx, page); err != nil {
		t.Errorf("with space again: %v", err)
	}
}

func limit(t *testing.T, s *Store, pages string) {
	t.Helper()
	if _, err := s.db.writer.ExecContext(t.Context(), "PRAGMA max_page_count = "+pages); err != nil {
		t.Fatal(err)
	}
}

// TestDurability reads back the settings that the promise of the package rests on.
func TestDurability(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "durable.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() // the file is thrown away
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "busy_timeout": "10000"} {
		var got string
		if err := s.db.writer.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", pragma, got, want, err)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add("a\x00b")
	f.Add("\xe5\xbc")
	f.Fuzz(func(t *testing.T, s string) {
		once := text(s)
		if strings.ContainsRune(once, 0) || once != text(once) {
			t.Errorf("%q became %q", s, once)
		}
	})
}

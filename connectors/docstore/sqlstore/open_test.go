package sqlstore_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/docstoretest/postgrestest"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
)

func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	noDatabase := filepath.Join(folder, "letter.txt")
	if err := os.WriteFile(noDatabase, []byte(strings.Repeat("Dear Sir, ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct{ url, want string }{
		"nothing":            {"", "must be sqlite:PATH"},
		"no path":            {"sqlite:", "must be sqlite:PATH"},
		"another database":   {"mysql://u:geheim@h/d", "must be sqlite:PATH"},
		"no directory":       {"sqlite:" + folder + "/no/such.db", "directory does not exist; create it"},
		"a file as folder":   {"sqlite:" + noDatabase + "/a.db", "not a directory"},
		"a folder":           {"sqlite:" + folder, "is a directory"},
		"no database":        {"sqlite:" + noDatabase, "is not a database or is damaged; restore a backup"},
		"malformed postgres": {"postgres://u:ge/heim@h:5432/d", "written as %XX"},
		"nobody listens":     {"postgres://u:geheim@127.0.0.1:1/d", "is it running, and is the address right?"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := sqlstore.Open(t.Context(), test.url)
			if err == nil {
				t.Fatal("opened", s.Close())
			}
			if !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "heim") {
				t.Errorf("error %v, want %q and no password", err, test.want)
			}
		})
	}
}

func TestOpenPostgresSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	url := postgrestest.URL(t)
	before, _, _ := strings.Cut(url, "/test_")
	_, err := sqlstore.Open(t.Context(), before+"/no_such_database?sslmode=disable")
	if err == nil || !strings.Contains(err.Error(), "create the database, or check its name") {
		t.Errorf("error %v", err)
	}
}

// TestReopen finds everything again, under each way to write the path.
func TestReopen(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.db")
	for i, prefix := range []string{"sqlite:", "sqlite://", "sqlite:"} {
		s, err := sqlstore.Open(t.Context(), prefix+path)
		if err != nil {
			t.Fatal(err)
		}
		kept, err := s.Keep(t.Context(), docstore.Page{Scheme: "s", Rows: []docstore.Incoming{{Key: "1", Content: []byte(`{}`)}}})
		if err != nil || kept.New != 1-min(i, 1) {
			t.Errorf("time %d: %+v, %v", i, kept, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if s.Ping(t.Context()) == nil {
			t.Error("closed, and answers")
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the file: %v, %v", info.Mode(), err)
	}
}

// TestOpenAtOnce creates the tables from several goroutines, as several
// processes do that start together.
func TestOpenAtOnce(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"file", "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := databases[name](t)
			var g errgroup.Group
			for range 4 {
				g.Go(func() error {
					s, err := sqlstore.Open(t.Context(), url)
					if err != nil {
						return err
					}
					return s.Close()
				})
			}
			if err := g.Wait(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	for name, url := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, url(t))
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			page := docstore.Page{Scheme: "s", Rows: []docstore.Incoming{{Key: "1", Content: []byte(`{}`)}}}
			if _, err := s.Keep(ctx, page); err == nil {
				t.Error("kept though nobody waits")
			}
			if kept, err := s.Keep(t.Context(), page); err != nil || kept.New != 1 {
				t.Errorf("afterwards: %+v, %v", kept, err)
			}
		})
	}
}

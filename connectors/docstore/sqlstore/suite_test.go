package sqlstore_test

import (
	"path/filepath"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore/docstoretest"
	"github.com/erpbridge/erpbridge/connectors/docstore/docstoretest/postgrestest"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
)

// databases are the URLs of empty databases of each kind.
var databases = map[string]func(testing.TB) string{
	"file":     fileURL,
	"memory":   func(testing.TB) string { return "sqlite::memory:" },
	"postgres": postgrestest.URL,
}

func fileURL(tb testing.TB) string { return "sqlite:" + filepath.Join(tb.TempDir(), "日 a%b.db") }

func TestStore(t *testing.T) {
	t.Parallel()
	for name, url := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			docstoretest.Run(t, func(t *testing.T) docstoretest.Store { return open(t, url(t)) })
		})
	}
}

// open opens a store that is closed with the test, before its database is dropped.
func open(tb testing.TB, url string) *sqlstore.Store {
	tb.Helper()
	s, err := sqlstore.Open(tb.Context(), url)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

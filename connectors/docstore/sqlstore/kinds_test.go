package sqlstore

import (
	"path/filepath"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore/docstoretest/postgrestest"
)

// kinds are the URLs of empty databases that are there after they are closed.
var kinds = map[string]func(testing.TB) string{
	"sqlite":   func(tb testing.TB) string { return "sqlite:" + filepath.Join(tb.TempDir(), "a.db") },
	"postgres": postgrestest.URL,
}

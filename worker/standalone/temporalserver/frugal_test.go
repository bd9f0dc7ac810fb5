package temporalserver

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/metrics"
	tsql "go.temporal.io/server/common/persistence/sql"
	"go.temporal.io/server/common/persistence/sql/sqlplugin"
	"go.temporal.io/server/common/resolver"
)

// The server's connection keeps the statements it has read, also when the server is
// started once more; one as it comes does not.
func TestTheServerReadsAStatementOnce(t *testing.T) {
	t.Parallel()
	cfg := Config{DataDir: t.TempDir()}.withDefaults()
	stock := cfg
	stock.DataDir, stock.Stock = t.TempDir(), true
	for range 2 {
		store, err := openStore(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		if got := connectionOf(t, store); !strings.Contains(got, "frugal") {
			t.Errorf("the server's connection is a %s", got)
		}
	}
	store, err := openStore(t.Context(), stock)
	if err != nil {
		t.Fatal(err)
	}
	if got := connectionOf(t, store); strings.Contains(got, "frugal") {
		t.Errorf("that of a server as it comes is a %s", got)
	}
}

// connectionOf is what the server makes its calls with when it opens the store.
func connectionOf(t *testing.T, store *config.SQL) (kind string) {
	t.Helper()
	opened, err := tsql.NewSQLDB(sqlplugin.DbKindVisibility, store, resolver.NewNoopResolver(), log.NewNoopLogger(), metrics.NoopMetricsHandler)
	if err != nil {
		t.Fatal(err)
	}
	db, err := inside(opened)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(context.WithoutCancel(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }() // given back
	err = conn.Raw(func(c any) error { kind = fmt.Sprintf("%T", c); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return kind
}

package temporalserver

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"reflect"

	"github.com/jmoiron/sqlx"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/metrics"
	tsql "go.temporal.io/server/common/persistence/sql"
	"go.temporal.io/server/common/persistence/sql/sqlplugin"
	"go.temporal.io/server/common/resolver"

	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore/frugal"
)

// keepStatements has the server's one connection read each statement once: reading
// them is a sixth of what the server does.
//
// The server opens its database by itself, and has no setting for how. But it keeps
// what it has opened, by its name, and the part of it that makes the connections can
// be exchanged before anything has been asked.
func keepStatements(ctx context.Context, store *config.SQL) error {
	opened, err := tsql.NewSQLDB(sqlplugin.DbKindMain, store, resolver.NewNoopResolver(), log.NewNoopLogger(), metrics.NoopMetricsHandler)
	if err != nil {
		return err
	}
	db, err := inside(opened)
	if err != nil {
		return err
	}
	connector, err := frugal.New(dsn(store))
	if err != nil {
		return err
	}
	stock := db.DB
	db.DB = sql.OpenDB(connector)
	db.SetMaxOpenConns(1) // as the server has it: its writers wait for each other here, and not for SQLite's lock
	db.SetMaxIdleConns(1)
	return errors.Join(db.PingContext(ctx), stock.Close())
}

// inside is the database that the server's plugin has opened.
func inside(opened sqlplugin.DB) (*sqlx.DB, error) {
	field := reflect.ValueOf(opened).Elem().FieldByName("db")
	if !field.IsValid() || field.Type() != reflect.TypeFor[*sqlx.DB]() {
		return nil, fmt.Errorf("this version of the server keeps its database elsewhere than in %T.db", opened)
	}
	return (*sqlx.DB)(field.UnsafePointer()), nil
}

// dsn names the database as the server does.
func dsn(store *config.SQL) string {
	query := url.Values{"_time_format": {"sqlite"}, "mode": {store.ConnectAttributes["mode"]}}
	for _, pragma := range []string{"journal_mode", "synchronous"} {
		query.Add("_pragma", pragma+"="+store.ConnectAttributes[pragma])
	}
	return "file:" + store.DatabaseName + "?" + query.Encode()
}

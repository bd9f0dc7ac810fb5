package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// connections is how many connections one process keeps to PostgreSQL.
const connections = 16

func postgresDialect(name string) (dialect, error) {
	// A second apart is the shortest that goose knows; five minutes are for
	// migrations that rewrite a large table.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
	if err != nil {
		return dialect{}, fmt.Errorf("migration lock: %w", err)
	}
	return dialect{
		goose:      goose.DialectPostgres,
		migrations: "postgres",
		options:    []goose.ProviderOption{goose.WithSessionLocker(locker)},
		rows: func(param, columns string) string {
			return "json_to_recordset(CAST(CAST(" + param + " AS text) AS json)) AS r(" + columns + ")"
		},
		time: func(column string) string { return "CAST(" + column + " AS timestamptz)" },
		lock: " FOR UPDATE",
		day: func(column string) string {
			return "to_char(" + column + " AT TIME ZONE 'UTC' + interval '8 hours', 'YYYY-MM-DD')"
		},
		shard:          "pg_backend_pid() % 64",
		sharedDeclared: "SELECT pg_advisory_xact_lock_shared(hashtextextended('erpbridge fields ' || $1, 0))",
		alterDeclared:  "SELECT pg_advisory_xact_lock(hashtextextended('erpbridge fields ' || $1, 0))",
		sharedPause:    "SELECT pg_advisory_xact_lock_shared(hashtextextended('erpbridge pause ' || $1, 0))",
		alterPause:     "SELECT pg_advisory_xact_lock(hashtextextended('erpbridge pause ' || $1, 0))",
		atOnce:         4,
		ofRow:          postgresOfRow,
		explain:        func(err error) error { return explainPostgres(name, err) },
		again:          postgresAgain,
	}, nil
}

func openPostgres(ctx context.Context, url string, parameters map[string]string) (database, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		// Not wrapped: the cause quotes the URL, and with it the password.
		return database{}, errors.New("the PostgreSQL URL cannot be read; it must be postgres://user:password@host:5432/database, " +
			"with every character of the password that is not a letter or digit written as %XX")
	}
	maps.Copy(config.RuntimeParams, parameters)
	name := fmt.Sprintf("PostgreSQL database %s at %s:%d", config.Database, config.Host, config.Port)
	d, err := postgresDialect(name)
	if err != nil {
		return database{}, err
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	if err := db.PingContext(ctx); err != nil {
		return database{}, joined(unreachable(config, d.explain(err)), db.Close())
	}
	return database{dialect: d, name: name, writer: db, reader: db}, nil
}

// unreachable leaves out pgx's own sentence about a connection, which repeats
// each address it tried.
func unreachable(config *pgx.ConnConfig, err error) error {
	var connecting *pgconn.ConnectError
	if errors.As(err, &connecting) && !isServerError(err) {
		return fmt.Errorf("PostgreSQL at %s:%d cannot be reached as user %s; is it running, and is the address right? %w",
			config.Host, config.Port, config.User, connecting.Unwrap())
	}
	return err
}

func isServerError(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e)
}

// postgresAgain: serialization failure, deadlock.
func postgresAgain(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && slices.Contains([]string{"40001", "40P01"}, e.Code)
}

// postgresOfRow: data exceptions, violated constraints, and what is too long for an
// index.
func postgresOfRow(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && slices.Contains([]string{"22", "23", "54"}, e.Code[:min(len(e.Code), 2)])
}

func explainPostgres(name string, err error) error {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return err
	}
	if advice, ok := postgresAdvice(e.Code); ok {
		return fmt.Errorf("%s: %s; %s: %w", name, e.Message, advice, e)
	}
	return err
}

// postgresAdvice knows the SQLSTATEs that somebody who runs the store can mend.
func postgresAdvice(code string) (string, bool) {
	switch code {
	case "28P01", "28000":
		return "check user and password of the database URL", true
	case "3D000":
		return "create the database, or check its name in the URL", true
	case "42501", "25006":
		return "the user of the URL needs to be allowed to write and to create tables", true
	case "53100":
		return "free space on the server and try again, nothing was written", true
	case "53300":
		return "raise max_connections of the server or run fewer workers", true
	case "57P03", "57P01":
		return "the server is starting or stopping; try again", true
	default:
		return "", false
	}
}

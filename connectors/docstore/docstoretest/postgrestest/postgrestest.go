// Package postgrestest gives a test a PostgreSQL database of its own: on the
// server of TEST_POSTGRES_URL, or on a temporary one that ends with the process.
package postgrestest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
)

// temporary is one server for all tests of a process: starting one takes seconds.
var temporary = sync.OnceValues(start)

// URL returns the URL of an empty database, which is dropped when the test ends.
// Without a server the test is skipped.
func URL(tb testing.TB) string {
	tb.Helper()
	server := os.Getenv("TEST_POSTGRES_URL")
	if server == "" {
		server = startOrSkip(tb)
	}
	name := "test_" + rand.Text()
	if err := run(server, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { drop(tb, server, name) })
	return inDatabase(tb, server, name)
}

func startOrSkip(tb testing.TB) string {
	tb.Helper()
	bin, found := binaries()
	if !found {
		tb.Skip("set TEST_POSTGRES_URL to a PostgreSQL server whose user may create databases, or install PostgreSQL, to run this test")
	}
	server, err := temporary()
	if err != nil {
		tb.Fatalf("start a temporary PostgreSQL from %s: %v", bin, err)
	}
	return server.url
}

// drop tries several times: PostgreSQL gives those who are connected five seconds to
// leave. A database that stays is no failure of what was tested.
func drop(tb testing.TB, server, name string) {
	tb.Helper()
	var err error
	for range 10 {
		if err = run(server, "DROP DATABASE "+pgx.Identifier{name}.Sanitize()+" WITH (FORCE)"); err == nil {
			return
		}
	}
	tb.Log(err)
}

func run(server, statement string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return fmt.Errorf("connect to the PostgreSQL for tests: %w", err)
	}
	defer conn.Close(ctx) // the statement's error is what matters
	if _, err := conn.Exec(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

func inDatabase(tb testing.TB, server, name string) string {
	tb.Helper()
	u, err := url.Parse(server)
	if err != nil {
		tb.Fatal("TEST_POSTGRES_URL must be postgres://user:password@host:5432/database")
	}
	u.Path = "/" + name
	return u.String()
}

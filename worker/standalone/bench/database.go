package bench

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
)

// database is the engine's store while a lane is measured.
type database struct {
	url  string // as the engine is told
	db   *sql.DB
	size string // asks for its bytes
	drop func() error
}

const (
	sqliteSize   = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
	postgresSize = "SELECT pg_database_size(current_database())"
)

// openDatabase makes an empty store: a file, or a database of its own beside the
// one of --store.
func openDatabase(ctx context.Context, o Options, dir string) (*database, error) {
	d := &database{url: "sqlite:" + filepath.Join(dir, "erpbridge.db"), size: sqliteSize, drop: func() error { return nil }}
	driver, name := "sqlite", "file:"+filepath.Join(dir, "erpbridge.db")
	if o.Store != "" {
		var err error
		if d.url, d.drop, err = createDatabase(ctx, o.Store); err != nil {
			return nil, err
		}
		d.size, driver, name = postgresSize, "pgx", d.url
	}
	s, err := sqlstore.Open(ctx, d.url) // with its tables
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	d.db, err = sql.Open(driver, name)
	return d, err
}

func createDatabase(ctx context.Context, beside string) (address string, drop func() error, err error) {
	u, err := url.Parse(beside)
	if err != nil {
		return "", nil, fmt.Errorf("--store is no URL") //nolint:err113 // the cause quotes the password
	}
	db, err := sql.Open("pgx", beside)
	if err != nil {
		return "", nil, fmt.Errorf("--store: %w", err)
	}
	name := "erpbridge_bench_" + uuid.NewString()[:8]
	if _, err := db.ExecContext(ctx, "CREATE DATABASE "+name); err != nil {
		_ = db.Close() // the first error is the one to tell
		return "", nil, fmt.Errorf("make a database for the benchmark, which the user of --store has to be allowed to: %w", err)
	}
	u.Path = "/" + name
	return u.String(), func() error {
		const soon = 10 * time.Second
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), soon)
		defer stop()
		defer func() { _ = db.Close() }() // nothing is left to be written
		_, err := db.ExecContext(ctx, "DROP DATABASE "+name+" WITH (FORCE)")
		return err
	}, nil
}

// bytes is how large the store is.
func (d *database) bytes(ctx context.Context) (int64, error) { return sizeOf(ctx, d.db, d.size) }

func sizeOf(ctx context.Context, db *sql.DB, query string) (n int64, err error) {
	if err := db.QueryRowContext(ctx, query).Scan(&n); err != nil {
		return 0, fmt.Errorf("ask how large the database is: %w", err)
	}
	return n, nil
}

// postmaster is the process of a PostgreSQL on this machine; 0 when there is none.
func (d *database) postmaster(ctx context.Context) int {
	var pid int
	if d.size != postgresSize || d.db.QueryRowContext(ctx, "SELECT pg_backend_pid()").Scan(&pid) != nil {
		return 0
	}
	return parentOf(pid)
}

// cpu is the processor time of a PostgreSQL on this machine, with its backends.
func (d *database) cpu(ctx context.Context) (all time.Duration) {
	parent := d.postmaster(ctx)
	if parent < 2 {
		return 0
	}
	for _, pid := range family(parent) {
		all += cpuOf(pid)
	}
	return all + cpuWithChildren(parent)
}

func (d *database) close() error {
	if err := d.db.Close(); err != nil {
		return err
	}
	return d.drop()
}

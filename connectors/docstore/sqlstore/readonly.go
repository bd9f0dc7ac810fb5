package sqlstore

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"
)

// OpenReadOnly opens the database at a URL as Open does, but makes no file and
// brings no table up to date, and whatever writes fails. A file that is not
// there is an fs.ErrNotExist.
func OpenReadOnly(ctx context.Context, url string) (*Store, error) {
	db, err := dialReadOnly(ctx, url)
	if err != nil {
		return nil, err
	}
	s := &Store{db: db, now: time.Now}
	if err := s.Ping(ctx); err != nil {
		return nil, joined(err, s.Close())
	}
	return s, nil
}

func dialReadOnly(ctx context.Context, url string) (database, error) {
	scheme, rest, _ := strings.Cut(url, ":")
	path := strings.TrimPrefix(rest, "//")
	switch {
	case scheme == "sqlite" && path != "" && path != ":memory:":
		return openFileReadOnly(path)
	case scheme == "postgres" || scheme == "postgresql":
		return openPostgres(ctx, url, map[string]string{"default_transaction_read_only": "on"})
	default:
		return dial(ctx, url)
	}
}

// openFileReadOnly asks for mode=rw, which makes no database: to read one that
// keeps a log beside it (WAL), SQLite may have to make that log's index.
func openFileReadOnly(path string) (database, error) {
	name := "SQLite file " + path
	if _, err := os.Stat(path); err != nil {
		return database{}, fmt.Errorf("%s: %w", name, err)
	}
	db, err := connect(fileDSN(path, "mode=rw&_pragma=query_only(1)"), readers)
	if err != nil {
		return database{}, fmt.Errorf("%s: %w", name, explainSQLite(name, err))
	}
	return database{dialect: sqliteDialect(name), name: name, writer: db, reader: db}, nil
}

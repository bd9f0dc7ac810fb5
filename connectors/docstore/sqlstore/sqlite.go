package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"

	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore/frugal"
)

// readers is how many connections may read a file while one writes it.
const readers = 4

func sqliteDialect(name string) dialect {
	return dialect{
		goose:      goose.DialectSQLite3,
		migrations: "sqlite",
		rows:       sqliteRows,
		time:       func(column string) string { return column },
		day:        func(column string) string { return "date(" + column + ", '+8 hours')" },
		shard:      "0",
		atOnce:     1,
		ofRow:      sqliteOfRow,
		explain:    func(err error) error { return explainSQLite(name, err) },
		again:      func(error) bool { return false }, // the one writer waits instead
	}
}

func sqliteRows(param, columns string) string {
	var b strings.Builder
	for column := range strings.SplitSeq(columns, ", ") {
		name, _, _ := strings.Cut(column, " ")
		fmt.Fprintf(&b, ", value->>'%s' AS %s", name, name)
	}
	return "(SELECT " + b.String()[2:] + " FROM json_each(" + param + ")) AS r"
}

// openFile gives writing one connection, so that our own writers queue in Go,
// in order, instead of colliding in SQLite; other processes are waited for.
func openFile(ctx context.Context, path string) (database, error) {
	if err := touch(path); err != nil {
		return database{}, err
	}
	name := "SQLite file " + path
	db := database{dialect: sqliteDialect(name), name: name}
	var err error
	if db.writer, err = connect(fileDSN(path, "_txlock=immediate"), 1); err != nil {
		return database{}, fmt.Errorf("%s: %w", name, db.explain(err))
	}
	if db.reader, err = connect(fileDSN(path, "_pragma=query_only(1)"), readers); err != nil {
		return database{}, joined(fmt.Errorf("%s: %w", name, db.explain(err)), db.writer.Close())
	}
	if err := patiently(ctx, func() error { return db.writer.PingContext(ctx) }); err != nil {
		return database{}, joined(fmt.Errorf("%s: %w", name, db.explain(err)), db.close())
	}
	return db, nil
}

// fileDSN asks for synchronous=FULL: with NORMAL a power cut may take back the
// last transactions, and the store is the only one that knows a save was sent;
// the document would be saved twice. It costs one sync a transaction, which is
// why pages and batches are one transaction each.
func fileDSN(path, more string) string {
	escaped := (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()
	return "file:" + escaped + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)" +
		"&_pragma=synchronous(FULL)&_pragma=cache_size(-16000)&" + more
}

// openMemory has a single connection: each connection to :memory: would be a
// database of its own.
func openMemory() (database, error) {
	const name = "SQLite in memory"
	db, err := connect(":memory:", 1)
	if err != nil {
		return database{}, fmt.Errorf("%s: %w", name, err)
	}
	return database{dialect: sqliteDialect(name), name: name, writer: db, reader: db}, nil
}

func connect(dsn string, connections int) (*sql.DB, error) {
	opener, err := frugal.New(dsn)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(opener)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// touch creates the file, readable by its owner only because it holds personal
// data, and says in the system's words why it cannot: SQLite itself only says
// that it was unable to open a file.
func touch(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("SQLite file %s: its directory does not exist; create it or choose another path", path)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("SQLite file %s: may not be written by this user; change its owner, or that of its directory: %w", path, err)
	case err != nil:
		return fmt.Errorf("SQLite file %s: %w", path, err)
	}
	return f.Close()
}

// primary is the SQLite result code without its extension, 0 for other errors.
func primary(err error) int {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.Code() & 0xff
}

func sqliteOfRow(err error) bool {
	switch primary(err) {
	case sqlitelib.SQLITE_TOOBIG, sqlitelib.SQLITE_CONSTRAINT, sqlitelib.SQLITE_MISMATCH:
		return true
	default:
		return false
	}
}

// lasting: the file is no database. What cannot be opened or written may be, a
// moment later, for another process is just making or removing its log.
func lasting(err error) bool {
	switch primary(err) {
	case sqlitelib.SQLITE_NOTADB, sqlitelib.SQLITE_CORRUPT:
		return true
	default:
		return false
	}
}

func explainSQLite(name string, err error) error {
	switch primary(err) {
	case sqlitelib.SQLITE_FULL:
		return fmt.Errorf("the disk of %s is full; free space and try again, nothing was written: %w", name, err)
	case sqlitelib.SQLITE_BUSY, sqlitelib.SQLITE_LOCKED:
		return fmt.Errorf("%s is kept locked by another process; end that process or its open transaction: %w", name, err)
	case sqlitelib.SQLITE_READONLY, sqlitelib.SQLITE_CANTOPEN, sqlitelib.SQLITE_PERM:
		return fmt.Errorf("%s cannot be written; this user needs to write the file and its directory: %w", name, err)
	case sqlitelib.SQLITE_NOTADB, sqlitelib.SQLITE_CORRUPT:
		return fmt.Errorf("%s is not a database or is damaged; restore a backup or choose another path: %w", name, err)
	case sqlitelib.SQLITE_IOERR:
		return fmt.Errorf("the disk of %s failed or is full; look at the system's log: %w", name, err)
	default:
		return err
	}
}

package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore/frugal"
)

// numbers are a table of three on the only connection to it.
func numbers(t *testing.T) *sql.DB {
	t.Helper()
	db, err := connect(":memory:", 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error("close:", err)
		}
	})
	execute(t, db, "CREATE TABLE numbers (n INTEGER NOT NULL)")
	for n := range 3 {
		execute(t, db, "INSERT INTO numbers VALUES ($1)", n)
	}
	return db
}

func execute(t *testing.T, db *sql.DB, statement string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatal(err)
	}
}

func total(t *testing.T, db *sql.DB) (sum int) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), "SELECT sum(n) FROM numbers").Scan(&sum); err != nil {
		t.Fatal(err)
	}
	return sum
}

// Rows that are being read are not begun anew by another reading of the same text.
func TestAStatementIsReadWhileItIsRead(t *testing.T) {
	t.Parallel()
	db := numbers(t)
	begun, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = begun.Rollback() }()
	scan := func(row scanner) (n int, err error) { return n, row.Scan(&n) }
	const statement = "SELECT n FROM numbers ORDER BY n"
	var pairs []string
	err = each(t.Context(), begun, scan, func(outer int) error {
		return each(t.Context(), begun, scan, func(inner int) error {
			pairs = append(pairs, fmt.Sprint(outer, inner))
			return nil
		}, statement)
	}, statement)
	if err != nil || len(pairs) != 9 {
		t.Errorf("3 numbers with 3 others are %q, %v", pairs, err)
	}
}

func TestAStatementThatFailedWorksAgain(t *testing.T) {
	t.Parallel()
	db := numbers(t)
	const statement = "INSERT INTO numbers VALUES ($1)"
	if _, err := db.ExecContext(t.Context(), statement, nil); err == nil {
		t.Fatal("a number that is none was taken")
	}
	execute(t, db, statement, 4)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := db.ExecContext(gone, statement, 8); err == nil {
		t.Fatal("a statement nobody waits for was executed")
	}
	execute(t, db, statement, 16)
	if got := total(t, db); got != 0+1+2+4+16 {
		t.Errorf("the numbers come to %d", got)
	}
}

// More texts than are kept: those that come back are read once more.
func TestManyStatements(t *testing.T) {
	t.Parallel()
	db := numbers(t)
	for range 2 {
		for n := range frugal.Kept + 10 {
			execute(t, db, "UPDATE numbers SET n = n + 1")
			execute(t, db, fmt.Sprintf("UPDATE numbers SET n = n - 1 WHERE %d = %d", n, n))
		}
	}
	if got := total(t, db); got != 3 {
		t.Errorf("the numbers come to %d", got)
	}
}

// A statement is read anew when another process has changed the tables.
func TestAStatementSeesNewColumns(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store.db")
	here, err := connect(fileDSN(path, "_txlock=immediate"), 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = here.Close() })
	there, err := connect(fileDSN(path, "_txlock=immediate"), 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = there.Close() })
	execute(t, here, "CREATE TABLE numbers (n INTEGER NOT NULL)")
	columns := func() int {
		rows, err := here.QueryContext(t.Context(), "SELECT * FROM numbers")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		names, err := rows.Columns()
		if err != nil || rows.Err() != nil {
			t.Fatal(err, rows.Err())
		}
		return len(names)
	}
	if before := columns(); before != 1 {
		t.Fatalf("%d columns", before)
	}
	execute(t, there, "ALTER TABLE numbers ADD COLUMN more TEXT")
	if after := columns(); after != 2 {
		t.Errorf("%d columns after one was added elsewhere", after)
	}
}

package sqlstore

import (
	"context"
	"database/sql/driver"
	"fmt"

	"modernc.org/sqlite"
)

// keptStatements is how many statements a connection to SQLite keeps. The store has
// fewer; searches make new ones, and those are forgotten with all others.
const keptStatements = 100

// frugal opens connections that read a statement once, where database/sql has
// SQLite read it whenever it is executed: it costs more than executing it. The
// driver of PostgreSQL does so by itself.
type frugal struct{ driver.Connector }

func newFrugal(dsn string) (frugal, error) {
	c, err := sqlite.NewConnector(dsn)
	return frugal{c}, err
}

// Connect opens a connection.
func (f frugal) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := f.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	full, ok := conn.(sqliteConn)
	if !ok {
		return nil, joined(fmt.Errorf("a connection of SQLite is a %T, which lacks methods", conn), conn.Close())
	}
	return &frugalConn{sqliteConn: full, kept: map[string]sqliteStmt{}}, nil
}

// sqliteConn is what database/sql uses of a connection.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// sqliteStmt is what database/sql uses of a statement.
type sqliteStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// frugalConn is used by one goroutine at a time, but may be asked for more while
// rows are read; a statement that returns rows is nobody else's until they are.
type frugalConn struct {
	sqliteConn
	kept map[string]sqliteStmt // by text; those that are not in use
}

// ExecContext executes a statement that returns nothing.
func (c *frugalConn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	stmt, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	result, err := stmt.ExecContext(ctx, args)
	if err != nil {
		return nil, joined(err, stmt.Close())
	}
	return result, c.keep(text, stmt)
}

// QueryContext executes a statement that returns rows.
func (c *frugalConn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	stmt, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	rows, err := stmt.QueryContext(ctx, args)
	if err != nil {
		return nil, joined(err, stmt.Close())
	}
	return &frugalRows{rows, c, text, stmt}, nil
}

func (c *frugalConn) take(ctx context.Context, text string) (sqliteStmt, error) {
	if stmt := c.kept[text]; stmt != nil {
		delete(c.kept, text)
		return stmt, nil
	}
	stmt, err := c.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	full, ok := stmt.(sqliteStmt)
	if !ok {
		return nil, joined(fmt.Errorf("a statement of SQLite is a %T, which lacks methods", stmt), stmt.Close())
	}
	return full, nil
}

func (c *frugalConn) keep(text string, stmt sqliteStmt) (err error) {
	if c.kept[text] != nil { // it was asked again while its rows were read
		return stmt.Close()
	}
	if len(c.kept) == keptStatements {
		err = c.forget()
	}
	c.kept[text] = stmt
	return err
}

func (c *frugalConn) forget() (err error) {
	for text, stmt := range c.kept {
		err = joined(err, stmt.Close())
		delete(c.kept, text)
	}
	return err
}

// Close forgets the statements first: SQLite does not close beneath them.
func (c *frugalConn) Close() error {
	return joined(c.forget(), c.sqliteConn.Close())
}

// frugalRows are rows that a statement is reading.
type frugalRows struct {
	driver.Rows
	conn *frugalConn
	text string
	stmt sqliteStmt
}

// Close gives the statement back, unless it failed.
func (r *frugalRows) Close() error {
	if err := r.Rows.Close(); err != nil {
		return joined(err, r.stmt.Close())
	}
	return r.conn.keep(r.text, r.stmt)
}

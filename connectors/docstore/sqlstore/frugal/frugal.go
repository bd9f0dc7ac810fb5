// Package frugal opens connections to SQLite that read a statement once. database/sql
// has SQLite read it whenever it is executed, which costs more than executing it; the
// driver of PostgreSQL keeps what it has read by itself.
package frugal

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	"modernc.org/sqlite"
)

// Kept is how many statements a connection keeps. Programs have fewer; searches make
// new ones, and those are forgotten with all others.
const Kept = 250

// Connector opens connections, for sql.OpenDB.
type Connector struct{ driver.Connector }

// New is a connector to the database that the driver's name for it says.
func New(dsn string) (Connector, error) {
	c, err := sqlite.NewConnector(dsn)
	return Connector{c}, err
}

// Connect opens a connection.
func (c Connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	full, ok := conn.(sqliteConn)
	if !ok {
		return nil, errors.Join(fmt.Errorf("a connection of SQLite is a %T, which lacks methods", conn), conn.Close())
	}
	return &connection{sqliteConn: full, kept: map[string]sqliteStmt{}}, nil
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

// connection is used by one goroutine at a time, but may be asked for more while
// rows are read; a statement that returns rows is nobody else's until they are.
type connection struct {
	sqliteConn
	kept map[string]sqliteStmt // by text; those that are not in use
}

// ExecContext executes a statement that returns nothing.
func (c *connection) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	stmt, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	result, err := stmt.ExecContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, stmt.Close())
	}
	return result, c.keep(text, stmt)
}

// QueryContext executes a statement that returns rows.
func (c *connection) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	stmt, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	found, err := stmt.QueryContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, stmt.Close())
	}
	return &rows{found, c, text, stmt}, nil
}

func (c *connection) take(ctx context.Context, text string) (sqliteStmt, error) {
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
		return nil, errors.Join(fmt.Errorf("a statement of SQLite is a %T, which lacks methods", stmt), stmt.Close())
	}
	return full, nil
}

func (c *connection) keep(text string, stmt sqliteStmt) (err error) {
	if c.kept[text] != nil { // it was asked again while its rows were read
		return stmt.Close()
	}
	if len(c.kept) == Kept {
		err = c.forget()
	}
	c.kept[text] = stmt
	return err
}

func (c *connection) forget() (err error) {
	for text, stmt := range c.kept {
		err = errors.Join(err, stmt.Close())
		delete(c.kept, text)
	}
	return err
}

// Close forgets the statements first: SQLite does not close beneath them.
func (c *connection) Close() error {
	return errors.Join(c.forget(), c.sqliteConn.Close())
}

// rows are rows that a statement is reading.
type rows struct {
	driver.Rows
	conn *connection
	text string
	stmt sqliteStmt
}

// Close gives the statement back, unless it failed.
func (r *rows) Close() error {
	if err := r.Rows.Close(); err != nil {
		return errors.Join(err, r.stmt.Close())
	}
	return r.conn.keep(r.text, r.stmt)
}

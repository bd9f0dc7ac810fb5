package sqlstore

import (
	"context"
	"database/sql"
	"sync"
)

// prepared is a statement that is made so often that SQLite would spend more time
// on reading it than on the rows it returns. It is closed with its database.
type prepared struct {
	mu   sync.Mutex
	stmt *sql.Stmt
}

// on prepares the statement the first time.
func (p *prepared) on(ctx context.Context, db *sql.DB, statement string) (*sql.Stmt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stmt != nil {
		return p.stmt, nil
	}
	stmt, err := db.PrepareContext(ctx, statement)
	if err != nil {
		return nil, err
	}
	p.stmt = stmt
	return stmt, nil
}

package sqlstore

import (
	"context"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// called notes a call in the transaction that keeps what it brings, and says
// whether it was there before. Of two at once, one waits for the other.
func (t *tx) called(ctx context.Context, scheme string, c docstore.Call) (again bool, err error) {
	done, err := t.ExecContext(ctx, `INSERT INTO calls (scheme, id, until) VALUES ($1, $2, $3)
		ON CONFLICT (scheme, id) DO NOTHING`, scheme, text(c.ID), stamp(c.Until))
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n == 0, err
}

// Forget drops calls that could not be made once more.
func (s *Store) Forget(ctx context.Context, now time.Time) error {
	return s.execute(ctx, "forget calls", "DELETE FROM calls WHERE until < $1", stamp(now))
}

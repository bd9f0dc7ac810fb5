package sqlstore

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// positioned is how many changes get a position in one transaction.
const positioned = 2000

// Position gives a position to every change of these collections that is
// committed and has none yet, and returns the last position given to any. What
// Changes has up to there stays there, but for what changes again, which gets a
// later one. It writes nothing when all have theirs.
func (s *Store) Position(ctx context.Context, collections ...string) (int64, error) {
	for _, collection := range collections {
		if err := s.position(ctx, collection); err != nil {
			return 0, fmt.Errorf("position changes of collection %s: %w", collection, s.db.explain(err))
		}
	}
	var last int64
	if err := s.db.reader.QueryRowContext(ctx, "SELECT last FROM positions").Scan(&last); err != nil {
		return 0, fmt.Errorf("last position: %w", s.db.explain(err))
	}
	return last, nil
}

func (s *Store) position(ctx context.Context, collection string) error {
	if err := s.following(ctx, collection); err != nil {
		return err
	}
	var more bool
	err := s.db.reader.QueryRowContext(ctx, anyPendingStatement, collection).Scan(&more)
	for err == nil && more {
		err = s.write(ctx, func(t *tx) error {
			more, err = t.positionSome(ctx, collection)
			return err
		})
	}
	return err
}

const (
	anyPendingStatement = "SELECT EXISTS (SELECT 1 FROM changes WHERE collection = $1 AND position IS NULL)"
	pendingStatement    = `SELECT key FROM changes WHERE collection = $1 AND position IS NULL
		ORDER BY position, key LIMIT $2` // by position, or PostgreSQL would not see that the index has them in order
)

// positionSome waits for whoever gives positions, and for whoever changes one of
// the documents: it reads what they committed.
func (t *tx) positionSome(ctx context.Context, collection string) (bool, error) {
	var last int64
	if err := t.QueryRowContext(ctx, "SELECT last FROM positions"+t.lock).Scan(&last); err != nil {
		return false, err
	}
	keys, err := collect(ctx, t, scanText, pendingStatement+t.lock, collection, positioned)
	if err != nil || len(keys) == 0 {
		return false, err
	}
	rows := make([]docstore.Ref, len(keys))
	for i, key := range keys {
		rows[i] = docstore.Ref{Scheme: collection, Key: key}
	}
	if err := t.batch(ctx, positionStatement(t.dialect), rows, last+1); err != nil {
		return false, err
	}
	_, err = t.ExecContext(ctx, "UPDATE positions SET last = $1", last+1)
	return len(keys) == positioned, err
}

// positionStatement has the collection with each row; see theirDocuments.
func positionStatement(d dialect) string {
	return "UPDATE changes AS c SET position = $2 FROM " + d.rows("$1", refColumns) +
		" WHERE c.collection = r.scheme AND c.key = r.key"
}

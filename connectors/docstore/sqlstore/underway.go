package sqlstore

import (
	"context"
	"fmt"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// BeginReading notes a call that only reads before it is made; ErrPaused when a
// person has stopped its scheme. Begun again under the same id, it is one: the
// earlier one has ended, or its worker has.
func (s *Store) BeginReading(ctx context.Context, r docstore.Reading) error {
	var paused bool
	err := s.write(ctx, func(t *tx) error {
		var err error
		if paused, err = t.stopped(ctx, r.Scheme); err != nil {
			return err
		}
		if paused {
			return t.endReading(ctx, r.ID)
		}
		_, err = t.ExecContext(ctx, `INSERT INTO readings (id, scheme, what, since) VALUES ($1, $2, $3, $4)
			ON CONFLICT (id) DO UPDATE SET since = excluded.since`, r.ID, r.Scheme, text(r.What), stamp(s.now()))
		return err
	})
	if err == nil && paused {
		err = docstore.ErrPaused
	}
	if err != nil {
		return fmt.Errorf("scheme %s: begin to read %s: %w", r.Scheme, r.What, err)
	}
	return nil
}

// EndReading notes that a call that only reads has ended.
func (s *Store) EndReading(ctx context.Context, id string) error {
	return s.execute(ctx, "end reading "+id, "DELETE FROM readings WHERE id = $1", id)
}

func (t *tx) endReading(ctx context.Context, id string) error {
	_, err := t.ExecContext(ctx, "DELETE FROM readings WHERE id = $1", id)
	return err
}

// longestCall is longer than any call takes, with the wait for its turn: one that began
// before that was made by a worker that died, and nobody has taken up what it did.
const longestCall = 3 * time.Hour

// UnderWay lists the calls of a scheme that have begun and of which no end is
// noted, the oldest first, but for those that cannot be under way any more.
func (s *Store) UnderWay(ctx context.Context, scheme string) ([]docstore.UnderWay, error) {
	calls, err := collect(ctx, s.db.reader, scanUnderWay, underWay, scheme, stamp(s.now().Add(-longestCall)))
	if err != nil {
		return nil, fmt.Errorf("calls of scheme %s under way: %w", scheme, s.db.explain(err))
	}
	return calls, nil
}

const underWay = `SELECT d.key, '' AS what, d.calling AS since FROM documents AS d WHERE d.scheme = $1 AND d.calling IS NOT NULL AND d.calling >= $2
	UNION ALL SELECT '', r.what, r.since FROM readings AS r WHERE r.scheme = $1 AND r.since >= $2 ORDER BY since`

func scanUnderWay(row scanner) (docstore.UnderWay, error) {
	var u docstore.UnderWay
	var since moment
	err := row.Scan(&u.Key, &u.What, &since)
	u.Since = since.Time
	return u, err
}

package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// Watermark returns up to when a scheme has been read; false when it never was.
func (s *Store) Watermark(ctx context.Context, scheme string) (time.Time, bool, error) {
	var at moment
	err := s.db.reader.QueryRowContext(ctx, "SELECT at FROM watermarks WHERE scheme = $1", scheme).Scan(&at)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return time.Time{}, false, nil
	case err != nil:
		return time.Time{}, false, fmt.Errorf("watermark of scheme %s: %w", scheme, s.db.explain(err))
	default:
		return at.Time, true, nil
	}
}

// SetWatermark moves the watermark of a scheme whatever it was, for a person
// who decides to read from another time.
func (s *Store) SetWatermark(ctx context.Context, scheme string, at time.Time) error {
	return s.execute(ctx, "set watermark of scheme "+scheme, `INSERT INTO watermarks (scheme, at) VALUES ($1, $2)
		ON CONFLICT (scheme) DO UPDATE SET at = excluded.at`, scheme, stamp(at))
}

// advance moves the watermark if it still is where the caller read it. Both
// databases keep microseconds, so times are compared to the microsecond.
func (t *tx) advance(ctx context.Context, scheme string, a docstore.Advance) (bool, error) {
	var done sql.Result
	var err error
	if a.From.IsZero() {
		done, err = t.ExecContext(ctx, `INSERT INTO watermarks (scheme, at) VALUES ($1, $2)
			ON CONFLICT (scheme) DO NOTHING`, scheme, stamp(a.To))
	} else {
		done, err = t.ExecContext(ctx, "UPDATE watermarks SET at = $2 WHERE scheme = $1 AND at = $3",
			scheme, stamp(a.To), stamp(a.From))
	}
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

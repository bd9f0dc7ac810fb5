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
	mark, read, err := s.Watermarked(ctx, scheme)
	return mark.At, read, err
}

// Watermarked returns up to where a scheme has been read; false when it never was.
func (s *Store) Watermarked(ctx context.Context, scheme string) (docstore.Watermark, bool, error) {
	var at moment
	var mark docstore.Watermark
	err := s.db.reader.QueryRowContext(ctx, "SELECT at, position FROM watermarks WHERE scheme = $1", scheme).
		Scan(&at, &mark.Position)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return docstore.Watermark{}, false, nil
	case err != nil:
		return docstore.Watermark{}, false, fmt.Errorf("watermark of scheme %s: %w", scheme, s.db.explain(err))
	default:
		mark.At = at.Time
		return mark, true, nil
	}
}

// SetWatermark moves the watermark of a scheme whatever it was, for a person
// who decides to read from another time. There is no position for a time: a
// source that knows positions is read from its beginning.
func (s *Store) SetWatermark(ctx context.Context, scheme string, at time.Time) error {
	return s.execute(ctx, "set watermark of scheme "+scheme, `INSERT INTO watermarks (scheme, at) VALUES ($1, $2)
		ON CONFLICT (scheme) DO UPDATE SET at = excluded.at, position = ''`, scheme, stamp(at))
}

// advance moves the watermark if it still is where the caller read it. Both
// databases keep microseconds, so times are compared to the microsecond.
func (t *tx) advance(ctx context.Context, scheme string, a docstore.Advance) (bool, error) {
	var done sql.Result
	var err error
	if a.From.IsZero() {
		done, err = t.ExecContext(ctx, `INSERT INTO watermarks (scheme, at, position) VALUES ($1, $2, $3)
			ON CONFLICT (scheme) DO NOTHING`, scheme, stamp(a.To), text(a.Position))
	} else {
		done, err = t.ExecContext(ctx, "UPDATE watermarks SET at = $2, position = $4 WHERE scheme = $1 AND at = $3",
			scheme, stamp(a.To), stamp(a.From), text(a.Position))
	}
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	return n > 0, err
}

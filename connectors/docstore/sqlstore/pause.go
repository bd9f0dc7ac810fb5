package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// SetPause stops a scheme until ClearPause; a later pause replaces an earlier one.
// When it returns, no call is begun for the scheme any more, by whomever: what
// UnderWay says then is all that is left.
func (s *Store) SetPause(ctx context.Context, scheme string, p docstore.Pause) error {
	if p.At.IsZero() {
		p.At = s.now()
	}
	err := s.write(ctx, func(t *tx) error {
		if err := t.guard(ctx, t.alterPause, scheme); err != nil { // who begins a call now has not seen the pause
			return err
		}
		_, err := t.ExecContext(ctx, `INSERT INTO pauses (scheme, by, reason, account, at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (scheme) DO UPDATE SET by = excluded.by, reason = excluded.reason, account = excluded.account, at = excluded.at`,
			scheme, text(p.By), text(p.Reason), text(p.Account), stamp(p.At))
		return err
	})
	if err != nil {
		return fmt.Errorf("pause scheme %s: %w", scheme, err)
	}
	return nil
}

// ClearPause lets a scheme go on; one that was not paused stays so.
func (s *Store) ClearPause(ctx context.Context, scheme string) error {
	return s.execute(ctx, "resume scheme "+scheme, "DELETE FROM pauses WHERE scheme = $1", scheme)
}

// Paused says whether, by whom and why a scheme is stopped.
func (s *Store) Paused(ctx context.Context, scheme string) (docstore.Pause, bool, error) {
	var p docstore.Pause
	var at moment
	err := s.db.reader.QueryRowContext(ctx, "SELECT by, reason, account, at FROM pauses WHERE scheme = $1", scheme).
		Scan(&p.By, &p.Reason, &p.Account, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return docstore.Pause{}, false, nil
	}
	if err != nil {
		return docstore.Pause{}, false, fmt.Errorf("pause of scheme %s: %w", scheme, s.db.explain(err))
	}
	p.At = at.Time
	return p, true, nil
}

// stopped says whether the scheme is paused, and keeps that so until the end of
// the transaction.
func (t *tx) stopped(ctx context.Context, scheme string) (bool, error) {
	if err := t.guard(ctx, t.sharedPause, scheme); err != nil {
		return false, err
	}
	var paused bool
	err := t.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pauses WHERE scheme = $1)", scheme).Scan(&paused)
	return paused, err
}

// stopped says whether the calls that the steps begin may not be begun.
func (m *marker) stopped(ctx context.Context, t *tx, scheme string, at []int) (bool, error) {
	if !slices.ContainsFunc(at, func(n int) bool { return m.steps[n].Called }) {
		return false, nil
	}
	return t.stopped(ctx, scheme)
}

// forget forgets the calls that were under way for documents for which another may
// not be begun, and nothing else forbids it: whoever made them has ended, or comes
// too late, because the document counts one more call.
func (t *tx) forget(ctx context.Context, scheme string, keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	slices.Sort(keys)
	return t.batch(ctx, `UPDATE documents SET calling = NULL, attempts = attempts + 1 WHERE scheme = $2 AND calling IS NOT NULL
		AND key IN (SELECT r.key FROM `+t.rows("$1", "key text")+`)`, keyRows(slices.Compact(keys)), scheme)
}

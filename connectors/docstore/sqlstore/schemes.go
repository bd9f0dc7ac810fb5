package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// SetPause stops a scheme until ClearPause; a later pause replaces an earlier one.
func (s *Store) SetPause(ctx context.Context, scheme string, p docstore.Pause) error {
	if p.At.IsZero() {
		p.At = s.now()
	}
	return s.execute(ctx, "pause scheme "+scheme, `INSERT INTO pauses (scheme, by, reason, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (scheme) DO UPDATE SET by = excluded.by, reason = excluded.reason, at = excluded.at`,
		scheme, text(p.By), text(p.Reason), stamp(p.At))
}

// ClearPause lets a scheme go on; one that was not paused stays so.
func (s *Store) ClearPause(ctx context.Context, scheme string) error {
	return s.execute(ctx, "resume scheme "+scheme, "DELETE FROM pauses WHERE scheme = $1", scheme)
}

// Paused says whether, by whom and why a scheme is stopped.
func (s *Store) Paused(ctx context.Context, scheme string) (docstore.Pause, bool, error) {
	var p docstore.Pause
	var at moment
	err := s.db.reader.QueryRowContext(ctx, "SELECT by, reason, at FROM pauses WHERE scheme = $1", scheme).
		Scan(&p.By, &p.Reason, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return docstore.Pause{}, false, nil
	}
	if err != nil {
		return docstore.Pause{}, false, fmt.Errorf("pause of scheme %s: %w", scheme, s.db.explain(err))
	}
	p.At = at.Time
	return p, true, nil
}

// KeepScheme keeps a revision of a scheme, so that documents can be finished
// under it. Kept again, only the time of use changes: a revision is what it was.
func (s *Store) KeepScheme(ctx context.Context, scheme docstore.Scheme) error {
	if scheme.UsedAt.IsZero() {
		scheme.UsedAt = s.now()
	}
	yaml := append([]byte{}, scheme.YAML...) // never NULL
	return s.execute(ctx, "keep revision "+scheme.Revision+" of scheme "+scheme.Name,
		`INSERT INTO schemes (name, revision, file, yaml, used_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (name, revision) DO UPDATE SET used_at = excluded.used_at`,
		scheme.Name, scheme.Revision, scheme.File, yaml, stamp(scheme.UsedAt))
}

// KeptScheme returns a revision of a scheme; ErrNotFound when it was not kept.
func (s *Store) KeptScheme(ctx context.Context, name, revision string) (docstore.Scheme, error) {
	kept := docstore.Scheme{Name: name, Revision: revision}
	var used moment
	err := s.db.reader.QueryRowContext(ctx, "SELECT file, yaml, used_at FROM schemes WHERE name = $1 AND revision = $2",
		name, revision).Scan(&kept.File, &kept.YAML, &used)
	if errors.Is(err, sql.ErrNoRows) {
		err = docstore.ErrNotFound
	}
	if err != nil {
		return docstore.Scheme{}, fmt.Errorf("revision %s of scheme %s: %w", revision, name, s.db.explain(err))
	}
	kept.UsedAt = used.Time
	return kept, nil
}

// execute runs one statement as a transaction.
func (s *Store) execute(ctx context.Context, doing, statement string, args ...any) error {
	err := s.write(ctx, func(t *tx) error {
		_, err := t.ExecContext(ctx, statement, args...)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

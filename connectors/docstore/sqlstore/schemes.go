package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

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

// KeptScheme returns a revision of a scheme, "" being the one that was kept last;
// ErrNotFound when it was not kept.
func (s *Store) KeptScheme(ctx context.Context, name, revision string) (docstore.Scheme, error) {
	kept := docstore.Scheme{Name: name, Revision: revision}
	var used moment
	err := s.db.reader.QueryRowContext(ctx, `SELECT revision, file, yaml, used_at FROM schemes
		WHERE name = $1 AND ($2 = '' OR revision = $2) ORDER BY used_at DESC LIMIT 1`,
		name, revision).Scan(&kept.Revision, &kept.File, &kept.YAML, &used)
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

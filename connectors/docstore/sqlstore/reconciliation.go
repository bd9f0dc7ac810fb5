package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// KeepReconciliationPart keeps a stretch of a comparison; kept again it replaces
// what it was.
func (s *Store) KeepReconciliationPart(ctx context.Context, p docstore.ReconciliationPart) error {
	seen := append([]byte{}, p.Seen...) // never NULL
	return s.execute(ctx, "keep a part of the comparison of scheme "+p.Scheme, `INSERT INTO reconciliation_parts (scheme, run, part, result, seen)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (scheme, run, part) DO UPDATE SET result = excluded.result, seen = excluded.seen`,
		p.Scheme, p.Run, p.Part, document(p.Result), seen)
}

// ReconciliationParts returns the stretches of a comparison before one, in their
// order.
func (s *Store) ReconciliationParts(ctx context.Context, scheme, run string, before int) ([]docstore.ReconciliationPart, error) {
	parts, err := collect(ctx, s.db.reader, scanPart, `SELECT scheme, run, part, result, seen FROM reconciliation_parts
		WHERE scheme = $1 AND run = $2 AND part < $3 ORDER BY part`, scheme, run, before)
	if err != nil {
		return nil, fmt.Errorf("parts of the comparison of scheme %s: %w", scheme, s.db.explain(err))
	}
	return parts, nil
}

func scanPart(row scanner) (docstore.ReconciliationPart, error) {
	var p docstore.ReconciliationPart
	var result raw
	err := row.Scan(&p.Scheme, &p.Run, &p.Part, &result, &p.Seen)
	p.Result = result.RawMessage
	return p, err
}

// KeepReconciliation keeps what a comparison came to, and forgets the parts of
// the scheme's comparisons and the oldest of these.
func (s *Store) KeepReconciliation(ctx context.Context, r docstore.Reconciliation) error {
	err := s.write(ctx, func(t *tx) error { return t.keepReconciliation(ctx, r) })
	if err != nil {
		return fmt.Errorf("keep the comparison of scheme %s: %w", r.Scheme, err)
	}
	return nil
}

func (t *tx) keepReconciliation(ctx context.Context, r docstore.Reconciliation) error {
	_, err := t.ExecContext(ctx, `INSERT INTO reconciliations
		(scheme, run, since, until, at, problem, documents, differences, unexplained, result)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (scheme, run) DO NOTHING`,
		r.Scheme, r.Run, stamp(r.From), stamp(r.To), stamp(r.At), text(r.Problem), r.Documents, r.Differences, r.Unexplained, document(r.Result))
	if err != nil {
		return err
	}
	if _, err = t.ExecContext(ctx, "DELETE FROM reconciliation_parts WHERE scheme = $1", r.Scheme); err != nil {
		return err
	}
	_, err = t.ExecContext(ctx, `DELETE FROM reconciliations WHERE scheme = $1 AND at < (
		SELECT at FROM reconciliations WHERE scheme = $1 ORDER BY at DESC LIMIT 1 OFFSET $2)`, r.Scheme, docstore.KeptReconciliations-1)
	return err
}

// LastReconciliation is what the newest comparison of a scheme came to; false
// when there was none.
func (s *Store) LastReconciliation(ctx context.Context, scheme string) (docstore.Reconciliation, bool, error) {
	last, err := collect(ctx, s.db.reader, scanReconciliation, `SELECT
		scheme, run, since, until, at, problem, documents, differences, unexplained, result
		FROM reconciliations WHERE scheme = $1 ORDER BY at DESC LIMIT 1`, scheme)
	if err != nil {
		return docstore.Reconciliation{}, false, fmt.Errorf("last comparison of scheme %s: %w", scheme, s.db.explain(err))
	}
	if len(last) == 0 {
		return docstore.Reconciliation{}, false, nil
	}
	return last[0], true, nil
}

func scanReconciliation(row scanner) (docstore.Reconciliation, error) {
	var r docstore.Reconciliation
	var since, until, at moment
	var result raw
	err := row.Scan(&r.Scheme, &r.Run, &since, &until, &at, &r.Problem, &r.Documents, &r.Differences, &r.Unexplained, &result)
	r.From, r.To, r.At, r.Result = since.Time, until.Time, at.Time, result.RawMessage
	return r, err
}

// Told is what was last told of a subject; "" when nothing was.
func (s *Store) Told(ctx context.Context, subject string) (string, error) {
	var told string
	err := s.db.reader.QueryRowContext(ctx, "SELECT told FROM alerts WHERE subject = $1", subject).Scan(&told)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("what was told of %s: %w", subject, s.db.explain(err))
	}
	return told, nil
}

// SetTold notes what has been told of a subject.
func (s *Store) SetTold(ctx context.Context, subject, told string) error {
	return s.execute(ctx, "note what was told of "+subject, `INSERT INTO alerts (subject, told, at) VALUES ($1, $2, $3)
		ON CONFLICT (subject) DO UPDATE SET told = excluded.told, at = excluded.at`, subject, text(told), stamp(s.now()))
}

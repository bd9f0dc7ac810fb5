package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// Groups lists the groups of a scheme that have members which are not part of a
// document yet, in their order, behind the one to continue after.
func (s *Store) Groups(ctx context.Context, scheme, after string, limit int) ([]string, error) {
	groups, err := collect(ctx, s.db.reader, scanText, groupsStatement, scheme, after, limited(limit))
	if err != nil {
		return nil, fmt.Errorf("groups of scheme %s: %w", scheme, s.db.explain(err))
	}
	return groups, nil
}

// groupsStatement repeats the conditions of documents_members, or it could not
// be read from that index.
const groupsStatement = `SELECT DISTINCT member_of FROM documents
	WHERE scheme = $1 AND state = 'fetched' AND member_of <> '' AND member_of > $2 ORDER BY member_of LIMIT $3`

// Merge makes documents of others, in one transaction: the members become part
// of them, and they are fetched. ErrStale when a member is not what it was when
// the merge was made, ErrTaken when a key is in use; nothing is written then.
func (s *Store) Merge(ctx context.Context, m docstore.Merge) error {
	rows, err := readRows(m.Documents)
	if err == nil && len(rows) == 0 {
		err = errors.New("there is no document to merge them into")
	}
	if err == nil {
		err = s.write(ctx, func(t *tx) error { return s.merge(ctx, t, m, rows) })
	}
	if err != nil {
		return fmt.Errorf("merge %d documents of scheme %s into %s: %w", len(m.Members), m.Scheme, someOf(keysOf(rows)), err)
	}
	return nil
}

func (s *Store) merge(ctx context.Context, t *tx, m docstore.Merge, rows []row) error {
	steps := memberSteps(m, rows)
	marks := marker{now: stamp(s.now()), steps: steps, refused: make([]error, len(steps))}
	if err := marks.run(ctx, t); err != nil {
		return err
	}
	if err := errors.Join(marks.refused...); err != nil {
		return err
	}
	stored, err := t.heads(ctx, m.Scheme, keysOf(rows))
	if err != nil {
		return err
	}
	// Not searchable: lookups read what the source sent.
	w := pageWriter{
		page: docstore.Page{Scheme: m.Scheme, Revision: m.Revision}, now: marks.now,
		kept: &docstore.Kept{}, parts: len(m.Members), first: rows[0].Key,
	}
	for _, r := range rows {
		h, exists := stored[r.Key]
		verdict := insert
		if exists {
			verdict = replace
		}
		if exists && !h.takenApart() {
			return fmt.Errorf("document %s: %w", r.Key, docstore.ErrTaken)
		}
		w.add(r, h, arriving(verdict, false, r))
	}
	return w.write(ctx, t)
}

// takenApart: a document that was made of rows and is itself merged has them no
// more. The same rows make the same document again.
func (h head) takenApart() bool { return h.parts > 0 && h.state == docstore.Merged }

// someOf names documents, the first of them when they are many.
func someOf(keys []string) string {
	const most = 3
	if len(keys) > most {
		keys = append(slices.Clone(keys[:most]), "…")
	}
	return strings.Join(keys, ", ")
}

func memberSteps(m docstore.Merge, rows []row) []docstore.Progress {
	reason := docstore.PartOf(someOf(keysOf(rows)))
	steps := make([]docstore.Progress, len(m.Members))
	for i, member := range m.Members {
		steps[i] = docstore.Progress{
			Ref: docstore.Ref{Scheme: m.Scheme, Key: member.Key}, State: docstore.Merged, From: docstore.Fetched,
			Hash: member.Hash, Reason: reason, PartOf: rows[0].Key,
		}
	}
	return steps
}

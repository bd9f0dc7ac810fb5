package sqlstore

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// Changes returns the documents of a followed collection that changed between
// two positions, as they are now: with what Find returns of each. To is a
// position that Position returned. A document that changes while pages are read
// leaves them for a later position.
func (s *Store) Changes(ctx context.Context, q docstore.Changes) ([]docstore.Changed, error) {
	if err := s.following(ctx, q.Collection); err != nil {
		return nil, fmt.Errorf("changes of a collection: %w", s.db.explain(err))
	}
	statement, args := changesStatement(q)
	found, err := collect(ctx, s.db.reader, scanChanged, statement, args...)
	if err != nil {
		return nil, fmt.Errorf("changes of collection %s: %w", q.Collection, s.db.explain(err))
	}
	return found, nil
}

func changesStatement(q docstore.Changes) (string, []any) {
	var b builder
	where := "c.collection = " + b.arg(q.Collection) + " AND c.position <= " + b.arg(q.To)
	if q.AfterKey == "" {
		where += " AND c.position > " + b.arg(q.After)
	} else {
		where += " AND (c.position, c.key) > (" + b.arg(q.After) + ", " + b.arg(q.AfterKey) + ")"
	}
	return "SELECT " + foundColumns + ", c.position FROM changes AS c CROSS JOIN documents AS d WHERE " + where +
		" AND d.scheme = c.collection AND d.key = c.key AND " + usable +
		" ORDER BY c.position, c.key LIMIT " + b.arg(limited(q.Limit)), b.args
}

func scanChanged(row scanner) (docstore.Changed, error) {
	var c docstore.Changed
	var err error
	c.Document, err = scanFound(with{row, &c.Position})
	return c, err
}

// with is a row that has one column more at its end.
type with struct {
	scanner
	last any
}

// Scan implements scanner.
func (w with) Scan(dest ...any) error { return w.scanner.Scan(append(dest, w.last)...) }

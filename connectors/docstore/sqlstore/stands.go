package sqlstore

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// Stands returns how far documents are, with one read for all of them; those that
// do not exist are absent.
func (s *Store) Stands(ctx context.Context, refs []docstore.Ref) (map[docstore.Ref]docstore.Stand, error) {
	if len(refs) == 0 {
		return nil, nil
	}
	page, err := rowsJSON(refs)
	if err != nil {
		return nil, err
	}
	found := make(map[docstore.Ref]docstore.Stand, len(refs))
	err = each(ctx, s.db.reader, scanStand, func(one stand) error {
		found[one.Ref] = one.Stand
		return nil
	}, standsStatement(s.db.dialect), page)
	if err != nil {
		return nil, fmt.Errorf("how far document %s of scheme %s is, and %d others: %w", refs[0].Key, refs[0].Scheme, len(refs)-1, s.db.explain(err))
	}
	return found, nil
}

type stand struct {
	docstore.Ref
	docstore.Stand
}

func scanStand(row scanner) (stand, error) {
	var one stand
	err := row.Scan(&one.Scheme, &one.Key, &one.State, &one.Attempts)
	return one, err
}

// standsStatement names the rows first: SQLite reads from the left to the right.
func standsStatement(d dialect) string {
	return "SELECT d.scheme, d.key, d.state, d.attempts FROM " + d.rows("$1", refColumns) +
		" CROSS JOIN documents AS d WHERE d.scheme = r.scheme AND d.key = r.key"
}

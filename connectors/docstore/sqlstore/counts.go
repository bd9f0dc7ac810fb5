package sqlstore

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// Counts returns how many documents of a scheme are in each state, and how many
// of them have newer content. It reads a few counters, not the documents: it may
// be asked every second.
func (s *Store) Counts(ctx context.Context, scheme string) (map[docstore.State]int, int, error) {
	sums, err := collect(ctx, s.db.reader, scanTally, `SELECT state, CAST(sum(count) AS bigint) FROM tallies
		WHERE scheme = $1 GROUP BY state`, scheme)
	if err != nil {
		return nil, 0, fmt.Errorf("count documents of scheme %s: %w", scheme, s.db.explain(err))
	}
	counts := map[docstore.State]int{}
	for _, sum := range sums {
		if sum.Count != 0 {
			counts[sum.State] = sum.Count
		}
	}
	newer := counts[changed]
	delete(counts, changed)
	delete(counts, version)
	return counts, newer, nil
}

func scanTally(row scanner) (tallyRow, error) {
	var t tallyRow
	err := row.Scan(&t.State, &t.Count)
	return t, err
}

// SchemesWithDocuments names the schemes that have any, also those of which nobody
// knows any more, in the order of their names.
func (s *Store) SchemesWithDocuments(ctx context.Context) ([]string, error) {
	names, err := collect(ctx, s.db.reader, scanName, `SELECT scheme FROM tallies
		GROUP BY scheme HAVING sum(count) <> 0 ORDER BY scheme`)
	if err != nil {
		return nil, fmt.Errorf("list the schemes that have documents: %w", s.db.explain(err))
	}
	return names, nil
}

func scanName(row scanner) (name string, err error) {
	err = row.Scan(&name)
	return name, err
}

// Reasons groups the documents of a scheme by state and reason, the most
// frequent first; without states, those of every state. Documents without a
// reason are left out.
func (s *Store) Reasons(ctx context.Context, scheme string, states ...docstore.State) ([]docstore.ReasonCount, error) {
	var q builder
	where := "scheme = " + q.arg(scheme)
	if len(states) > 0 {
		where += " AND state IN (" + list(&q, states) + ")"
	}
	found, err := collect(ctx, s.db.reader, scanReason, `SELECT state, reason, count(*) AS n, min(key), min(number), min(target_number)
		FROM documents
		WHERE `+where+` AND reason <> '' GROUP BY state, reason ORDER BY n DESC, state, reason`, q.args...)
	if err != nil {
		return nil, fmt.Errorf("reasons of scheme %s: %w", scheme, s.db.explain(err))
	}
	return found, nil
}

func scanReason(row scanner) (docstore.ReasonCount, error) {
	var r docstore.ReasonCount
	err := row.Scan(&r.State, &r.Reason, &r.Count, &r.Example, &r.Number, &r.Target)
	return r, err
}

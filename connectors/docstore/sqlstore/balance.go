package sqlstore

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// Days counts the documents of a scheme by the day they were fetched on and by
// state, of times from the first, included, to the second, excluded; a zero time is
// no bound. It reads the documents themselves, not the counters.
func (s *Store) Days(ctx context.Context, scheme string, from, to time.Time) ([]docstore.Day, error) {
	counts, err := collect(ctx, s.db.reader, scanDay, `SELECT `+s.db.day("fetched_at")+` AS day, state, count(*) FROM documents
		WHERE scheme = $1 AND fetched_at >= $2 AND fetched_at < $3 GROUP BY 1, 2 ORDER BY 1, 2`, scheme, stamp(from), until(to))
	if err != nil {
		return nil, fmt.Errorf("days of scheme %s: %w", scheme, s.db.explain(err))
	}
	var days []docstore.Day
	for _, c := range counts {
		if len(days) == 0 || days[len(days)-1].Day != c.day {
			days = append(days, docstore.Day{Day: c.day, Counts: map[docstore.State]int{}})
		}
		days[len(days)-1].Counts[c.State] = c.Count
	}
	return days, nil
}

// until is the end of a stretch; of one without end, a time that never comes.
func until(to time.Time) string {
	if to.IsZero() {
		to = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return stamp(to)
}

type dayRow struct {
	tallyRow

	day string
}

func scanDay(row scanner) (dayRow, error) {
	var d dayRow
	err := row.Scan(&d.day, &d.State, &d.Count)
	return d, err
}

// Faults looks for promises that the store does not keep about a scheme: counters
// that differ from the documents, parts whose document is not there, and windows of
// which documents are missing. Each kind is asked with one statement, so that who writes meanwhile is no fault.
func (s *Store) Faults(ctx context.Context, scheme string) ([]docstore.Fault, error) {
	miscounted, err := collect(ctx, s.db.reader, scanMiscounted, `SELECT state, sum(documents), sum(counted) FROM (
			SELECT state, count(*) AS documents, 0 AS counted FROM documents WHERE scheme = $1 GROUP BY state
			UNION ALL SELECT $2, count(*), 0 FROM documents WHERE scheme = $1 AND newer_hash <> ''
			UNION ALL SELECT state, 0, count FROM tallies WHERE scheme = $1 AND state <> $3
		) AS both_counts GROUP BY state HAVING sum(documents) <> sum(counted) ORDER BY state`, scheme, string(changed), string(version))
	if err != nil {
		return nil, fmt.Errorf("faults of scheme %s: %w", scheme, s.db.explain(err))
	}
	orphaned, err := collect(ctx, s.db.reader, scanOrphaned, `SELECT key, part_of FROM documents AS d
		WHERE scheme = $1 AND part_of <> '' AND state = 'merged'
		AND NOT EXISTS (SELECT 1 FROM documents AS o WHERE o.scheme = d.scheme AND o.key = d.part_of) ORDER BY key LIMIT 100`, scheme)
	if err != nil {
		return nil, fmt.Errorf("faults of scheme %s: %w", scheme, s.db.explain(err))
	}
	incomplete, err := s.incomplete(ctx, scheme)
	if err != nil {
		return nil, fmt.Errorf("faults of scheme %s: %w", scheme, s.db.explain(err))
	}
	return slices.Concat(miscounted, orphaned, incomplete), nil
}

func scanMiscounted(row scanner) (docstore.Fault, error) {
	f := docstore.Fault{Kind: docstore.Miscounted}
	err := row.Scan(&f.State, &f.Want, &f.Got)
	return f, err
}

func scanOrphaned(row scanner) (docstore.Fault, error) {
	f := docstore.Fault{Kind: docstore.Orphaned}
	err := row.Scan(&f.Key, &f.Other)
	return f, err
}

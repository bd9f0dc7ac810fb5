package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// window counts new documents as brought by the page's window and returns its id,
// none for a page that no window brought.
func (w *pageWriter) window(ctx context.Context, t *tx) (id sql.NullInt64, err error) {
	in := w.page.Window
	if in.To.IsZero() {
		return id, nil
	}
	err = t.QueryRowContext(ctx, `INSERT INTO windows (scheme, since, until, fetched) VALUES ($1, $2, $3, $4)
		ON CONFLICT (scheme, since, until) DO UPDATE SET fetched = windows.fetched + excluded.fetched RETURNING id`,
		w.page.Scheme, stamp(in.From), stamp(in.To), len(w.inserted)).Scan(&id)
	return id, err
}

// Windows counts the documents of a scheme by the window that first brought them and
// state, of windows that reach into the time between two bounds, the earliest first;
// zero bounds are none. What no window brought comes first, and only without bounds.
func (s *Store) Windows(ctx context.Context, scheme string, from, to time.Time) ([]docstore.WindowCounts, error) {
	unbounded := from.IsZero() && to.IsZero()
	rows, err := collect(ctx, s.db.reader, scanWindow, `SELECT w.since, w.until, coalesce(w.fetched, 0), d.state, d.documents
		FROM (SELECT window_id, state, count(*) AS documents FROM documents WHERE scheme = $1 GROUP BY window_id, state) AS d
		LEFT JOIN windows AS w ON w.id = d.window_id
		WHERE w.until > $2 AND w.since < $3 OR w.id IS NULL AND $4
		ORDER BY coalesce(w.since, $2), w.until, w.id, d.state`, scheme, stamp(from), until(to), unbounded)
	if err != nil {
		return nil, fmt.Errorf("windows of scheme %s: %w", scheme, s.db.explain(err))
	}
	var all []docstore.WindowCounts
	for _, r := range rows {
		if len(all) == 0 || all[len(all)-1].Window != r.Window {
			all = append(all, docstore.WindowCounts{Window: r.Window, Fetched: r.fetched, Counts: map[docstore.State]int{}})
		}
		all[len(all)-1].Counts[r.State] = r.Count
	}
	return all, nil
}

type windowRow struct {
	tallyRow
	docstore.Window

	fetched int
}

func scanWindow(row scanner) (windowRow, error) {
	var w windowRow
	var from, to moment
	err := row.Scan(&from, &to, &w.fetched, &w.State, &w.Count)
	w.From, w.To = from.Time, to.Time
	return w, err
}

// incomplete are windows of which documents are missing, or to which some were added.
func (s *Store) incomplete(ctx context.Context, scheme string) ([]docstore.Fault, error) {
	return collect(ctx, s.db.reader, scanIncomplete, `SELECT w.since, w.until, coalesce(d.documents, 0), w.fetched FROM windows AS w
		LEFT JOIN (SELECT window_id, count(*) AS documents FROM documents WHERE scheme = $1 GROUP BY window_id) AS d ON d.window_id = w.id
		WHERE w.scheme = $1 AND w.fetched <> coalesce(d.documents, 0) ORDER BY w.since, w.until LIMIT 100`, scheme)
}

func scanIncomplete(row scanner) (docstore.Fault, error) {
	f := docstore.Fault{Kind: docstore.Incomplete}
	var from, to moment
	err := row.Scan(&from, &to, &f.Want, &f.Got)
	f.Window.From, f.Window.To = from.Time, to.Time
	return f, err
}

package sqlstore

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

const (
	// renewed is what the diary says of a document that is carried again.
	renewed = "the source changed it after it was delivered; it is carried again"
	// anew is what it says of one that was taken back, and that the source has again.
	anew = "the source has it again, whose bill was deleted because it was cancelled; it is saved as a new one"
)

// Renew sends documents that the target has as far as goal, or further, and that
// have newer content, back to fetched with that; and those that were taken back and
// that the source has again. Without keys, all of the scheme. What the target calls
// them, and how often it was called, stays. It returns how many they are. Those in
// flight are left alone; so are those whose newer content is held, and members of a
// group: a person decides about them.
func (s *Store) Renew(ctx context.Context, scheme string, goal docstore.State, keys []string) (int, error) {
	states, err := delivered(goal)
	if err != nil {
		return 0, fmt.Errorf("renew documents of scheme %s: %w", scheme, err)
	}
	count, err := s.sweep(ctx, sweep{scheme: scheme, states: append(states, docstore.Compensated), which: changedFreely, to: renewal}, keys)
	if err != nil {
		return count, fmt.Errorf("renew documents of scheme %s: %w", scheme, err)
	}
	return count, nil
}

func delivered(goal docstore.State) ([]docstore.State, error) {
	states := docstore.Reached(goal)
	if len(states) == 0 {
		return nil, fmt.Errorf("none ends as %q", goal)
	}
	return states, nil
}

// renewal takes a document up with its newer content.
func renewal(s stated) turned {
	told := renewed
	if s.state == docstore.Compensated {
		told = anew
	}
	return turned{key: s.key, from: s.state, to: docstore.Fetched, told: told, adopts: true}
}

// sweep takes documents up that have newer content.
type sweep struct {
	scheme string
	states []docstore.State
	which  string // the condition of an index
	to     func(stated) turned
	keys   string // a parameter; "" is all
	now    string
}

// What is newer: content that may be carried, content that would be skipped, and
// what a person has cancelled. Statements repeat the conditions of documents_newer and documents_cancelled, or they could not be read
// from those: a million documents without newer content cost nothing.
const (
	changedFreely = "newer_hash <> '' AND newer_held = ''"
	skippedSince  = held + " AND newer_state = 'skipped'"
	revokedSince  = held + " AND newer_state = 'cancelled'"
	held          = "newer_state <> '' AND state <> 'failed'"
)

func (s *Store) sweep(ctx context.Context, w sweep, keys []string) (int, error) {
	if err := w.only(keys); err != nil {
		return 0, err
	}
	w.now = stamp(s.now())
	count, after, more := 0, "", true
	for more {
		var done []stated
		err := s.write(ctx, func(t *tx) error {
			var err error
			done, err = w.some(ctx, t, after)
			return err
		})
		if err != nil {
			return count, err
		}
		if more = len(done) == backfill; more {
			after = done[len(done)-1].key
		}
		count += len(done)
	}
	return count, nil
}

func (w *sweep) only(keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	var err error
	w.keys, err = rowsJSON(keyRows(keys))
	return err
}

// stated is a document, where it stands, and why its newer content is held.
type stated struct {
	key   string
	state docstore.State
	held  string
}

func scanStated(row scanner) (stated, error) {
	var s stated
	err := row.Scan(&s.key, &s.state, &s.held)
	return s, err
}

// some takes up the documents after a key. What is locked is what was committed
// last: newer content that came meanwhile is the one that is taken.
func (w sweep) some(ctx context.Context, t *tx, after string) ([]stated, error) {
	statement, args := w.statement(t.dialect, after)
	found, err := collect(ctx, t, scanStated, statement, args...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	turns := make([]turned, len(found))
	for i, d := range found {
		turns[i] = w.to(d)
	}
	return found, t.turn(ctx, w.scheme, turns, w.now)
}

func (w sweep) statement(d dialect, after string) (string, []any) {
	var q builder
	where := "scheme = " + q.arg(w.scheme) + " AND " + w.which + " AND key > " + q.arg(after) +
		" AND state IN (" + list(&q, w.states) + ") AND member_of = '' AND parts = 0"
	if w.keys != "" {
		where += " AND key IN (SELECT r.key FROM " + d.rows(q.arg(w.keys), "key text") + ")"
	}
	return "SELECT key, state, newer_held FROM documents WHERE " + where + " ORDER BY key LIMIT " + q.arg(backfill) + d.lock, q.args
}

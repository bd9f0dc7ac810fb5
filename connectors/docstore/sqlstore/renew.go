package sqlstore

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// renewed is what the diary says of a document that is carried again.
const renewed = "the source changed it after it was delivered; it is carried again"

// Renew sends documents that the target has as far as goal, or further, and that
// have newer content, back to fetched with that; without keys, all of the scheme.
// What the target calls them, and how often it was called, stays. It returns how
// many they are. Those in flight are left alone; so are those whose newer content
// is held, and members of a group: a person decides about them.
func (s *Store) Renew(ctx context.Context, scheme string, goal docstore.State, keys []string) (int, error) {
	r := renewal{scheme: scheme, states: docstore.Reached(goal), now: stamp(s.now())}
	if len(r.states) == 0 {
		return 0, fmt.Errorf("renew documents of scheme %s: none ends as %q", scheme, goal)
	}
	if err := r.only(keys); err != nil {
		return 0, err
	}
	count, after, more := 0, "", true
	for more {
		var done []stated
		err := s.write(ctx, func(t *tx) error {
			var err error
			done, err = r.some(ctx, t, after)
			return err
		})
		if err != nil {
			return count, fmt.Errorf("renew documents of scheme %s: %w", scheme, err)
		}
		if more = len(done) == backfill; more {
			after = done[len(done)-1].key
		}
		count += len(done)
	}
	return count, nil
}

// renewal is what Renew was asked for.
type renewal struct {
	scheme string
	states []docstore.State
	keys   string // a parameter; "" is all
	now    string
}

func (r *renewal) only(keys []string) error {
	if len(keys) == 0 {
		return nil
	}
	var err error
	r.keys, err = rowsJSON(keyRows(keys))
	return err
}

// stated is a document and where it stands.
type stated struct {
	key   string
	state docstore.State
}

func scanStated(row scanner) (stated, error) {
	var s stated
	err := row.Scan(&s.key, &s.state)
	return s, err
}

// some renews the documents after a key. What is locked is what was committed
// last: newer content that came meanwhile is the one that is taken.
func (r renewal) some(ctx context.Context, t *tx, after string) ([]stated, error) {
	statement, args := r.statement(t.dialect, after)
	found, err := collect(ctx, t, scanStated, statement, args...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found, t.renew(ctx, r.scheme, found, r.now, renewed)
}

// renew takes up documents with their newer content, which all have some.
func (t *tx) renew(ctx context.Context, scheme string, found []stated, now, because string) error {
	keys := make([]string, len(found))
	events := make([]eventRow, len(found))
	for i, d := range found {
		keys[i] = d.key
		events[i] = eventRow{Key: d.key, At: now, State: docstore.Fetched, Reason: because}
		t.move(docstore.Ref{Scheme: scheme, Key: d.key}, d.state, docstore.Fetched)
	}
	if err := t.batch(ctx, renewStatement(t.dialect), keyRows(keys), scheme, now); err != nil {
		return err
	}
	if err := t.adopt(ctx, scheme, keys, now); err != nil {
		return err
	}
	return t.note(ctx, scheme, events)
}

// statement repeats the conditions of documents_newer, or it could not be read
// from that index: a million documents without newer content cost nothing.
func (r renewal) statement(d dialect, after string) (string, []any) {
	var q builder
	where := "scheme = " + q.arg(r.scheme) + " AND newer_hash <> '' AND newer_held = '' AND key > " + q.arg(after) +
		" AND state IN (" + q.list(r.states) + ") AND member_of = '' AND parts = 0"
	if r.keys != "" {
		where += " AND key IN (SELECT r.key FROM " + d.rows(q.arg(r.keys), "key text") + ")"
	}
	return "SELECT key, state FROM documents WHERE " + where + " ORDER BY key LIMIT " + q.arg(backfill) + d.lock, q.args
}

func renewStatement(d dialect) string {
	return `UPDATE documents SET state = 'fetched', reason = '', waits_for = '', updated_at = $3
		WHERE scheme = $2 AND key IN (SELECT r.key FROM ` + d.rows("$1", "key text") + ")"
}

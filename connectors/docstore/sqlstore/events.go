package sqlstore

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// eventRow is an entry in a diary as a parameter.
type eventRow struct {
	Key    string         `json:"key"`
	At     string         `json:"at"`
	State  docstore.State `json:"state"`
	Reason string         `json:"reason"`
	By     string         `json:"by"`
	Sent   *string        `json:"sent"`
	Answer *string        `json:"answer"`
}

const eventColumns = "key text, at text, state text, reason text, by text, sent text, answer text"

// note writes diary entries, except that a document waits for the same reason
// as its last entry says: it is asked again and again whether it can go on.
func (t *tx) note(ctx context.Context, scheme string, events []eventRow) error {
	return t.batch(ctx, noteStatement(t.dialect), events, scheme)
}

// Events returns a document's diary, oldest entry first. A document that had no
// exceptions has none.
func (s *Store) Events(ctx context.Context, ref docstore.Ref) ([]docstore.Event, error) {
	events, err := collect(ctx, s.db.reader, scanEvent, `SELECT at, state, reason, by, sent, answer FROM events
		WHERE scheme = $1 AND key = $2 ORDER BY id`, ref.Scheme, ref.Key)
	if err != nil {
		return nil, fmt.Errorf("diary of document %s of scheme %s: %w", ref.Key, ref.Scheme, s.db.explain(err))
	}
	return events, nil
}

func scanEvent(row scanner) (docstore.Event, error) {
	var e docstore.Event
	var at moment
	var sent, answer raw
	err := row.Scan(&at, &e.State, &e.Reason, &e.By, &sent, &answer)
	e.At, e.Sent, e.Answer = at.Time, sent.RawMessage, answer.RawMessage
	return e, err
}

func noteStatement(d dialect) string {
	return `INSERT INTO events (scheme, key, at, state, reason, by, sent, answer)
		SELECT $2, r.key, ` + d.time("r.at") + `, r.state, r.reason, r.by, r.sent, r.answer
		FROM ` + d.rows("$1", eventColumns) + `
		WHERE r.state <> 'waiting' OR NOT EXISTS (SELECT 1 FROM events AS e
			WHERE e.id = (SELECT max(id) FROM events AS l WHERE l.scheme = $2 AND l.key = r.key)
			AND e.state = r.state AND e.reason = r.reason)`
}

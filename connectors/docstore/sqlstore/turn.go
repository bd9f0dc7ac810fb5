package sqlstore

import (
	"cmp"
	"context"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// turned is a document that goes elsewhere because of what the source says of it now.
type turned struct {
	key      string
	from, to docstore.State
	reason   string
	told     string         // to the diary, where that is something else
	was      docstore.State // where it goes back to if the source takes its cancellation back
	adopts   bool           // newer content replaces what is there
}

// turnRow is a turned document as a parameter.
type turnRow struct {
	Scheme string         `json:"scheme"`
	Key    string         `json:"key"`
	State  docstore.State `json:"state"`
	Reason string         `json:"reason"`
	Was    docstore.State `json:"was"`
}

// turn makes what documents have become of them. Those that adopt newer content all
// have some.
func (t *tx) turn(ctx context.Context, scheme string, turns []turned, now string) error {
	var rows []turnRow
	var adopting []string
	var events []eventRow
	for _, d := range turns {
		rows = append(rows, turnRow{scheme, d.key, d.to, d.reason, d.was})
		if d.from != d.to {
			events = append(events, eventRow{Key: d.key, At: now, State: d.to, Reason: cmp.Or(d.told, d.reason)})
		}
		if d.adopts {
			adopting = append(adopting, d.key)
		}
		t.move(docstore.Ref{Scheme: scheme, Key: d.key}, d.from, d.to)
	}
	if err := t.batch(ctx, turnStatement(t.dialect), rows, now); err != nil {
		return err
	}
	if len(adopting) > 0 {
		if err := t.adopt(ctx, scheme, adopting, now); err != nil {
			return err
		}
	}
	return t.note(ctx, scheme, events)
}

func turnStatement(d dialect) string {
	return `UPDATE documents AS d SET state = r.state, reason = r.reason, was = r.was, waits_for = '', updated_at = $2
		FROM ` + d.rows("$1", "scheme text, key text, state text, reason text, was text") + theirDocuments
}

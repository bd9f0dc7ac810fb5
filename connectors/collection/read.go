package collection

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// read gives the next rows of the reading, and moves it on.
//
// Rows that are read with their own change get what is put into them as it is at
// that moment, so the first reading of all ends there. Later ones look, too, for
// the rows that those belong to which changed in the same stretch. Whatever is
// committed after the reading began has a later position and is read by the next.
func (r *reading) read(ctx context.Context) ([]docstore.Document, error) {
	for {
		docs, err := r.stage(ctx)
		if err != nil {
			return nil, fmt.Errorf("collection %s: %w", r.query.API, err)
		}
		if r.more { // also when none of these changes belongs to a row: a call must end
			return docs, nil
		}
		if r.turn(); len(docs) > 0 || !r.more {
			return docs, nil
		}
	}
}

// turn goes on to the changes of the next collection, if there is one.
func (r *reading) turn() {
	if r.From > 0 && r.Join < len(r.query.With) {
		r.more = true
		r.cursor = cursor{From: r.From, To: r.To, Join: r.Join + 1, After: r.From}
	}
}

func (r *reading) stage(ctx context.Context) ([]docstore.Document, error) {
	if r.Join == 0 {
		return r.own(ctx)
	}
	return r.belonging(ctx, r.query.With[r.Join-1])
}

// own are rows that have changed themselves.
func (r *reading) own(ctx context.Context) ([]docstore.Document, error) {
	changes, err := r.changes(ctx, r.query.API)
	docs := make([]docstore.Document, len(changes))
	for i, c := range changes {
		docs[i] = c.Document
		r.done(c)
	}
	return docs, err
}

// belonging are the rows into which changed rows of another collection are put.
func (r *reading) belonging(ctx context.Context, join connectors.Join) ([]docstore.Document, error) {
	changes, err := r.changes(ctx, join.Collection)
	if err != nil {
		return nil, err
	}
	var rows pile
	for _, c := range changes {
		found, err := r.rowsOf(ctx, join, c, r.size-len(rows.docs))
		if err != nil {
			return nil, err
		}
		if rows.add(found); r.Of != "" || len(rows.docs) == r.size {
			r.more = true
			break
		}
	}
	return rows.docs, nil
}

// rowsOf finds up to so many rows that a changed one belongs to, in the order of
// their keys. Where there are more, the cursor stays on the change.
func (r *reading) rowsOf(ctx context.Context, join connectors.Join, c docstore.Changed, limit int) ([]docstore.Document, error) {
	after := ""
	if r.Of == c.Key { // otherwise that one has changed again, and is read by the next reading
		after = r.Row
	}
	r.Of, r.Row = "", ""
	terms, err := termsOfRows(join, c.Document)
	if err != nil {
		return nil, err
	}
	if len(terms) == 0 {
		r.done(c)
		return nil, nil
	}
	found, err := r.store.Find(ctx, docstore.Query{Collection: r.query.API, Any: terms, After: after, Limit: limit})
	if err != nil {
		return nil, err
	}
	if len(found) == limit {
		r.Of, r.Row = c.Key, found[len(found)-1].Key
		return found, nil
	}
	r.done(c)
	return found, nil
}

// changes are the next of a collection.
func (r *reading) changes(ctx context.Context, name string) ([]docstore.Changed, error) {
	q := docstore.Changes{Collection: name, After: r.After, AfterKey: r.Key, To: r.To, Limit: r.size}
	if q.After >= q.To && q.AfterKey == "" {
		r.more = false
		return nil, nil
	}
	changes, err := r.store.Changes(ctx, q)
	r.more = len(changes) == r.size
	return changes, err
}

// done: the reading goes on after this change.
func (r *reading) done(c docstore.Changed) { r.After, r.Key = c.Position, c.Key }

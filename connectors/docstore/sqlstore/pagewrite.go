package sqlstore

import (
	"cmp"
	"context"
	"slices"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

func (w *pageWriter) write(ctx context.Context, t *tx) error {
	steps := []func(context.Context, *tx) error{
		w.insert, w.replace, w.writeBeside, w.restore, w.index,
		func(ctx context.Context, t *tx) error { return t.note(ctx, w.page.Scheme, w.events) },
	}
	for _, step := range steps {
		if err := step(ctx, t); err != nil {
			return err
		}
	}
	for _, m := range w.moves {
		t.move(docstore.Ref{Scheme: w.page.Scheme, Key: m.key}, m.from, m.to)
	}
	if w.parts > 0 { // what is made of rows is not found
		return nil
	}
	for _, p := range slices.Concat(w.inserted, w.replaced) {
		t.alter(docstore.Ref{Scheme: p.Scheme, Key: p.Key})
	}
	return nil
}

// insert goes in the order of keys, as heads does. When another process
// inserted one of the documents meanwhile, the page is decided anew.
func (w *pageWriter) insert(ctx context.Context, t *tx) error {
	if len(w.inserted) == 0 {
		return nil
	}
	slices.SortFunc(w.inserted, func(a, b pageRow) int { return cmp.Compare(a.Key, b.Key) })
	page, err := rowsJSON(w.inserted)
	if err != nil {
		return err
	}
	window, err := w.window(ctx, t)
	if err != nil {
		return err
	}
	done, err := t.ExecContext(ctx, `INSERT INTO documents
		(scheme, key, number, state, reason, hash, content, member_of, part_of, parts, handed_by, edition, window_id, revision, fetched_at, updated_at)
		SELECT r.scheme, r.key, r.number, r.state, r.reason, r.hash, r.content, r.member_of, r.part_of, r.parts, r.handed_by, r.edition, CAST($4 AS bigint), $2, `+
		t.time("$3")+`, `+t.time("$3")+` FROM `+t.rows("$1", pageColumns)+` WHERE true ON CONFLICT (scheme, key) DO NOTHING`,
		page, w.page.Revision, w.now, window)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || int(n) < len(w.inserted) {
		return cmp.Or(err, errRaced)
	}
	return nil
}

func (w *pageWriter) replace(ctx context.Context, t *tx) error {
	return t.batch(ctx, replaceStatement(t.dialect),
		w.replaced, w.page.Revision, w.now)
}

func (w *pageWriter) writeBeside(ctx context.Context, t *tx) error {
	return t.batch(ctx, besideStatement(t.dialect),
		w.beside, w.now)
}

func (w *pageWriter) restore(ctx context.Context, t *tx) error {
	return t.batch(ctx, `UPDATE documents AS d SET newer = NULL, newer_hash = '', newer_held = '', newer_state = '', was = r.was, state = r.state,
		reason = r.reason, member_of = r.member_of, edition = r.edition, updated_at = $2
		FROM `+t.rows("$1", pageColumns)+theirDocuments,
		w.restored, w.now)
}

func (w *pageWriter) index(ctx context.Context, t *tx) error {
	if len(w.fields) == 0 {
		return nil
	}
	if err := t.batch(ctx, unindexStatement(t.dialect), w.replaced, w.page.Scheme); err != nil {
		return err
	}
	return t.index(ctx, w.page.Scheme, w.entries)
}

func replaceStatement(d dialect) string {
	return `UPDATE documents AS d SET number = r.number, state = r.state, reason = r.reason,
		hash = r.hash, content = r.content, member_of = r.member_of, part_of = r.part_of, parts = r.parts, edition = r.edition,
		newer = NULL, newer_hash = '', newer_held = '', newer_state = '', was = '', revision = $2, fetched_at = $3, updated_at = $3,
		waits_for = CASE WHEN r.state = 'waiting' THEN d.waits_for ELSE '' END
		FROM ` + d.rows("$1", pageColumns) + theirDocuments
}

func besideStatement(d dialect) string {
	return `UPDATE documents AS d SET newer = r.content, newer_hash = r.hash, newer_held = r.newer_held, newer_state = r.newer_state, was = r.was, state = r.state,
		reason = r.reason, member_of = r.member_of, edition = r.edition, updated_at = $2
		FROM ` + d.rows("$1", pageColumns) + theirDocuments
}

func unindexStatement(d dialect) string {
	return "DELETE FROM lookups WHERE collection = $2 AND key IN (SELECT r.key FROM " +
		d.rows("$1", "key text") + ")"
}

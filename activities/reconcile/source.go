package reconcile

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
)

// reading is what a source has in a window.
type reading struct {
	rows      int
	documents []expected

	reconciler *Reconciler
	scheme     *schemes.Scheme
	places     map[string]int              // of documents, by key
	groups     map[string][]schemes.Shaped // rows that become one document, by group
	order      []string                    // of the groups
	grouped    map[string]bool             // keys of those rows
}

// read reads the window piece by piece, as the API allows. A row that is read
// twice, since it moved or since neighbouring pieces share their edge, is the
// last one read.
func (r *Reconciler) read(ctx context.Context, s *schemes.Scheme, w connectors.Window) (reading, error) {
	read := reading{
		reconciler: r, scheme: s, places: map[string]int{}, groups: map[string][]schemes.Shaped{}, grouped: map[string]bool{},
	}
	source, err := r.source(ctx, s)
	if err != nil {
		return read, err
	}
	limits, err := source.Limits(s.Source.API)
	if err != nil {
		return read, err
	}
	for _, piece := range pieces(w, limits) {
		if err := read.window(ctx, source, piece); err != nil {
			return read, err
		}
	}
	return read, read.merge(ctx)
}

func pieces(w connectors.Window, limits connectors.ReadLimits) []connectors.Window {
	if limits.MaxWindow == 0 || !w.From.Before(w.To) {
		return []connectors.Window{w}
	}
	var cut []connectors.Window
	for from := w.From; from.Before(w.To); from = from.Add(limits.MaxWindow) {
		to := from.Add(limits.MaxWindow)
		if to.After(w.To) {
			to = w.To
		}
		cut = append(cut, connectors.Window{From: from, To: to})
	}
	return cut
}

func (r *reading) window(ctx context.Context, source connectors.Source, w connectors.Window) error {
	params, err := activities.Parameters(r.scheme, source, w)
	if err != nil {
		return err
	}
	q := connectors.Query{API: r.scheme.Source.API, Params: params, Window: w, With: r.scheme.Source.With}
	for {
		page, err := patiently(ctx, func() (connectors.Page, error) { return source.Fetch(ctx, q) })
		if err != nil {
			return err
		}
		if err := r.page(ctx, page); err != nil {
			return err
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return nil
		}
	}
}

func (r *reading) page(ctx context.Context, page connectors.Page) error {
	for i, raw := range page.Rows {
		shaped, err := r.scheme.Shape(raw)
		if err != nil {
			r.count(activities.UnreadableKey(raw))
			r.put(unread(raw, err))
			continue
		}
		r.count(keysOf(shaped)...)
		for _, one := range shaped {
			if err := r.take(ctx, one, page.Wrong[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// count counts a row of which these documents are made, unless they are known: it
// was read before.
func (r *reading) count(keys ...string) {
	known := func(key string) bool { _, again := r.places[key]; return again || r.grouped[key] }
	if len(keys) == 0 || !slices.ContainsFunc(keys, known) {
		r.rows++
	}
}

func keysOf(shaped []schemes.Shaped) []string {
	keys := make([]string, len(shaped))
	for i, one := range shaped {
		keys[i] = one.Key
	}
	return keys
}

// take notes a document, or a row of one that is made of several.
func (r *reading) take(ctx context.Context, one schemes.Shaped, wrong string) error {
	if one.Group != "" && wrong == "" {
		r.join(one)
		return nil
	}
	d, err := r.expect(ctx, one)
	if err == nil && wrong != "" && d.skip == "" {
		d.wrong = wrong
	}
	r.put(d)
	return err
}

func (r *reading) put(d expected) {
	if at, again := r.places[d.key]; again {
		r.documents[at] = d
		return
	}
	r.places[d.key] = len(r.documents)
	r.documents = append(r.documents, d)
}

func (r *reading) join(row schemes.Shaped) {
	if r.grouped[row.Key] {
		return
	}
	r.grouped[row.Key] = true
	if r.groups[row.Group] == nil {
		r.order = append(r.order, row.Group)
	}
	r.groups[row.Group] = append(r.groups[row.Group], row)
}

// merge makes the documents of the groups. A group of which rows lie outside the
// window is made of those within, and will differ.
func (r *reading) merge(ctx context.Context) error {
	for _, group := range r.order {
		rows := r.groups[group]
		merged, err := r.scheme.Merge(group, rows)
		if err != nil {
			r.put(expected{key: rows[0].Key, wrong: err.Error()})
			continue
		}
		for _, one := range merged {
			d, err := r.expect(ctx, one)
			if err != nil {
				return err
			}
			for _, row := range rows {
				d.parts = append(d.parts, row.Key)
			}
			r.put(d)
		}
	}
	return nil
}

func unread(raw json.RawMessage, err error) expected {
	return expected{key: activities.UnreadableKey(raw), wrong: fmt.Sprint(err)}
}

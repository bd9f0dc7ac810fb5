package sqlstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// candidatePage is how many documents a query that has to look at them reads at a time.
const candidatePage = 500

// Find returns the documents a query selects, in the order of their keys: key,
// number, state, times and content of each.
func (s *Store) Find(ctx context.Context, q docstore.Query) ([]docstore.Document, error) {
	q.Most = cmp.Or(q.Most, docstore.MaxCandidates)
	f := &finding{store: s, query: q, limit: limited(q.Limit), kept: map[string]docstore.Document{}}
	if err := f.all(ctx); err != nil {
		return nil, fmt.Errorf("find in collection %s %s: %w", q.Collection, f.text(), s.db.explain(err))
	}
	return f.found(), nil
}

// finding is a query at work.
type finding struct {
	store *Store
	query docstore.Query
	limit int
	read  int
	kept  map[string]docstore.Document
}

func (f *finding) all(ctx context.Context) error {
	if len(f.query.Any) == 0 && f.query.Matches == nil {
		return errors.New("there is no condition; any document would do")
	}
	if len(f.query.Any) == 0 {
		return f.pages(ctx, scanStatement)
	}
	for _, terms := range f.query.Any {
		if err := f.terms(ctx, terms); err != nil {
			return err
		}
	}
	return nil
}

func (f *finding) terms(ctx context.Context, t docstore.Terms) error {
	if len(t.Equal) == 0 && t.Range == nil {
		return errors.New("an alternative without condition; any document would do")
	}
	if len(t.Equal) == 0 {
		return f.between(ctx, *t.Range)
	}
	conditions, err := f.store.conditions(ctx, f.query.Collection, t.Equal)
	if err != nil {
		return err
	}
	return f.pages(ctx, func(q docstore.Query, after string, limit int) (string, []any) {
		return findStatement(q.Collection, t.Equal, conditions, after, limit)
	})
}

// pages reads candidates in the order of their keys until there are enough.
func (f *finding) pages(ctx context.Context, statement func(q docstore.Query, after string, limit int) (string, []any)) error {
	limit := f.limit
	if f.query.Matches != nil {
		limit = candidatePage
	}
	after, wanted := f.query.After, 0
	for {
		text, args := statement(f.query, after, limit)
		page, err := collect(ctx, f.store.db.reader, scanFound, text, args...)
		if err != nil {
			return err
		}
		for _, d := range page {
			matched, err := f.candidate(d)
			if err != nil {
				return err
			}
			after, wanted = d.Key, wanted+matched
		}
		if len(page) < limit || wanted >= f.limit {
			return nil
		}
	}
}

// between reads all of a range, which is not in the order of keys.
func (f *finding) between(ctx context.Context, r docstore.Range) error {
	name := connectors.OrderedField(r.Field)
	if err := f.store.searchable(ctx, field{f.query.Collection, name}); err != nil {
		return err
	}
	text, args := rangeStatement(f.query.Collection, r, f.query.Most+1)
	return each(ctx, f.store.db.reader, scanFound, func(d docstore.Document) error {
		_, err := f.candidate(d)
		return err
	}, text, args...)
}

// candidate keeps a document that matches, and no more of them than are asked for.
func (f *finding) candidate(d docstore.Document) (matched int, err error) {
	if f.read++; f.read > f.query.Most {
		return 0, fmt.Errorf("more than %d documents would have to be read; compare a field by $eq or $in", f.query.Most)
	}
	if d.Key <= f.query.After { // a range is not in the order of keys
		return 0, nil
	}
	if f.query.Matches != nil {
		if ok, err := f.query.Matches(d); err != nil || !ok {
			return 0, err
		}
	}
	f.kept[d.Key] = d
	if len(f.kept) > 2*f.limit {
		f.cut()
	}
	return 1, nil
}

func (f *finding) cut() {
	for _, key := range slices.Sorted(maps.Keys(f.kept))[f.limit:] {
		delete(f.kept, key)
	}
}

func (f *finding) found() []docstore.Document {
	if len(f.kept) > f.limit {
		f.cut()
	}
	var found []docstore.Document
	for _, key := range slices.Sorted(maps.Keys(f.kept)) {
		found = append(found, f.kept[key])
	}
	return found
}

// text says which query failed; without the values, which may be anybody's.
func (f *finding) text() string {
	if f.query.Text != "" {
		return "where " + f.query.Text
	}
	var fields []string
	for _, t := range f.query.Any {
		fields = append(fields, slices.Sorted(maps.Keys(t.Equal))...)
	}
	return "by " + strings.Join(fields, ", ")
}

package activities

import (
	"context"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes/mapping"
	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

// Searched is the part of the store that is searched by lookups.
type Searched interface {
	Find(ctx context.Context, q docstore.Query) ([]docstore.Document, error)
}

// Versioned says when what can be found in a collection may have changed.
type Versioned interface {
	Searched
	Version(ctx context.Context, collection string) (int64, error)
}

// Lookups answers the lookups of schemes from a store, and keeps the answers
// for as long as they are right.
type Lookups struct {
	store Versioned
	kept  *answers
}

// NewLookups keeps answers of up to about so many bytes.
func NewLookups(store Versioned, bytes int) *Lookups {
	return &Lookups{store: store, kept: newAnswers(bytes)}
}

// ForDocument is what one document is mapped with: each collection as it is
// when it is first asked, or newer. The next document sees what has come since.
func (l *Lookups) ForDocument() mapping.Finder {
	return &documentLookups{Lookups: l, versions: map[string]int64{}}
}

// documentLookups belongs to one goroutine.
type documentLookups struct {
	*Lookups
	versions map[string]int64
}

// Find implements mapping.Finder. The version is read before the rows: an
// answer may be newer than it says, and is then asked for again, never older.
func (d *documentLookups) Find(ctx context.Context, q filter.Query) ([]filter.Row, error) {
	if q.Fresh {
		return FindRows(ctx, d.store, q)
	}
	version, err := d.version(ctx, q.Collection)
	if err != nil {
		return nil, err
	}
	question := fmt.Sprintf("%s\n%d\n%s", q.Collection, q.Limit, q.Where)
	if rows, ok := d.kept.get(question, version); ok {
		return rows, nil
	}
	rows, err := FindRows(ctx, d.store, q)
	if err != nil {
		return nil, err
	}
	d.kept.put(question, version, rows)
	return rows, nil
}

func (d *documentLookups) version(ctx context.Context, collection string) (int64, error) {
	if version, known := d.versions[collection]; known {
		return version, nil
	}
	version, err := d.store.Version(ctx, collection)
	if err == nil {
		d.versions[collection] = version
	}
	return version, err
}

// FindRows asks a store for rows.
func FindRows(ctx context.Context, store Searched, q filter.Query) ([]filter.Row, error) {
	read := reading{where: q.Where, rows: map[string]filter.Row{}}
	docs, err := store.Find(ctx, docstore.Query{
		Collection: q.Collection, Any: terms(q.Where), Matches: read.matches, Limit: q.Limit,
		Text: q.Where.Text(shown),
	})
	if err != nil {
		return nil, err
	}
	rows := make([]filter.Row, len(docs))
	for i, d := range docs {
		rows[i] = read.rows[d.Key]
	}
	return rows, nil
}

func shown(f filter.Field, value string) string { return mapping.Shown(f.Path, value) }

func terms(where filter.Filter) []docstore.Terms {
	var all []docstore.Terms
	for _, t := range where.Terms() {
		one := docstore.Terms{Equal: t.Equal}
		if t.Range != nil {
			one.Range = &docstore.Range{Field: t.Range.Field, From: t.Range.From, To: t.Range.To}
		}
		all = append(all, one)
	}
	return all
}

// reading reads each candidate once, to match it and to hand it over.
type reading struct {
	where filter.Filter
	rows  map[string]filter.Row
}

func (r *reading) matches(d docstore.Document) (bool, error) {
	row, err := rowOf(d)
	if err != nil || !r.where.Matches(&row) {
		return false, err
	}
	r.rows[d.Key] = row
	return true, nil
}

func rowOf(d docstore.Document) (filter.Row, error) {
	content, err := mapping.ParseRow(d.Content)
	if err != nil {
		return filter.Row{}, errors.Join(fmt.Errorf("document %s", d.Key), err)
	}
	return filter.Row{
		Key: d.Key, Number: d.Number, Status: saasStatus(d.State),
		Created: d.FetchedAt, Changed: d.UpdatedAt, Content: content,
	}, nil
}

// saasStatus is a state as the SaaS numbers it.
func saasStatus(s docstore.State) string {
	const waiting, done, failed, underWay = "0", "2", "3", "5"
	switch {
	case s == docstore.Failed:
		return failed
	case s.Final():
		return done
	case s.Delivered():
		return underWay
	default:
		return waiting
	}
}

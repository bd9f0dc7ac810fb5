package activities

import (
	"context"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes/mapping"
	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

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
		if rows[i], err = read.row(d); err != nil {
			return nil, err
		}
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

// mostRead is how many rows are kept while others are looked at: a range may
// match many times as many as are wanted.
const mostRead = 1000

// reading reads each candidate once, to match it and to hand it over, unless
// there are too many.
type reading struct {
	where filter.Filter
	rows  map[string]filter.Row
}

func (r *reading) matches(d docstore.Document) (bool, error) {
	row, err := rowOf(d)
	if err != nil || !r.where.Matches(&row) {
		return false, err
	}
	if len(r.rows) < mostRead {
		r.rows[d.Key] = row
	}
	return true, nil
}

func (r *reading) row(d docstore.Document) (filter.Row, error) {
	if row, read := r.rows[d.Key]; read {
		return row, nil
	}
	return rowOf(d)
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

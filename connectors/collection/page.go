package collection

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// page makes the rows of documents, and says how the reading goes on.
func (r *reading) page(ctx context.Context, docs []docstore.Document) (connectors.Page, error) {
	page, err := joined(ctx, r.store, r.query.With, docs)
	if err != nil {
		return connectors.Page{}, fmt.Errorf("collection %s: %w", r.query.API, err)
	}
	page.Next, page.Position, err = r.next()
	return page, err
}

// joined makes a row of each document.
func joined(ctx context.Context, s Searched, joins []connectors.Join, docs []docstore.Document) (connectors.Page, error) {
	j := joiner{store: s, joins: joins, found: map[string][]docstore.Document{}}
	page := connectors.Page{Total: -1}
	for i, d := range docs {
		row, wrong, err := j.row(ctx, d)
		if err != nil {
			return connectors.Page{}, err
		}
		if wrong != "" {
			if page.Wrong == nil {
				page.Wrong = map[int]string{}
			}
			page.Wrong[i] = wrong
		}
		page.Rows = append(page.Rows, row)
	}
	return page, nil
}

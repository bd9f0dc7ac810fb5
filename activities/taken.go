package activities

import (
	"context"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// keepFetched keeps a page of rows that were fetched. One whose key belongs to a
// document that was handed over is kept beside that, for a person: it must not
// pass for it, nor keep the rows around it from arriving.
func (a *Activities) keepFetched(ctx context.Context, page docstore.Page) (docstore.Kept, error) {
	kept, err := a.Store.Keep(ctx, page)
	if !errors.Is(err, docstore.ErrTaken) {
		return kept, err
	}
	for i, row := range page.Rows {
		doc, err := a.Store.Get(ctx, docstore.Ref{Scheme: page.Scheme, Key: row.Key})
		switch {
		case errors.Is(err, docstore.ErrNotFound):
		case err != nil:
			return kept, err
		case doc.HandedBy != "":
			page.Rows[i] = unreadable(row.Content, fmt.Errorf("its key %s is that of a document which %s handed over: "+
				"a scheme that is handed rows should read from erpbridge, or name its rows otherwise", row.Key, doc.HandedBy))
		}
	}
	return a.Store.Keep(ctx, page)
}

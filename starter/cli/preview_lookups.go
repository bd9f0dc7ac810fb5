package cli

import (
	"context"
	"encoding/json"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/collection"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

// withLookups hands over what lookups read: the rows of a file, or those of the
// store, which is only read. A scheme that looks nothing up needs neither.
func (a *app) withLookups(ctx context.Context, s *schemes.Scheme, file string, do func(mapping.Finder) error) error {
	if file != "" {
		rows, err := a.collectionsOf(file)
		if err != nil {
			return err
		}
		return do(s.Among(rows))
	}
	if !s.LooksUp() {
		return do(s.Among(nil))
	}
	return a.withReadStore(ctx, func(st searchable) error { return do(storeFinder{st}) })
}

func (a *app) collectionsOf(file string) (map[string][]json.RawMessage, error) {
	content, err := a.readFile(file)
	if err != nil {
		return nil, a.fail("preview.unreadable", "Error", err)
	}
	rows, err := schemes.ReadCollections(file, content)
	if err != nil {
		return nil, a.fail("preview.collections", "Error", err)
	}
	return rows, nil
}

// searchable is the part of the store that lookups, and schemes whose source is a
// collection, read.
type searchable interface {
	collection.Store
}

// storeFinder asks the store's indexes. A scheme that no worker has loaded yet
// may look things up by fields that are not indexed; then it reads all rows.
type storeFinder struct{ store searchable }

// Find implements mapping.Finder.
func (f storeFinder) Find(ctx context.Context, q filter.Query) ([]filter.Row, error) {
	rows, err := activities.FindRows(ctx, f.store, q)
	if err != nil {
		return activities.FindRows(ctx, everyRow{f.store}, q)
	}
	return rows, nil
}

// everyRow finds the same rows without an index.
type everyRow struct{ searchable }

// Find implements activities.Searched.
func (e everyRow) Find(ctx context.Context, q docstore.Query) ([]docstore.Document, error) {
	q.Any = nil
	return e.searchable.Find(ctx, q)
}

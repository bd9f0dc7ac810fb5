package cli

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
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
	if len(s.Collections()) == 0 {
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

// searchable is the part of the store that lookups read.
type searchable interface {
	Find(ctx context.Context, q docstore.Query) ([]docstore.Document, error)
}

// storeFinder asks the store's indexes. A scheme that no worker has loaded yet
// may look things up by fields that are not indexed; then it reads all rows.
type storeFinder struct{ store searchable }

// Find implements mapping.Finder.
func (f storeFinder) Find(ctx context.Context, collection string, where map[string]string, limit int) ([]json.RawMessage, error) {
	docs, err := f.store.Find(ctx, docstore.Equal(collection, where, limit))
	if err != nil {
		docs, err = f.store.Find(ctx, everyRow(collection, where, limit))
	}
	if err != nil {
		return nil, err
	}
	rows := make([]json.RawMessage, len(docs))
	for i, d := range docs {
		rows[i] = d.Content
	}
	return rows, nil
}

// everyRow finds the same rows without an index.
func everyRow(collection string, where map[string]string, limit int) docstore.Query {
	return docstore.Query{Collection: collection, Limit: limit, Matches: func(d docstore.Document) (bool, error) {
		content, err := docstore.ReadContent(d.Content)
		if err != nil {
			return false, err
		}
		for field, value := range where {
			if !slices.Contains(content.Values(field), comparable(value)) {
				return false, nil
			}
		}
		return true, nil
	}}
}

// comparable is a value as the store compares it.
func comparable(value string) string {
	if connectors.IsNumber(value) {
		return connectors.CanonicalNumber(value)
	}
	return value
}

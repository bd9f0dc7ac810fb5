package cli

import (
	"context"
	"slices"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// unindexed finds rows by fields that are not indexed, too: those of a scheme
// that no worker has loaded yet. Then it looks at every row.
type unindexed struct{ searchable }

// Find implements collection.Searched.
func (u unindexed) Find(ctx context.Context, q docstore.Query) ([]docstore.Document, error) {
	found, err := u.searchable.Find(ctx, q)
	if err == nil {
		return found, nil
	}
	wanted := q.Any
	q.Any, q.Matches = nil, func(d docstore.Document) (bool, error) {
		content, err := docstore.ReadContent(d.Content)
		return slices.ContainsFunc(wanted, func(t docstore.Terms) bool { return has(d, content, t) }), err
	}
	return u.searchable.Find(ctx, q)
}

// has says whether a document has all values, as an index would.
func has(d docstore.Document, content docstore.Content, t docstore.Terms) bool {
	for field, value := range t.Equal {
		values := content.Values(field)
		switch field {
		case "id":
			values = []string{d.Key}
		case "number":
			values = []string{d.Number}
		}
		if !slices.Contains(values, value) {
			return false
		}
	}
	return true
}

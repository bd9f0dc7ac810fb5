package schemes

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/erpbridge/erpbridge/schemes/mapping"
	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

// testRows are rows of other schemes as a test brings them along.
type testRows struct {
	scheme   *Scheme
	contents map[string][]json.RawMessage
}

// Find implements mapping.Finder.
func (r testRows) Find(_ context.Context, q filter.Query) ([]filter.Row, error) {
	rows, err := r.scheme.stored(q.Collection, r.contents[q.Collection])
	return q.Of(rows), err
}

// stored reads rows as the scheme that fills a collection would keep them; one
// that says only what a test needs may do without the key.
func (s *Scheme) stored(collection string, contents []json.RawMessage) ([]filter.Row, error) {
	const done = "2"
	var rows []filter.Row
	for i, content := range contents {
		row, err := mapping.ParseRow(content)
		if err != nil {
			return nil, err
		}
		kept := filter.Row{Key: strconv.Itoa(i + 1), Number: strconv.Itoa(i + 1), Status: done, Content: row}
		if of := s.peers[collection]; of != nil {
			if known, err := of.identify(row); err == nil {
				kept.Key, kept.Number = known.Key, known.Number
			}
		}
		rows = append(rows, kept)
	}
	slices.SortStableFunc(rows, func(a, b filter.Row) int { return cmp.Compare(a.Key, b.Key) })
	return rows, nil
}

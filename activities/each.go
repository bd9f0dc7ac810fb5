package activities

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// eachPlace is the cursor of a source that is read once for each row of a
// collection.
type eachPlace struct {
	Row string `json:"row"` // its key
	// Cursor is the source's own, for the rest of that row; "": the row is read,
	// and the next comes.
	Cursor string `json:"cursor,omitempty"`
}

// fetchEach makes one call for one row of source.each. A row that is refused has
// been read: it must not keep the others from being asked for.
func (a *Activities) fetchEach(ctx context.Context, s *schemes.Scheme, source connectors.Source, in FetchInput) (connectors.Page, error) {
	at, err := placeOf(in.Cursor)
	if err != nil {
		return connectors.Page{}, configError(fmt.Errorf("scheme %s: %w", s.Name, err))
	}
	rows, at, err := a.eachRows(ctx, *s.Source.Each, at)
	if err != nil {
		return connectors.Page{}, fmt.Errorf("scheme %s: source.each: %w", s.Name, err)
	}
	if len(rows) == 0 {
		return connectors.Page{Total: -1}, nil
	}
	page, err := ask(ctx, s, source, rows[0], connectors.Query{API: s.Source.API, Window: in.Window, Cursor: at.Cursor})
	if ofRow(err) {
		a.Log.WarnContext(ctx, "the source was not read for a row; it is for the others",
			"scheme", s.Name, "collection", s.Source.Each.Collection, "key", rows[0].Key, "error", err)
		page, err = connectors.Page{}, nil
	}
	page.Total, page.Position = -1, "" // both would be those of one row
	page.Next = following(rows, page.Next)
	return page, err
}

// ask makes the call for one row.
func ask(ctx context.Context, s *schemes.Scheme, source connectors.Source, doc docstore.Document, q connectors.Query) (connectors.Page, error) {
	row, err := eachRow(doc)
	if err == nil {
		q.Params, err = parameters(s, source, q.Window, row)
	}
	switch {
	case ofRow(err):
		return connectors.Page{}, err
	case err != nil:
		return connectors.Page{}, configError(fmt.Errorf("scheme %s, for document %s of %s: %w", s.Name, doc.Key, doc.Scheme, err))
	}
	page, err := source.Fetch(ctx, q)
	if err != nil {
		return connectors.Page{}, fmt.Errorf("scheme %s, for document %s of %s: %w", s.Name, doc.Key, doc.Scheme, err)
	}
	return page, nil
}

// ofRow says whether a row is to blame for an error: the system refuses what it is
// asked, or the row lacks what the request needs.
func ofRow(err error) bool {
	var field *mapping.FieldError
	return errors.Is(err, connectors.ErrRejected) || errors.As(err, &field)
}

// eachRows are the row a reading has come to and, if there is one, the row after
// it; and where in the first of them it is.
func (a *Activities) eachRows(ctx context.Context, each schemes.Each, at eachPlace) ([]docstore.Document, eachPlace, error) {
	oldest := a.Now().Add(-each.Within)
	var rows []docstore.Document
	if at.Cursor != "" { // a row that was skipped since is done with
		var err error
		rows, err = a.Store.Find(ctx, docstore.Equal(each.Collection, map[string]string{"id": at.Row}, 1))
		if err != nil {
			return nil, at, err
		}
	}
	if len(rows) == 0 {
		at.Cursor = ""
	}
	next, err := a.Store.Find(ctx, docstore.Query{
		Collection: each.Collection, After: at.Row, Limit: 2 - len(rows), Most: math.MaxInt,
		Matches: func(d docstore.Document) (bool, error) { return !d.UpdatedAt.Before(oldest), nil },
		Text:    "changed since " + oldest.Format(time.RFC3339),
	})
	return append(rows, next...), at, err
}

// following is the cursor after a page of the first of the rows.
func following(rows []docstore.Document, cursor string) string {
	if cursor == "" && len(rows) == 1 {
		return ""
	}
	text, _ := json.Marshal(eachPlace{rows[0].Key, cursor}) // texts always marshal
	return string(text)
}

func placeOf(cursor string) (at eachPlace, err error) {
	if cursor == "" {
		return at, nil
	}
	if err := json.Unmarshal([]byte(cursor), &at); err != nil {
		return at, fmt.Errorf("%q is not a cursor of source.each: %w", cursor, err)
	}
	return at, nil
}

// eachRow is a document as a request sees it: its content, and what it is called
// in its collection.
func eachRow(d docstore.Document) (mapping.Row, error) {
	content, err := mapping.ParseRow(d.Content)
	if err != nil {
		return nil, err
	}
	row := mapping.Row{{Name: connectors.Meta, Value: mapping.Row{{Name: "id", Value: d.Key}, {Name: "number", Value: d.Number}}}}
	for _, m := range content {
		if m.Name != connectors.Meta { // that of a row it was made of
			row = append(row, m)
		}
	}
	return row, nil
}

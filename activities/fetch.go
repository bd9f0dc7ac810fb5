package activities

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// FetchInput asks for one page of a window.
type FetchInput struct {
	Scheme   string            `json:"scheme"`
	Revision string            `json:"revision"`
	Window   connectors.Window `json:"window"`
	Cursor   string            `json:"cursor,omitempty"`
	// Watermark is what the store must still say when the window is finished
	// for this reading to advance it.
	Watermark time.Time `json:"watermark,omitzero"`
	// Position is where the last reading ended, as the plan has it.
	Position string `json:"position,omitempty"`
	// Hold leaves the watermark where it is: there is more to read before it may move.
	Hold bool `json:"hold,omitempty"`
	// Name asks for the keys of the rows, whether they are new or not.
	Name bool `json:"name,omitempty"`
	// Fresh asks for the keys of those that are new or have changed.
	Fresh bool `json:"fresh,omitempty"`
}

// Fetched is what one page brought.
type Fetched struct {
	Next      string `json:"next,omitempty"`
	Total     int    `json:"total"` // rows in the window as the source counts; -1 when it does not
	Rows      int    `json:"rows"`
	New       int    `json:"new"`
	Changed   int    `json:"changed"`
	Unchanged int    `json:"unchanged"`
	// Keys are those of the rows that were asked for.
	Keys []string `json:"keys,omitempty"`
}

// FetchPage makes one call to the source and keeps its rows. With the last
// page of a window the watermark moves in the same transaction, so it never
// says more than the store has.
func (a *Activities) FetchPage(ctx context.Context, in FetchInput) (Fetched, error) {
	s, err := a.Schemes.At(ctx, in.Scheme, in.Revision)
	if err != nil {
		return Fetched{}, configError(err)
	}
	end, err := a.reading(ctx, s.Name, "a page of "+s.Source.API)
	if err != nil {
		return Fetched{}, temporalError(err)
	}
	defer end()
	return a.fetchAndKeep(ctx, s, in)
}

func (a *Activities) fetchAndKeep(ctx context.Context, s *schemes.Scheme, in FetchInput) (Fetched, error) {
	page, err := a.fetch(ctx, s, in)
	if err != nil {
		return Fetched{}, temporalError(err)
	}
	rows, err := a.shape(ctx, s, page)
	if err != nil {
		return Fetched{}, err
	}
	kept, err := a.keepFetched(ctx, docstore.Page{
		Scheme: s.Name, Revision: s.Revision, Stored: s.Target == nil,
		Rows: rows, Window: docstore.Window{From: in.Window.From, To: in.Window.To}, Advance: advance(in, page),
	})
	if err != nil {
		return Fetched{}, fmt.Errorf("scheme %s: keep a page of %d rows: %w", s.Name, len(rows), err)
	}
	return Fetched{
		Next: page.Next, Total: page.Total, Rows: len(page.Rows),
		New: kept.New, Changed: kept.Changed, Unchanged: kept.Unchanged, Keys: keys(in, rows, kept),
	}, nil
}

func keys(in FetchInput, rows []docstore.Incoming, kept docstore.Kept) []string {
	switch {
	case in.Fresh:
		return kept.Fresh
	case !in.Name:
		return nil
	}
	all := make([]string, len(rows))
	for i, r := range rows {
		all[i] = r.Key
	}
	return all
}

func (a *Activities) fetch(ctx context.Context, s *schemes.Scheme, in FetchInput) (connectors.Page, error) {
	source, err := connectors.As[connectors.Source](a.Accounts, s.Source.Connector, s.Source.Account)
	if err != nil {
		return connectors.Page{}, err
	}
	if s.Source.Each != nil {
		return a.fetchEach(ctx, s, source, in)
	}
	params, err := Parameters(s, source, in.Window)
	if err != nil {
		return connectors.Page{}, configError(err)
	}
	q := connectors.Query{
		API: s.Source.API, Params: params, Window: in.Window, Cursor: in.Cursor, Position: in.Position, With: s.Source.With,
	}
	page, err := source.Fetch(ctx, q)
	if err != nil {
		return connectors.Page{}, fmt.Errorf("scheme %s: %w", s.Name, err)
	}
	return page, nil
}

// Parameters are what a source is asked for a window: the fields of the request,
// and the options, which are the same every time. A scheme with source.each has
// none of its own, only those of each row.
func Parameters(s *schemes.Scheme, source connectors.Source, w connectors.Window) (map[string]any, error) {
	if each := s.Source.Each; each != nil {
		return nil, fmt.Errorf("scheme %s is read once for each document of %s (source.each), not as a whole", s.Name, each.Collection)
	}
	return parameters(s, source, w, nil)
}

func parameters(s *schemes.Scheme, source connectors.Source, w connectors.Window, each mapping.Row) (map[string]any, error) {
	limits, err := source.Limits(s.Source.API)
	if err != nil {
		return nil, fmt.Errorf("scheme %s: %w", s.Name, err)
	}
	params, err := s.Request(mapping.Variables{
		LastSync: w.From, Now: w.To, Location: location(source),
		PageSize: pageSize(s, limits), StartPage: limits.FirstPage, Each: each,
	})
	if err != nil {
		return nil, err
	}
	for name, value := range s.Source.Options {
		if _, twice := params[name]; twice {
			return nil, fmt.Errorf("scheme %s: %s is both a field of source.request and one of source.options; leave one out", s.Name, name)
		}
		params[name] = value
	}
	return params, nil
}

// pageSize is PAGINATION_PAGE_SIZE: the scheme's, as far as the API allows it.
func pageSize(s *schemes.Scheme, limits connectors.ReadLimits) int {
	size := limits.PageSize
	if s.Source.PageSize > 0 {
		size = s.Source.PageSize
	}
	if limits.MaxPageSize > 0 {
		size = min(size, limits.MaxPageSize)
	}
	return size
}

// location is the time zone in which a system writes its times.
func location(c connectors.Connector) *time.Location {
	if z, ok := c.(connectors.Zoned); ok {
		return z.Location()
	}
	return mapping.Shanghai()
}

func (a *Activities) shape(ctx context.Context, s *schemes.Scheme, page connectors.Page) ([]docstore.Incoming, error) {
	rows := make([]docstore.Incoming, 0, len(page.Rows))
	for i, raw := range page.Rows {
		lines, err := a.documents(ctx, s, raw)
		var wrong *RowError
		switch {
		case errors.As(err, &wrong):
			rows = append(rows, unreadable(raw, wrong.Err))
		case err != nil:
			return nil, err
		}
		if why := page.Wrong[i]; why != "" {
			fail(lines, why)
		}
		rows = append(rows, lines...)
	}
	return rows, nil
}

// fail holds documents for a person, but for those that are not carried anyway.
func fail(lines []docstore.Incoming, why string) {
	for i := range lines {
		if lines[i].Skip == "" && lines[i].Fail == "" {
			lines[i].MemberOf, lines[i].Fail = "", why
		}
	}
}

// documents are what the scheme makes of a row; a *RowError when it cannot read it.
func (a *Activities) documents(ctx context.Context, s *schemes.Scheme, raw json.RawMessage) ([]docstore.Incoming, error) {
	shaped, err := s.Shape(raw)
	if err != nil {
		return nil, &RowError{Err: err}
	}
	lines := incoming(shaped)
	return lines, a.holdAdded(ctx, s, lines)
}

// incoming are the documents of a row as the store takes them. A group whose
// name the store could not index is held for a person.
func incoming(shaped []schemes.Shaped) []docstore.Incoming {
	lines := make([]docstore.Incoming, len(shaped))
	for i, r := range shaped {
		lines[i] = docstore.Incoming{Key: r.Key, Number: r.Number, Content: r.Content, Skip: r.Skip, MemberOf: r.Group, Edition: r.Edition}
		if len(r.Group) > docstore.MaxGroup {
			lines[i].MemberOf = ""
			lines[i].Fail = fmt.Sprintf("the fields it is grouped by are too long: %d bytes, %d at most", len(r.Group), docstore.MaxGroup)
		}
	}
	return lines
}

// unreadable keeps a row that the scheme cannot read, as a document that has
// failed: it must neither get lost nor keep the rows around it from arriving.
func unreadable(raw json.RawMessage, err error) docstore.Incoming {
	return docstore.Incoming{Key: UnreadableKey(raw), Content: raw, Fail: err.Error()}
}

// UnreadableKey is the key under which a row is kept that its scheme cannot read.
func UnreadableKey(raw json.RawMessage) string {
	sum := sha256.Sum256(raw)
	return "unreadable-" + hex.EncodeToString(sum[:6])
}

func advance(in FetchInput, page connectors.Page) *docstore.Advance {
	if page.Next != "" || in.Hold {
		return nil
	}
	return &docstore.Advance{From: in.Watermark, To: reachedBy(in.Window.To, page.At), Position: page.Position}
}

// reachedBy is up to when a window has been read. Where our clock is ahead of the
// source's, the window's end is still to come there, and rows with it.
func reachedBy(end, source time.Time) time.Time {
	if source.IsZero() {
		return end
	}
	return earlier(end, source)
}

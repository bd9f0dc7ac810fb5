package cli

import (
	"context"
	"encoding/json"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/collection"
	"github.com/erpbridge/erpbridge/schemes"
)

// extent is how far the source was read for a row.
type extent struct {
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Pages int       `json:"pages"`
	Rows  int       `json:"rows"`
}

// liveRow is a row as the source has it now.
type liveRow struct {
	row    json.RawMessage
	extent extent
}

// search reads a source until a row is found; it keeps nothing of what it reads.
type search struct {
	scheme *schemes.Scheme
	source connectors.Source
	limits connectors.ReadLimits
	wanted string // id or number
	extent extent
	wrong  string // why the row that was found cannot be used
}

// searchLive looks for a row by its id or number, the newest window first. A
// collection is asked for that row alone; it is our own store, read as it is.
func (a *app) searchLive(ctx context.Context, s *schemes.Scheme, wanted string, since time.Time) (found liveRow, err error) {
	if each := s.Source.Each; each != nil {
		return liveRow{}, a.fail("live.each", "Scheme", s.Name, "Collection", each.Collection)
	}
	if s.Source.Connector != schemes.Collection {
		return a.searchIn(ctx, a.env.Accounts, s, wanted, since)
	}
	err = a.withReadStore(ctx, func(st searchable) error {
		found, err = a.searchIn(ctx, collection.Among(a.env.Accounts, unindexed{st}), s, wanted, since)
		return err
	})
	return found, err
}

func (a *app) searchIn(ctx context.Context, accounts connectors.Accounts, s *schemes.Scheme, wanted string, since time.Time) (liveRow, error) {
	source, err := connectors.As[connectors.Source](accounts, s.Source.Connector, s.Source.Account)
	if err != nil {
		return liveRow{}, a.fail("live.account", "Error", err)
	}
	limits, err := source.Limits(s.Source.API)
	if err != nil {
		return liveRow{}, a.fail("live.failed", "Error", err)
	}
	now := a.env.Now().Truncate(time.Second)
	if since.IsZero() {
		since = now.Add(-s.Source.Window.Start)
	}
	r := &search{scheme: s, source: source, limits: limits, wanted: wanted, extent: extent{From: now, To: now}}
	row, err := r.find(ctx, now, since)
	if err != nil {
		return liveRow{}, a.fail("live.failed", "Error", err)
	}
	switch _, picked := source.(connectors.Picker); {
	case r.wrong != "":
		return liveRow{}, a.fail("live.wrong", "Reason", a.say.Reason(r.wrong))
	case row == nil && picked:
		return liveRow{}, a.fail("live.absent", "ID", wanted, "Collection", s.Source.API)
	case row == nil:
		return liveRow{}, a.fail("live.missing", "ID", wanted, "From", shown(r.extent.From), "To", shown(r.extent.To),
			"Pages", r.extent.Pages, "Rows", r.extent.Rows)
	}
	return liveRow{row, r.extent}, nil
}

// find asks for the one row, of a source that can be asked for it.
func (r *search) find(ctx context.Context, now, since time.Time) (json.RawMessage, error) {
	picker, able := r.source.(connectors.Picker)
	if !able {
		return r.back(ctx, now, since)
	}
	page, err := picker.Pick(ctx, connectors.Query{API: r.scheme.Source.API, With: r.scheme.Source.With}, r.wanted)
	r.extent.Pages, r.extent.Rows, r.wrong = 1, len(page.Rows), page.Wrong[0]
	if err != nil || len(page.Rows) == 0 {
		return nil, err
	}
	return page.Rows[0], nil
}

// back reads window by window from now to the oldest.
func (r *search) back(ctx context.Context, now, oldest time.Time) (json.RawMessage, error) {
	longest := r.limits.MaxWindow
	if longest == 0 {
		longest = now.Sub(oldest)
	}
	for to := now; ; {
		from := to.Add(-longest)
		if from.Before(oldest) {
			from = oldest
		}
		row, err := r.window(ctx, connectors.Window{From: from, To: to})
		r.extent.From = from
		if row != nil || err != nil || !from.After(oldest) {
			return row, err
		}
		to = from
	}
}

func (r *search) window(ctx context.Context, w connectors.Window) (json.RawMessage, error) {
	params, err := activities.Parameters(r.scheme, r.source, w)
	if err != nil {
		return nil, err
	}
	query := connectors.Query{API: r.scheme.Source.API, Params: params, Window: w}
	for {
		page, err := r.source.Fetch(ctx, query)
		if err != nil {
			return nil, err
		}
		r.extent.Pages++
		for _, row := range page.Rows {
			r.extent.Rows++
			if r.is(row) {
				return row, nil
			}
		}
		if query.Cursor = page.Next; query.Cursor == "" {
			return nil, nil
		}
	}
}

// is: a row the scheme cannot read is not the one; a run keeps it as failed.
func (r *search) is(row json.RawMessage) bool {
	id, number, err := r.scheme.Identify(row)
	return err == nil && (id == r.wanted || number == r.wanted)
}

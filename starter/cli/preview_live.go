package cli

import (
	"context"
	"encoding/json"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
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
}

// searchLive looks for a row by its id or number, the newest window first.
func (a *app) searchLive(ctx context.Context, s *schemes.Scheme, wanted string, since time.Time) (liveRow, error) {
	source, err := connectors.As[connectors.Source](a.env.Accounts, s.Source.Connector, s.Source.Account)
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
	row, err := r.back(ctx, now, since)
	if err != nil {
		return liveRow{}, a.fail("live.failed", "Error", err)
	}
	if row == nil {
		return liveRow{}, a.fail("live.missing", "ID", wanted, "From", shown(r.extent.From), "To", shown(r.extent.To),
			"Pages", r.extent.Pages, "Rows", r.extent.Rows)
	}
	return liveRow{row, r.extent}, nil
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

package reconcile

import (
	"context"
	"fmt"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
)

// day is how much is compared at a time: what is kept in memory is a day's
// documents, and what is done again after an interruption is a day.
const day = 24 * time.Hour

// Stretches cuts a window into those that are compared one after the other, the
// newest first. A source that knows no times is read whole.
func (r *Reconciler) Stretches(ctx context.Context, s *schemes.Scheme, w connectors.Window) ([]connectors.Window, error) {
	if s.Target == nil {
		return nil, fmt.Errorf("scheme %s: %w", s.Name, ErrNoTarget)
	}
	source, err := r.source(ctx, s)
	if err == nil {
		_, err = r.target(s)
	}
	if err != nil {
		return nil, fmt.Errorf("scheme %s: %w", s.Name, err)
	}
	limits, err := source.Limits(s.Source.API)
	if err != nil {
		return nil, fmt.Errorf("scheme %s: %w", s.Name, err)
	}
	if limits.MaxWindow == 0 || s.Merges() {
		return []connectors.Window{w}, nil
	}
	var cut []connectors.Window
	for to := w.To; w.From.Before(to); to = to.Add(-day) {
		from := to.Add(-day)
		if from.Before(w.From) {
			from = w.From
		}
		cut = append(cut, connectors.Window{From: from, To: to})
	}
	return cut, nil
}

// Package metrics is how schemes stand, in the text that Prometheus reads. What is
// told is what the store says when it is asked: every worker tells the same, so
// one of them is enough to be asked.
package metrics

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// Store says how schemes stand, from counters: it may be asked often.
type Store interface {
	Counts(ctx context.Context, scheme string) (map[docstore.State]int, int, error)
	Watermark(ctx context.Context, scheme string) (time.Time, bool, error)
	Paused(ctx context.Context, scheme string) (docstore.Pause, bool, error)
	LastReconciliation(ctx context.Context, scheme string) (docstore.Reconciliation, bool, error)
}

// Handler answers GET /metrics.
type Handler struct {
	Library *schemes.Library
	Store   Store
	Log     *slog.Logger
}

// patience is how long a store may take to say how all schemes stand.
const patience = 10 * time.Second

// ServeHTTP tells everything, or nothing: half of it would look like a loss.
func (h Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/metrics" {
		http.NotFound(w, r)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	all, err := h.standings(ctx)
	if err != nil {
		h.Log.ErrorContext(ctx, "metrics cannot be told", "reason", err)
		http.Error(w, "the store cannot be read; the log says why", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	if _, err := w.Write(exposition(all)); err != nil {
		h.Log.DebugContext(ctx, "metrics were not taken", "reason", err)
	}
}

// standing is how a scheme stands.
type standing struct {
	scheme    string
	counts    map[docstore.State]int
	balance   docstore.Balance
	changed   int
	watermark time.Time
	paused    bool
	compared  *docstore.Reconciliation // nil: it never was
}

func (h Handler) standings(ctx context.Context) ([]standing, error) {
	var all []standing
	for _, name := range h.Library.Names() {
		one, err := h.standing(ctx, name)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

func (h Handler) standing(ctx context.Context, name string) (standing, error) {
	st := standing{scheme: name}
	s, err := h.Library.Get(name)
	if err != nil {
		return st, err
	}
	if st.counts, st.changed, err = h.Store.Counts(ctx, name); err != nil {
		return st, err
	}
	if st.watermark, _, err = h.Store.Watermark(ctx, name); err != nil {
		return st, err
	}
	if last, there, err := h.Store.LastReconciliation(ctx, name); err != nil {
		return st, err
	} else if there {
		st.compared = &last
	}
	_, st.paused, err = h.Store.Paused(ctx, name)
	st.balance = docstore.BalanceOf(st.counts, goal(s))
	return st, err
}

func goal(s *schemes.Scheme) docstore.State {
	if s.Target == nil {
		return docstore.Stored
	}
	return activities.Goal(s.Target.Steps)
}

// Package metrics is how schemes stand, in the text that Prometheus reads. What is
// told is what the store says when it is asked: every worker tells the same, so
// one of them is enough to be asked.
package metrics

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// Store says how schemes stand, from counters: it may be asked often.
type Store interface {
	activities.Revisions
	SchemesWithDocuments(ctx context.Context) ([]string, error)
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
	gone      bool                     // it has no file any more
	compared  *docstore.Reconciliation // nil: it never was
}

func (h Handler) standings(ctx context.Context) ([]standing, error) {
	names, err := h.Store.SchemesWithDocuments(ctx)
	if err != nil {
		return nil, err
	}
	names = append(names, h.Library.Names()...)
	slices.Sort(names)
	var all []standing
	for _, name := range slices.Compact(names) {
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
	_, err := h.Library.Get(name)
	st.gone = err != nil
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
	st.balance = docstore.BalanceOf(st.counts, h.goal(ctx, name, st.gone))
	return st, err
}

// goal is where the scheme's documents end, under the scheme as it was last where
// its file is gone. What is not known any more has no end but that of all.
func (h Handler) goal(ctx context.Context, name string, gone bool) docstore.State {
	s, err := h.Library.Get(name)
	if gone {
		s, err = activities.NewSchemes(h.Library, h.Store).Latest(ctx, name)
	}
	if err != nil {
		return docstore.Stored
	}
	return activities.End(s)
}

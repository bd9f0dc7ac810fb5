// Package gateway takes the calls of systems that call us (callbacks): it says
// who may call, keeps what a call brings, and only then says so. Its promise is
// that what was answered with 200 is in the store, and that what was not may be
// sent again without anything being booked twice.
package gateway

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
)

// Parts are what a gateway is made of; whoever opens them closes them.
type Parts struct {
	Library  *schemes.Library
	Accounts connectors.Accounts
	Store    Store
	Orders   activities.Orders // nil: what is kept waits for the next run of its scheme
	Log      *slog.Logger
	Now      func() time.Time // nil: time.Now
}

// Store is the part of the document store that a gateway needs.
type Store interface {
	activities.Store
	activities.Revisions
	// Forget drops calls that are not taken once more anyway.
	Forget(ctx context.Context, now time.Time) error
}

// Gateway serves POST /callbacks/{scheme}. It is an http.Handler; Serve gives
// it the server it should have.
type Gateway struct {
	parts   Parts
	limits  Limits
	intake  *activities.Intake
	doors   map[string]*door // by scheme
	bodies  chan struct{}    // a place for each body in memory
	carrier *carrier
	mux     *http.ServeMux
}

// New makes a gateway for all schemes of the library.
func New(p Parts, l Limits) *Gateway {
	if p.Now == nil {
		p.Now = time.Now
	}
	l = l.withDefaults()
	known := activities.NewSchemes(p.Library, p.Store)
	g := &Gateway{
		parts: p, limits: l, doors: map[string]*door{}, bodies: make(chan struct{}, l.Bodies),
		intake: activities.NewIntake(known, p.Store, p.Orders, p.Log), mux: http.NewServeMux(),
	}
	for _, name := range p.Library.Names() {
		g.doors[name] = newDoor(l)
	}
	g.carrier = newCarrier(g.intake, p.Orders != nil, p.Log)
	g.mux.HandleFunc("POST /callbacks/{scheme}", g.call)
	g.mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	g.mux.HandleFunc("/", g.elsewhere)
	return g
}

// ServeHTTP answers one call.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) { g.mux.ServeHTTP(w, r) }

// elsewhere is every address and method but those above; it does not tell
// which schemes there are.
func (g *Gateway) elsewhere(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		refused(http.StatusMethodNotAllowed, "callbacks are sent with POST to /callbacks/{scheme}").write(w)
		return
	}
	nowhere().write(w)
}

// Receivers are the schemes that can be called, and why those whose account
// cannot be opened may not be among them.
func (g *Gateway) Receivers(ctx context.Context) (names []string, unable map[string]error) {
	unable = map[string]error{}
	for _, name := range g.parts.Library.Names() {
		switch err := g.callable(ctx, name); {
		case err == nil:
			names = append(names, name)
		case !absent(err):
			unable[name] = err
		}
	}
	return names, unable
}

// callable tries a call without anything in it: a system that calls us has APIs
// that are asked, too, and a scheme may read from one of those.
func (g *Gateway) callable(ctx context.Context, name string) error {
	receiver, err := g.receiver(name)
	if err != nil {
		return err
	}
	s, err := g.parts.Library.Get(name)
	if err != nil {
		return err
	}
	_, err = receiver.Receive(ctx, connectors.Inbound{API: s.Source.API, Header: http.Header{}, At: g.parts.Now()})
	if errors.Is(err, connectors.ErrUnauthorized) || errors.Is(err, connectors.ErrRejected) {
		return nil
	}
	return err
}

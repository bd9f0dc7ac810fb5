package gateway

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// call answers one call and writes one line about it, without anything of its content.
func (g *Gateway) call(w http.ResponseWriter, r *http.Request) {
	started := time.Now()
	a := g.answer(w, r, r.PathValue("scheme"))
	a.write(w)
	g.note(r, a, time.Since(started))
}

func (g *Gateway) note(r *http.Request, a answer, took time.Duration) {
	attrs := []slog.Attr{
		slog.Int("status", a.status), slog.Int("new", a.tally.added), slog.Int("changed", a.tally.changed),
		slog.Int("unchanged", a.tally.unchanged), slog.Duration("took", took.Round(time.Millisecond)),
	}
	if a.status != http.StatusNotFound { // what anybody may write into an address is not written into the log
		attrs = append(attrs, slog.String("scheme", r.PathValue("scheme")))
	}
	if a.tally.reason != nil {
		attrs = append(attrs, slog.Any("reason", a.tally.reason))
	}
	level := slog.LevelInfo
	if a.status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	g.parts.Log.LogAttrs(r.Context(), level, "callback", attrs...)
}

func (g *Gateway) answer(w http.ResponseWriter, r *http.Request, name string) answer {
	receiver, err := g.receiver(name)
	switch {
	case err != nil && absent(err):
		return nowhere()
	case err != nil:
		return later(http.StatusServiceUnavailable, time.Minute, "calls cannot be taken at the moment; send it again later", err)
	}
	if !enter(r.Context(), g.bodies, g.limits.Patience) {
		return busy()
	}
	defer leave(g.bodies)
	sent, refusal := g.read(w, r)
	if refusal != nil {
		return *refusal
	}
	s, err := g.parts.Library.Get(name)
	if err != nil {
		return nowhere()
	}
	in := connectors.Inbound{API: s.Source.API, Header: r.Header, Body: sent, At: g.parts.Now()}
	got, err := receiver.Receive(r.Context(), in)
	switch {
	case errors.Is(err, connectors.ErrNotFound): // its system calls, but not for this API
		return nowhere()
	case err != nil:
		return refusalOf(err)
	}
	return g.admitted(r, name, got)
}

// admitted is a call that is the caller's and holds what it should. Only now
// does it count: nobody else can use up a caller's calls.
func (g *Gateway) admitted(r *http.Request, name string, got connectors.Received) answer {
	d := g.doors[name]
	if after := d.knock(g.parts.Now()); after > 0 {
		return later(http.StatusTooManyRequests, after, fmt.Sprintf("more than %d calls a minute; nothing was kept, send it again later", g.limits.PerMinute), nil)
	}
	if !enter(r.Context(), d.places, g.limits.Patience) {
		return busy()
	}
	defer leave(d.places)
	return g.take(r.Context(), name, got)
}

// receiver is the account that a scheme is called by.
func (g *Gateway) receiver(name string) (connectors.Receiver, error) {
	s, err := g.parts.Library.Get(name)
	if err != nil {
		return nil, &connectors.Error{Kind: connectors.ErrNotFound, System: "gateway", Message: "no such scheme", Err: err}
	}
	return connectors.As[connectors.Receiver](g.parts.Accounts, s.Source.Connector, s.Source.Account)
}

// absent: there is no such scheme, or it is one that asks and is not called.
func absent(err error) bool {
	return errors.Is(err, connectors.ErrNotFound) || errors.Is(err, connectors.ErrUnsupported)
}

// read takes the body, as long as it may be and no longer than it may take.
func (g *Gateway) read(w http.ResponseWriter, r *http.Request) ([]byte, *answer) {
	sent, err := io.ReadAll(http.MaxBytesReader(w, r.Body, g.limits.MaxBytes))
	var tooLarge *http.MaxBytesError
	var a answer
	switch {
	case err == nil:
		return sent, nil
	case errors.As(err, &tooLarge):
		a = refused(http.StatusRequestEntityTooLarge, fmt.Sprintf("the body is larger than %d bytes; nothing was kept, send fewer orders at once", g.limits.MaxBytes))
	case errors.Is(err, os.ErrDeadlineExceeded):
		a = refused(http.StatusRequestTimeout, "the body took too long to arrive; nothing was kept, send it again")
	default:
		a = refused(http.StatusBadRequest, "the body ended before it was all there; nothing was kept, send it again")
	}
	return nil, &a
}

package activities_test

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"

	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// A spoiler answers a call instead of the system, which it may ask first.
type spoiler func(w http.ResponseWriter, r *http.Request, system http.Handler)

// wire stands before a simulated system, notes what is called, and spoils one call.
type wire struct {
	system http.Handler

	mu    sync.Mutex
	calls []string
	call  string // to be spoiled
	with  spoiler
}

// spoil has the next call that the name is part of go wrong.
func (w *wire) spoil(call string, with spoiler) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.call, w.with, w.calls = call, with, nil
}

// made are the calls since the last that was to be spoiled.
func (w *wire) made() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.calls, " ")
}

// ServeHTTP reads the request whole, or the caller's going away is not noticed.
func (w *wire) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the caller went away
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	path := strings.TrimSuffix(strings.TrimSuffix(r.URL.Path, ".common.kdsvc"), ".php")
	name := path[strings.LastIndexAny(path, "/.")+1:]
	w.mu.Lock()
	w.calls = append(w.calls, name)
	with := w.with
	if with == nil || name != w.call {
		with = nil
	} else {
		w.with = nil
	}
	w.mu.Unlock()
	if with == nil {
		w.system.ServeHTTP(out, r)
		return
	}
	with(out, r, w.system)
}

// wired puts a wire before a system that the stage has.
func (s *stage) wired(handler http.Handler, variables func(url string) map[string]string) *wire {
	s.Helper()
	w := &wire{system: handler}
	srv := httptest.NewServer(w)
	s.Cleanup(srv.Close)
	maps.Copy(s.environ, variables(srv.URL))
	s.acts = s.activities(s.environ)
	return w
}

// wiredTo puts a wire before a system of the world.
func (s *stage) wiredTo(system string) *wire {
	s.Helper()
	return s.wired(s.world.Handler(system), func(url string) map[string]string { return s.world.Env(system, url) })
}

func (s *stage) wiredKingdee() *wire {
	s.Helper()
	return s.wiredTo(simulators.Kingdee)
}

// gone ends the connection without anything having been done.
func gone(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) }

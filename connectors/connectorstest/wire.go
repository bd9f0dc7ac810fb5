package connectorstest

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
)

// A spoiler answers a call instead of the system, which it may ask first.
type spoiler func(w http.ResponseWriter, r *http.Request, system http.Handler)

// wire stands between a connector and its system. It counts calls, and spoils
// them while it is told to.
type wire struct {
	system http.Handler

	mu      sync.Mutex
	calls   int
	spoiled spoiler
}

// spoil spoils all calls from now on; nil none.
func (w *wire) spoil(s spoiler) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.spoiled = s
}

func (w *wire) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.calls
}

// ServeHTTP reads the request whole, or the caller's going away is not noticed.
func (w *wire) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the caller went away
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	w.mu.Lock()
	w.calls++
	spoiled := w.spoiled
	w.mu.Unlock()
	if spoiled == nil {
		spoiled = asItIs
	}
	spoiled(out, r, w.system)
}

func asItIs(w http.ResponseWriter, r *http.Request, system http.Handler) { system.ServeHTTP(w, r) }

// changed lets the system do its work, and changes the answer.
func changed(change func(status int, body []byte) (int, []byte)) spoiler {
	return func(w http.ResponseWriter, r *http.Request, system http.Handler) {
		r.Header.Del("Accept-Encoding") // what is packed cannot be changed
		rec := httptest.NewRecorder()
		system.ServeHTTP(rec, r)
		status, body := change(rec.Code, rec.Body.Bytes())
		maps.Copy(w.Header(), rec.Header())
		w.Header().Del("Content-Length")
		w.WriteHeader(status)
		_, _ = w.Write(body) // a caller that went away needs no answer
	}
}

// cut lets the system do its work, and ends the connection without an answer.
func cut(_ http.ResponseWriter, r *http.Request, system http.Handler) {
	system.ServeHTTP(httptest.NewRecorder(), r)
	panic(http.ErrAbortHandler)
}

// gone ends the connection without anything having been done.
func gone(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) }

// held lets the system do its work, tells that it has, and never answers.
func held(arrived chan<- struct{}) spoiler {
	return func(_ http.ResponseWriter, r *http.Request, system http.Handler) {
		system.ServeHTTP(httptest.NewRecorder(), r)
		select {
		case arrived <- struct{}{}:
		default: // nobody waits any more
		}
		<-r.Context().Done()
	}
}

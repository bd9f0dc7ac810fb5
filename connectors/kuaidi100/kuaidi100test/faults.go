package kuaidi100test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// FaultKind is one way in which a call goes wrong.
type FaultKind string

// The kinds of fault.
const (
	Delay       FaultKind = "delay"        // the answer comes late, after Fault.Delay
	ServerError FaultKind = "server-error" // HTTP 500 with an HTML page
	BadGateway  FaultKind = "bad-gateway"  // HTTP 502 of a proxy
	Drop        FaultKind = "drop"         // the connection is cut before anything is done
	Cut         FaultKind = "cut"          // the connection is cut AFTER everything is done
	Truncated   FaultKind = "truncated"    // done, but only half of the answer arrives
	Empty       FaultKind = "empty"        // done, and HTTP 200 with nothing
	Garbage     FaultKind = "garbage"      // done, and Fault.Body instead of the answer, HTTP 200
	Refuse      FaultKind = "refuse"       // not done: Fault.Code and Fault.Message
)

// Fault is a rule for calls that are to go wrong.
type Fault struct {
	Kind  FaultKind
	API   string // poll/query.do, poll; "": every one
	Every int    // only every n-th call of the API; 0: each
	Times int    // at most so often; 0: always

	Delay       time.Duration
	AfterCommit bool   // for ServerError and BadGateway: the call is done first
	Code        string // for Refuse
	Message     string // for Refuse
	Body        string // for Garbage
}

// Fault adds a rule. Of several that fit a call, the first one made decides.
func (s *Server) Fault(f Fault) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.rules = append(s.faults.rules, &rule{Fault: f})
}

// ClearFaults removes all rules.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.rules = nil
}

type rule struct {
	Fault
	seen, done int
}

type faults struct {
	mu    sync.Mutex
	rules []*rule
}

func (f *faults) next(api string) (Fault, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, r := range f.rules {
		if (r.API == "" || r.API == api) && r.due() {
			return r.Fault, true
		}
	}
	return Fault{}, false
}

func (r *rule) due() bool {
	r.seen++
	if r.Times > 0 && r.done >= r.Times || r.Every > 1 && r.seen%r.Every != 0 {
		return false
	}
	r.done++
	return true
}

// before lets a fault happen instead of the call; it says whether it did.
func (f Fault) before(w http.ResponseWriter, r *http.Request) bool {
	switch {
	case f.Kind == Drop:
		panic(http.ErrAbortHandler)
	case f.Kind == Delay:
		wait(r, f.Delay)
	case f.broken() && !f.AfterCommit:
		f.page(w)
		return true
	}
	return false
}

func (f Fault) broken() bool { return f.Kind == ServerError || f.Kind == BadGateway }

// after sends the answer of a call that has been done, as the fault has it.
func (f Fault) after(w http.ResponseWriter, answer map[string]any) {
	body := toJSON(answer)
	switch {
	case f.Kind == Cut:
		panic(http.ErrAbortHandler)
	case f.broken():
		f.page(w)
		return
	case f.Kind == Truncated:
		body = body[:len(body)/2]
	case f.Kind == Empty:
		body = nil
	case f.Kind == Garbage:
		body = []byte(f.Body)
	}
	w.Header().Set("Content-Type", "text/html;charset=UTF-8") // as 快递100 sends its JSON
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // a caller that went away needs no answer
}

func (f Fault) page(w http.ResponseWriter) {
	code := http.StatusInternalServerError
	if f.Kind == BadGateway {
		code = http.StatusBadGateway
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	_, _ = w.Write([]byte("<html><body><h1>" + strconv.Itoa(code) + " 服务器错误</h1></body></html>")) // as above
}

// wait ends early when the caller goes away.
func wait(r *http.Request, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	}
}

func toJSON(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return []byte(`{"result":false,"returnCode":"501","message":"服务器错误"}`)
	}
	return b.Bytes()
}

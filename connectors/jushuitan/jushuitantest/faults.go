package jushuitantest

import (
	"context"
	"net/http"
	"slices"
	"time"
)

// Misbehaviour is what a Fault does to an answer.
type Misbehaviour int

// The misbehaviours. With Slow alone the answer is right and late.
const (
	None       Misbehaviour = iota
	Refuse                  // a code of its own: Code and Msg
	ServerPage              // HTTP 500 with an HTML page
	Drop                    // the connection ends without an answer
	Truncated               // half the answer
	Empty                   // HTTP 200 and nothing
	WrongType               // rows where an object should be
	Garbage                 // Body instead of the answer, HTTP 200
)

// Fault is a misbehaviour ordered for the next calls.
type Fault struct {
	API   string // "" is any
	Do    Misbehaviour
	Code  int
	Msg   string
	Body  string
	Slow  time.Duration
	Times int // 0 is once
}

// Misbehave orders a fault; faults are served in the order they were ordered.
func (s *Server) Misbehave(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.Times = max(f.Times, 1)
	s.faults = append(s.faults, &f)
}

// arrive counts a call, and answers it at once when it is to be refused, lost or
// told off; then done is true, or told is what to say.
func (s *Server) arrive(w http.ResponseWriter, r *http.Request, api string) (f Fault, told *refusal, done bool) {
	s.mu.Lock()
	s.calls[api]++
	told = s.tellOff()
	f = s.takeFault(api)
	s.mu.Unlock()
	linger(r.Context(), f.Slow)
	switch f.Do {
	case Refuse:
		told = &refusal{f.Code, f.Msg}
	case ServerPage:
		w.WriteHeader(http.StatusInternalServerError)
		reply(w, []byte("<html><body><h1>服务器错误</h1></body></html>"))
		return f, nil, true
	case Drop:
		panic(http.ErrAbortHandler)
	}
	return f, told, false
}

// linger waits, unless the caller goes away.
func linger(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

func (s *Server) takeFault(api string) Fault {
	for i, f := range s.faults {
		if f.API != "" && f.API != api {
			continue
		}
		if f.Times--; f.Times == 0 {
			s.faults = slices.Delete(s.faults, i, i+1)
		}
		return *f
	}
	return Fault{}
}

const (
	perSecond = 5
	perMinute = 100
)

// tellOff counts over any sliding second and minute. Calls that are told off
// count too.
func (s *Server) tellOff() *refusal {
	now := s.opt.Now()
	s.recent = slices.DeleteFunc(s.recent, func(t time.Time) bool { return now.Sub(t) >= time.Minute })
	s.recent = append(s.recent, now)
	second := 0
	for _, t := range s.recent {
		if now.Sub(t) < time.Second {
			second++
		}
	}
	switch {
	case s.opt.NoLimits:
		return nil
	case second > perSecond:
		s.told++
		return &refusal{199, "调用频次超过限制!请稍后再试"}
	case len(s.recent) > perMinute:
		s.told++
		return &refusal{200, "调用频次超过限制"}
	}
	return nil
}

// send writes an answer as the fault has it.
func (f Fault) send(w http.ResponseWriter, body []byte) {
	switch f.Do {
	case Truncated:
		body = body[:len(body)/2]
	case Empty:
		body = nil
	case WrongType:
		body = []byte(`{"code":0,"msg":"执行成功","data":[1,2],"datas":{"a":1},"orders":{},"shops":{}}`)
	case Garbage:
		body = []byte(f.Body)
	}
	reply(w, body)
}

// reply: HTTP 200 throughout, whatever the code inside says.
func reply(w http.ResponseWriter, body []byte) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(body) // a caller that went away needs no answer
}

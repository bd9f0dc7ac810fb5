package jushuitantest

import (
	"net/http"
	"slices"
	"time"

	"github.com/erpbridge/erpbridge/connectors/internal/fault"
)

// Misbehaviour is what a Fault does to an answer. With Slow alone the answer is
// right and late.
type Misbehaviour = fault.Misbehaviour

// The misbehaviours.
const (
	None       = fault.None
	Refuse     = fault.Refusal // a code of its own: Code and Msg
	ServerPage = fault.ServerPage
	Drop       = fault.Dropped
	Truncated  = fault.Half
	Empty      = fault.Nothing
	WrongType  = fault.WrongType
	Garbage    = fault.Other // Body
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
func (s *Server) Misbehave(f Fault) { s.faults.Order(f, f.API, f.Times) }

// arrive counts a call, and answers it at once when it is to be refused, lost or
// told off; then done is true, or told is what to say.
func (s *Server) arrive(w http.ResponseWriter, r *http.Request, api string) (f Fault, told *refusal, done bool) {
	s.mu.Lock()
	s.calls[api]++
	told = s.tellOff()
	s.mu.Unlock()
	f = s.faults.Take(api)
	fault.Linger(r.Context(), s.opt.Pace+f.Slow)
	if f.Do == Refuse {
		told = &refusal{f.Code, f.Msg}
	}
	return f, told, f.Do.Lost(w)
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
	reply(w, f.Do.Spoil(body, `{"code":0,"msg":"执行成功","data":[1,2],"datas":{"a":1},"orders":{},"shops":{}}`, f.Body))
}

// reply: HTTP 200 throughout, whatever the code inside says.
func reply(w http.ResponseWriter, body []byte) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(body) // a caller that went away needs no answer
}

package kingdeetest

import (
	"net/http"
	"strings"
	"sync"
	"time"
)

// FaultKind is one way in which a call goes wrong.
type FaultKind string

// The kinds of fault.
const (
	Delay         FaultKind = "delay"          // the answer comes late, after Fault.Delay
	ServerError   FaultKind = "server-error"   // HTTP 500 with ASP.NET's page
	BadGateway    FaultKind = "bad-gateway"    // HTTP 502 of a proxy
	Unavailable   FaultKind = "unavailable"    // HTTP 503 of a stopped pool
	Drop          FaultKind = "drop"           // the connection is cut before anything is done
	Cut           FaultKind = "cut"            // the connection is cut AFTER everything is done
	Truncated     FaultKind = "truncated"      // done, but only half of the answer arrives
	NetControl    FaultKind = "net-control"    // 网控冲突: somebody else has the bill open
	LoseSession   FaultKind = "lose-session"   // every session ends, this call's first
	ResponseError FaultKind = "response-error" // a response_error: body with a KDException
	CallLimit     FaultKind = "call-limit"     // MsgCode 14
	RefuseRow     FaultKind = "refuse-row"     // one packet of a Save or BatchSave, one row of an Allocate, or one bill of a Submit or Audit, is refused
)

// Fault is a rule for calls that are to go wrong.
type Fault struct {
	Kind   FaultKind
	Method string // the method concerned, in any case (BatchSave); "": every method
	Every  int    // only every n-th call of the method; 0: each
	Times  int    // at most so often; 0: always

	Delay       time.Duration // for Delay
	AfterCommit bool          // for ServerError, BadGateway, Unavailable, ResponseError: the call is done first
	Number      string        // for RefuseRow: the bill number; "": the first packet
	Message     string        // for RefuseRow: what the server says
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

// next is the fault of a call as a whole.
func (f *faults) next(method string) (Fault, bool) {
	return f.pick(func(r *rule) bool { return r.Kind != RefuseRow && r.of(method) })
}

// refuses is the fault of one packet.
func (f *faults) refuses(method, number string, index int) (Fault, bool) {
	return f.pick(func(r *rule) bool {
		return r.Kind == RefuseRow && r.of(method) && (r.Number == number || r.Number == "" && index == 0)
	})
}

func (f *faults) pick(fits func(*rule) bool) (Fault, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, r := range f.rules {
		if fits(r) && r.due() {
			return r.Fault, true
		}
	}
	return Fault{}, false
}

func (r *rule) of(method string) bool {
	return r.Method == "" || strings.EqualFold(r.Method, method)
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
func (s *Server) before(w http.ResponseWriter, r *http.Request, sv service, f Fault) bool {
	switch f.Kind {
	case Delay:
		wait(r, f.Delay)
		return false
	case Drop:
		panic(http.ErrAbortHandler)
	case LoseSession:
		s.access.dropAll()
	}
	rep, instead := faulty(sv.method, f)
	if !instead || f.AfterCommit {
		return false
	}
	rep.write(w)
	return true
}

// after lets a fault happen to the answer of a call that has been done.
func after(w http.ResponseWriter, f Fault, rep reply) bool {
	switch {
	case f.Kind == Cut:
		panic(http.ErrAbortHandler)
	case f.Kind == Truncated:
		rep.body = rep.body[:len(rep.body)/2]
		rep.write(w)
		return true
	case f.AfterCommit:
		instead, _ := faulty("", f)
		instead.write(w)
		return true
	}
	return false
}

// faulty is the answer that a fault gives instead of the call's own.
func faulty(method string, f Fault) (reply, bool) {
	switch f.Kind {
	case ServerError:
		return serverError("未将对象引用设置到对象的实例。"), true
	case BadGateway:
		return page(http.StatusBadGateway, "502 Bad Gateway"), true
	case Unavailable:
		return page(http.StatusServiceUnavailable, "Service Unavailable"), true
	case ResponseError:
		return responseError(), true
	case LoseSession:
		return sessionLost(method), true
	case NetControl:
		return shaped(method, failure(0, sprintf(textNetControl, "业务单据", "业务单据"))), true
	case CallLimit:
		return shaped(method, failure(14, inventedCallLimit)), true
	default:
		return reply{}, false
	}
}

func page(code int, title string) reply {
	return reply{code: code, html: true, body: []byte("<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1></body></html>")}
}

func responseError() reply {
	return reply{code: http.StatusOK, body: []byte(`response_error:{"Message":"系统发生异常","InnerExWrapper":{"Message":"等待的操作过时。"}}`)}
}

func wait(r *http.Request, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	}
}

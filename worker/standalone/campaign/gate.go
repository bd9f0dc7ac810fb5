package campaign

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
)

// thinking is how long 金蝶 takes for a call: calls have to wait for one another.
const thinking = 100 * time.Millisecond

// patience is how long a worker waits for an answer before it gives up.
const patience = 3 * time.Second

// gate stands before a system, one for each worker, and lets calls go wrong.
type gate struct {
	system http.Handler
	thinks time.Duration
	worker int
	armed  *armed
	vendor func(Fault, string)      // faults that only the system itself can make, of the method that is called
	kill   func(worker int)         // returns when the worker is dead
	stop   func(Fault)              // returns when it is stopped; it goes on later
	call   func(path string) string // the method that a path asks for
}

// ServeHTTP lets the call meet the fault that was armed for it, if any.
func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the caller went away
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	method := g.call(r.URL.Path)
	time.Sleep(g.thinks)
	f, ok := g.armed.take(callOf(method), g.worker)
	if !ok {
		g.system.ServeHTTP(w, r)
		return
	}
	g.spoil(w, r, f, method)
}

func (g *gate) spoil(w http.ResponseWriter, r *http.Request, f Fault, method string) {
	switch f.Kind {
	case KillWorker:
		g.dies(w, r, f)
	case StopWorker:
		g.stop(f)
		g.system.ServeHTTP(w, r)
	case Reset:
		reset(w)
	case Cut:
		g.done(r)
		reset(w)
	case Late:
		<-time.After(patience + 2*time.Second) // the client is gone by then
		g.done(r)
	case Busy:
		w.Header().Set("Retry-After", "1")
		http.Error(w, "Too Many Requests", http.StatusTooManyRequests)
	case Broken, Gateway:
		if f.Late {
			g.done(r)
		}
		http.Error(w, "<html><body>"+strconv.Itoa(status(f.Kind))+"</body></html>", status(f.Kind))
	case Truncated:
		half(w, g.done(r))
	default:
		g.vendor(f, method)
		g.system.ServeHTTP(w, r)
	}
}

// dies kills the caller before or after the call is done, never with an answer.
func (g *gate) dies(w http.ResponseWriter, r *http.Request, f Fault) {
	if f.Late {
		g.done(r)
	}
	g.kill(g.worker)
	reset(w)
}

// done does the call whatever becomes of the caller.
func (g *gate) done(r *http.Request) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	g.system.ServeHTTP(answer, r.WithContext(context.WithoutCancel(r.Context())))
	return answer
}

func half(w http.ResponseWriter, answer *httptest.ResponseRecorder) {
	w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes()[:answer.Body.Len()/2]) // a caller that went away needs no answer
}

// reset ends the connection as a router does that has forgotten it: with RST.
func reset(w http.ResponseWriter) {
	hijacker, ok := w.(http.Hijacker)
	if !ok {
		panic(http.ErrAbortHandler)
	}
	conn, _, err := hijacker.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // closed politely otherwise, which is a cut, too
	}
	_ = conn.Close() // it is to be broken
}

func status(k Kind) int {
	if k == Gateway {
		return http.StatusBadGateway
	}
	return http.StatusInternalServerError
}

func callOf(method string) Call {
	switch method {
	case "BatchSave", "Save":
		return Save
	case "Submit":
		return Submit
	case "Audit":
		return Audit
	case "ExecuteBillQuery":
		return Query
	case "refund/single/query", "orders/single/query":
		return Read
	case wangdiantongtest.Push:
		return Push
	default:
		return ""
	}
}

// kingdeeCall is the method in …DynamicFormService.BatchSave.common.kdsvc.
func kingdeeCall(path string) string {
	path = strings.TrimSuffix(path, ".common.kdsvc")
	return path[strings.LastIndex(path, ".")+1:]
}

func wangdiantongCall(path string) string {
	return strings.TrimSuffix(path[strings.LastIndex(path, "/")+1:], ".php")
}

func jushuitanCall(path string) string { return strings.TrimPrefix(path, "/open/") }

package qimentest

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// Misbehaviour is what a Fault does to an answer.
type Misbehaviour int

// The misbehaviours. With Slow alone the answer is right and late.
const (
	None       Misbehaviour = iota
	Refuse                  // a failure of the gateway: Code, Msg, SubCode, SubMsg
	ServerPage              // HTTP 500 with an HTML page
	Drop                    // the connection ends without an answer
	Truncated               // half the answer
	Empty                   // HTTP 200 and nothing
	WrongType               // a list where the response should be
	Garbage                 // Body instead of the answer, HTTP 200
)

// Fault is a misbehaviour ordered for the next calls.
type Fault struct {
	Method          string // "" is any
	Do              Misbehaviour
	Code            int
	Msg             string
	SubCode, SubMsg string
	Body            string
	Slow            time.Duration
	Times           int // 0 is once
}

// Misbehave orders a fault; faults are served in the order they were ordered.
func (g *Gateway) Misbehave(f Fault) {
	g.mu.Lock()
	defer g.mu.Unlock()
	f.Times = max(f.Times, 1)
	g.faults = append(g.faults, &f)
}

// arrive counts a call, and answers it at once when it is to be lost.
func (g *Gateway) arrive(w http.ResponseWriter, r *http.Request, method string) (f Fault, done bool) {
	g.mu.Lock()
	g.calls[method]++
	g.path = r.URL.Path
	f = g.takeFault(method)
	g.mu.Unlock()
	linger(r.Context(), f.Slow)
	switch f.Do {
	case ServerPage:
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = w.Write([]byte("<html><body><h1>服务器错误</h1></body></html>"))
		return f, true
	case Drop:
		panic(http.ErrAbortHandler)
	}
	return f, false
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

func (g *Gateway) takeFault(method string) Fault {
	for i, f := range g.faults {
		if f.Method != "" && f.Method != method {
			continue
		}
		if f.Times--; f.Times == 0 {
			g.faults = slices.Delete(g.faults, i, i+1)
		}
		return *f
	}
	return Fault{}
}

// failure is a refusal of the gateway's own.
type failure struct {
	code            int
	msg             string
	subCode, subMsg string
}

// envelope wraps what is said. HTTP 200 throughout, whatever it is.
func envelope(said any, requestID string, classic bool) []byte {
	f, no := said.(failure)
	switch {
	case !no:
		response := said.(map[string]any)
		response["request_id"] = requestID
		return toJSON(map[string]any{"response": response})
	case classic:
		return toJSON(map[string]any{"error_response": f.fields("msg", "sub_msg", requestID)})
	}
	fields := f.fields("message", "sub_message", requestID)
	fields["flag"] = "failure"
	return toJSON(map[string]any{"response": fields})
}

func (f failure) fields(msg, subMsg, requestID string) map[string]any {
	fields := map[string]any{"code": f.code, msg: f.msg, "request_id": requestID}
	if f.subCode != "" || f.subMsg != "" {
		fields["sub_code"], fields[subMsg] = f.subCode, f.subMsg
	}
	return fields
}

func toJSON(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return []byte(`{"error_response":{"code":15,"msg":"Remote service error","sub_code":"isp.unknown-error"}}`)
	}
	return b.Bytes()
}

// send writes an answer as the fault has it.
func (f Fault) send(w http.ResponseWriter, body []byte, packed bool) {
	switch f.Do {
	case Truncated:
		body = body[:len(body)/2]
	case Empty:
		body = nil
	case WrongType:
		body = []byte(`{"response":[1,2]}`)
	case Garbage:
		body = []byte(f.Body)
	}
	w.Header().Set("Content-Type", "text/javascript;charset=UTF-8")
	if !packed {
		_, _ = w.Write(body) // a caller that went away needs no answer
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(w)
	_, _ = z.Write(body)
	_ = z.Close() // as above
}

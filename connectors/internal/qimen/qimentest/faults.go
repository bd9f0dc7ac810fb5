package qimentest

import (
	"compress/gzip"
	"net/http"
	"time"

	"github.com/erpbridge/erpbridge/connectors/internal/fault"
)

// Misbehaviour is what a Fault does to an answer. With Slow alone the answer is
// right and late.
type Misbehaviour = fault.Misbehaviour

// The misbehaviours.
const (
	None       = fault.None
	Refuse     = fault.Refusal // a failure of the gateway: Code, Msg, SubCode, SubMsg
	ServerPage = fault.ServerPage
	Drop       = fault.Dropped
	Truncated  = fault.Half
	Empty      = fault.Nothing
	WrongType  = fault.WrongType
	Garbage    = fault.Other // Body
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
func (g *Gateway) Misbehave(f Fault) { g.faults.Order(f, f.Method, f.Times) }

// arrive counts a call, and answers it at once when it is to be lost.
func (g *Gateway) arrive(w http.ResponseWriter, r *http.Request, method string) (f Fault, done bool) {
	g.mu.Lock()
	g.calls[method]++
	g.path = r.URL.Path
	g.mu.Unlock()
	f = g.faults.Take(method)
	fault.Linger(r.Context(), f.Slow)
	return f, f.Do.Lost(w)
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
	return fault.JSON(v, `{"error_response":{"code":15,"msg":"Remote service error","sub_code":"isp.unknown-error"}}`)
}

// send writes an answer as the fault has it.
func (f Fault) send(w http.ResponseWriter, body []byte, packed bool) {
	body = f.Do.Spoil(body, `{"response":[1,2]}`, f.Body)
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

package kuaidi100test

import (
	"net/http"

	"github.com/erpbridge/erpbridge/connectors/internal/fault"
)

// FaultKind is one way in which a call goes wrong.
type FaultKind = fault.Kind

// The kinds of fault.
const (
	Delay       = fault.Delay
	ServerError = fault.ServerError
	BadGateway  = fault.BadGateway
	Drop        = fault.Drop
	Cut         = fault.Cut
	Truncated   = fault.Truncated
	Empty       = fault.Empty
	Garbage     = fault.Garbage
	Refuse      = fault.Refuse
)

// Fault is a rule for calls that are to go wrong. Its API is poll/query.do or poll.
type Fault = fault.Fault[string]

// Fault adds a rule. Of several that fit a call, the first one made decides.
func (s *Server) Fault(f Fault) { s.faults.Add(f) }

// ClearFaults removes all rules.
func (s *Server) ClearFaults() { s.faults.Clear() }

// send answers with JSON in what 快递100 calls it.
func send(w http.ResponseWriter, f Fault, answer map[string]any) {
	f.Send(w, "text/html;charset=UTF-8", toJSON(answer))
}

func toJSON(v any) []byte {
	return fault.JSON(v, `{"result":false,"returnCode":"501","message":"服务器错误"}`)
}

package wangdiantongtest

import "github.com/erpbridge/erpbridge/connectors/internal/fault"

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

// Fault is a rule for calls that are to go wrong. Its API is a script, without .php.
type Fault = fault.Fault[int]

// Fault adds a rule. Of several that fit a call, the first one made decides.
func (s *Server) Fault(f Fault) { s.faults.Add(f) }

// ClearFaults removes all rules.
func (s *Server) ClearFaults() { s.faults.Clear() }

// page is PHP's default type, which 旺店通 leaves.
const page = "text/html; charset=utf-8"

func toJSON(v any) []byte {
	return fault.JSON(v, `{"code":1020,"message":"系统异常，请稍后再试！"}`)
}

package jushuitanqimentest

import "github.com/erpbridge/erpbridge/connectors/internal/qimen/qimentest"

// Fault is a misbehaviour ordered for the next calls; see Server.Misbehave.
type Fault = qimentest.Fault

// The misbehaviours are the gateway's.
const (
	None       = qimentest.None
	Refuse     = qimentest.Refuse
	ServerPage = qimentest.ServerPage
	Drop       = qimentest.Drop
	Truncated  = qimentest.Truncated
	Empty      = qimentest.Empty
	WrongType  = qimentest.WrongType
	Garbage    = qimentest.Garbage
)

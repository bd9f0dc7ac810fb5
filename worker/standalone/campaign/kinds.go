package campaign

import (
	"slices"
	"strings"
)

// Kind is one way in which something goes wrong.
type Kind string

// The kinds of faults.
const (
	KillWorker   Kind = "kill-worker"   // kill -9 while it makes a call
	KillTemporal Kind = "kill-temporal" // kill -9
	StopWorker   Kind = "stop-worker"   // SIGSTOP: it wakes up later and does not know
	DiskFull     Kind = "disk-full"     // a worker cannot make the store's files longer
	CutStore     Kind = "cut-store"     // every connection to PostgreSQL is ended by it
	Reset        Kind = "reset"         // the connection is reset before anything is done
	Cut          Kind = "cut"           // the connection is reset after everything is done
	Late         Kind = "late"          // done after the client has given up
	Busy         Kind = "http-429"
	Broken       Kind = "http-500" // before or after it is done
	Gateway      Kind = "http-502" // before or after it is done
	Truncated    Kind = "truncated-json"
	RefusedRow   Kind = "refused-row"   // HTTP 200, and the first row is refused
	RefusedAudit Kind = "refused-audit" // the bill is saved and submitted, and not approved
	LostSession  Kind = "lost-session"
	Locked       Kind = "lock-conflict" // 网控冲突
	Moving       Kind = "moving-rows"   // rows leave the window between two of its pages
)

// Call is what a caller wants of a system.
type Call string

// The calls.
const (
	Save   Call = "save"
	Submit Call = "submit"
	Audit  Call = "audit"
	Query  Call = "query" // of 金蝶
	Read   Call = "read"  // of 聚水潭
)

// trait says how a kind of fault is planned.
type trait struct {
	kind   Kind
	often  int    // of ten, once every kind has had its turn
	calls  []Call // one of them meets it
	either bool   // before or after the call is done
	lasts  bool
	here   func(Options) bool // nil: anywhere
}

func traits() []trait {
	writes := []Call{Save, Save, Submit, Audit}
	atKingdee := append(slices.Clip(writes), Query)
	all := append(slices.Clip(atKingdee), Read)
	return []trait{
		{kind: KillWorker, often: 5, calls: atKingdee, either: true},
		{kind: KillTemporal, often: 2},
		{kind: StopWorker, often: 2, lasts: true, here: signals},
		{kind: DiskFull, often: 2, lasts: true, here: func(o Options) bool { return o.Store == "" && limits() }},
		{kind: CutStore, often: 3, here: func(o Options) bool { return strings.HasPrefix(o.Store, "postgres") }},
		{kind: Reset, often: 10, calls: all},
		{kind: Cut, often: 10, calls: all},
		{kind: Late, often: 5, calls: all},
		{kind: Busy, often: 5, calls: all},
		{kind: Broken, often: 10, calls: all, either: true},
		{kind: Gateway, often: 10, calls: all, either: true},
		{kind: Truncated, often: 10, calls: all},
		{kind: RefusedRow, often: 4, calls: []Call{Save}},
		{kind: RefusedAudit, often: 4, calls: []Call{Audit}},
		{kind: LostSession, often: 5, calls: atKingdee},
		{kind: Locked, often: 5, calls: []Call{Save, Submit, Audit}},
		{kind: Moving, often: 5, calls: []Call{Read}},
	}
}

// kills are the faults from which recovering is timed.
func (k Kind) kills() bool { return k == KillWorker || k == KillTemporal }

package campaign

// Kind is one way in which something goes wrong.
type Kind string

// The kinds of faults.
const (
	KillWorker   Kind = "kill-worker"   // kill -9 while it makes a call
	KillTemporal Kind = "kill-temporal" // kill -9
	KillGateway  Kind = "kill-gateway"  // kill -9 while it is called
	KillStore    Kind = "kill-postgres" // kill -9 of the campaign's own PostgreSQL
	StopWorker   Kind = "stop-worker"   // SIGSTOP while it makes a call: it wakes up later and does not know
	WorkerClock  Kind = "worker-clock"  // a worker's clock is minutes or hours wrong for a while
	SourceClock  Kind = "source-clock"  // the systems' clock goes back some minutes for a while
	DiskFull     Kind = "disk-full"     // a worker cannot make the store's files longer: EFBIG where a full disk says ENOSPC
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
	Changing     Kind = "changed-row"   // a refund gets other amounts, wherever its bills stand by then
	Cancelling   Kind = "cancelled-row" // a refund is taken back, wherever its bills stand by then
	Unheard      Kind = "unheard-call"  // the mall does not hear what the gateway answers, and calls again
	Repeated     Kind = "repeated-call" // the mall calls once more, bit by bit the same
	Overtaken    Kind = "overtaken-call"
)

// Call is what a caller wants of a system.
type Call string

// The calls.
const (
	Save   Call = "save"
	Submit Call = "submit"
	Audit  Call = "audit"
	Query  Call = "query"  // of 金蝶
	Read   Call = "read"   // of 聚水潭
	Push   Call = "push"   // to 旺店通
	Tell   Call = "tell"   // by the mall, of the gateway: orders
	Retell Call = "retell" // the same: what has become of them
)

// done says whether a fault is done to a worker, of those that a call meets.
func (k Kind) done() bool { return k == KillWorker || k == StopWorker }

// kills are the faults from which recovering is timed.
func (k Kind) kills() bool {
	return k == KillWorker || k == KillTemporal || k == KillGateway || k == KillStore
}

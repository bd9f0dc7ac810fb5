package campaign

import (
	"slices"
	"strings"
	"time"
)

// trait says how a kind of fault is planned.
type trait struct {
	kind   Kind
	often  int    // of ten, once every kind has had its turn
	calls  []Call // one of them meets it
	either bool   // before or after the call is done
	lasts  bool
	jumps  jumps
	here   func(Options) bool // nil: anywhere
}

// jumps are how far a clock jumps, at least and at most.
type jumps struct{ back, ahead time.Duration }

// backAtSource is less than the overlap with which the scheme reads: rows that a
// source dates back by more than that are for nobody to find.
const backAtSource = 8 * time.Minute

func traits() []trait {
	writes := []Call{Save, Save, Submit, Audit, Push}
	atTargets := append(slices.Clip(writes), Query)
	all := append(slices.Clip(atTargets), Read)
	tells := []Call{Tell}
	return []trait{
		{kind: KillWorker, often: 5, calls: atTargets, either: true},
		{kind: KillTemporal, often: 2},
		{kind: KillGateway, often: 3, calls: tells, either: true},
		{kind: KillStore, often: 2, here: ownStore},
		{kind: StopWorker, often: 2, calls: []Call{Save, Submit, Audit}, lasts: true, here: signals},
		{kind: WorkerClock, often: 3, lasts: true, jumps: jumps{6 * time.Hour, 6 * time.Hour}},
		{kind: SourceClock, often: 2, lasts: true, jumps: jumps{back: backAtSource}},
		{kind: DiskFull, often: 2, lasts: true, here: func(o Options) bool { return o.Store == "" && limits() }},
		{kind: CutStore, often: 3, here: func(o Options) bool { return strings.HasPrefix(o.Store, Postgres) }},
		{kind: Reset, often: 10, calls: all},
		{kind: Cut, often: 10, calls: all},
		{kind: Late, often: 5, calls: all},
		{kind: Busy, often: 5, calls: all},
		{kind: Broken, often: 10, calls: all, either: true},
		{kind: Gateway, often: 10, calls: all, either: true},
		{kind: Truncated, often: 10, calls: all},
		{kind: RefusedRow, often: 4, calls: []Call{Save}},
		{kind: RefusedAudit, often: 4, calls: []Call{Audit}},
		{kind: LostSession, often: 5, calls: []Call{Save, Submit, Audit, Query}},
		{kind: Locked, often: 5, calls: []Call{Save, Submit, Audit}},
		{kind: Moving, often: 5, calls: []Call{Read}},
		{kind: Changing, often: 10},
		{kind: Cancelling, often: 7},
		{kind: Unheard, often: 5, calls: tells},
		{kind: Repeated, often: 5, calls: tells},
		{kind: Overtaken, often: 5, calls: []Call{Retell}},
	}
}

// ownStore: the campaign has a PostgreSQL of its own, which it may kill.
func ownStore(o Options) bool { return o.Store == Postgres }

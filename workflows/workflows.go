// Package workflows says in which order things happen, and what then. It is
// deterministic and does no I/O: every call is an activity, and histories hold
// references to documents, never the documents.
package workflows

import (
	"strings"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// TaskQueue is where workers look for work.
const TaskQueue = "erpbridge"

// The names under which Temporal and its Web UI know the workflows.
const (
	SyncName      = "Sync"
	DocumentName  = "Document"
	BackfillName  = "Backfill"
	ReconcileName = "Reconcile"
)

// The signals and queries.
const (
	// PauseSignal and ResumeSignal stop and continue a Sync or Backfill between its
	// calls; a Document finds out by itself that its scheme is paused, and listens to
	// ResumeSignal then. The payload is empty.
	PauseSignal  = "pause"
	ResumeSignal = "resume"
	// WakeSignal tells a waiting document to look again now. The payload is a Wake.
	WakeSignal = "wake"
	// parkedSignal tells a Sync that a document has begun to wait and does not
	// need its place. The payload is the document's key.
	parkedSignal = "parked"
	// ProgressQuery is answered by Sync and Backfill with Progress, by Document with Standing.
	ProgressQuery = "progress"
)

// Wake is what a document is told with WakeSignal.
type Wake struct {
	// Revision, when set, is the one to go on with; "" is the newest.
	Revision *string `json:"revision,omitempty"`
}

// Search attributes, all keywords: what people search for in the Web UI. A document
// that went where its scheme ends has no state there; one that waits, stands or ended
// otherwise has.
var (
	SchemeAttribute = temporal.NewSearchAttributeKeyKeyword("Scheme")
	NumberAttribute = temporal.NewSearchAttributeKeyKeyword("DocumentNumber")
	StateAttribute  = temporal.NewSearchAttributeKeyKeyword("DocumentState")
)

// SyncID is the workflow id of a run of a scheme; a scheduled one has its time appended.
func SyncID(scheme string) string { return "sync:" + scheme }

// BackfillID is the workflow id of a backfill: the same stretch is not read
// twice at once.
func BackfillID(scheme string, from, to time.Time) string {
	return "backfill:" + scheme + ":" + edge(from) + ".." + edge(to)
}

// edge is a date where a day begins, in Asia/Shanghai.
func edge(t time.Time) string {
	t = t.In(mapping.Shanghai())
	return strings.TrimSuffix(t.Format("2006-01-02T15:04:05"), "T00:00:00")
}

// ScheduleID is the id of a scheme's schedule.
func ScheduleID(scheme string) string { return "scheme:" + scheme }

// RemedyID is the id of the schedule of a sweep, and, with the time appended, of
// the backfills that it starts.
func RemedyID(scheme, name string) string { return "remedy:" + scheme + ":" + name }

// ReconcileID is the id of the schedule of a scheme's comparisons, and, with the
// time appended, of those.
func ReconcileID(scheme string) string { return "reconcile:" + scheme }

// DocumentID is the workflow id of a document: a person can type it.
func DocumentID(scheme, key string) string { return "document:" + scheme + ":" + key }

// ParseDocumentID is the inverse of DocumentID. Scheme names have no colon;
// keys may.
func ParseDocumentID(id string) (scheme, key string, ok bool) {
	rest, ok := strings.CutPrefix(id, "document:")
	if !ok {
		return "", "", false
	}
	return strings.Cut(rest, ":")
}

// Register makes the workflows known to a worker.
func Register(r worker.WorkflowRegistry) {
	r.RegisterWorkflowWithOptions(Sync, workflow.RegisterOptions{Name: SyncName})
	r.RegisterWorkflowWithOptions(Document, workflow.RegisterOptions{Name: DocumentName})
	r.RegisterWorkflowWithOptions(Backfill, workflow.RegisterOptions{Name: BackfillName})
	r.RegisterWorkflowWithOptions(Reconcile, workflow.RegisterOptions{Name: ReconcileName})
}

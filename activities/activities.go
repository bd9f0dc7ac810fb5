// Package activities is what happens, once: every call that leaves the process.
// Workflows say in which order; connectors say how to speak to a system. Each
// activity makes at most one API call, notes in the store what came of it and
// hands back only where the document stands: history holds references, the
// store holds documents.
package activities

import (
	"context"
	"log/slog"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/group"
	"github.com/erpbridge/erpbridge/schemes"
)

// Activities are registered with a worker as they are; their methods are the
// activities.
type Activities struct {
	Schemes   *Schemes
	Accounts  connectors.Accounts
	Store     Store
	Lookups   *Lookups
	Followers *Followers // nil: schemes that read a collection run by their schedules only
	Orders    Orders
	Log       *slog.Logger
	Now       func() time.Time

	calls group.Calls[part, connectors.Outcome]
}

// Store is the part of the document store that the activities need.
type Store interface {
	Searched
	Keep(ctx context.Context, p docstore.Page) (docstore.Kept, error)
	Get(ctx context.Context, ref docstore.Ref) (docstore.Document, error)
	List(ctx context.Context, f docstore.Filter) ([]docstore.Document, error)
	Stands(ctx context.Context, refs []docstore.Ref) (map[docstore.Ref]docstore.Stand, error)
	Mark(ctx context.Context, p docstore.Progress) error
	MarkAll(ctx context.Context, steps []docstore.Progress) ([]error, error)
	Groups(ctx context.Context, scheme, after string, limit int) ([]string, error)
	Merge(ctx context.Context, m docstore.Merge) error
	Renew(ctx context.Context, scheme string, goal docstore.State, keys []string) (int, error)
	Cancel(ctx context.Context, c docstore.Cancellation) (int, error)
	Watermark(ctx context.Context, scheme string) (time.Time, bool, error)
	Watermarked(ctx context.Context, scheme string) (docstore.Watermark, bool, error)
	BeginReading(ctx context.Context, r docstore.Reading) error
	EndReading(ctx context.Context, id string) error
	Paused(ctx context.Context, scheme string) (docstore.Pause, bool, error)
	Counts(ctx context.Context, scheme string) (counts map[docstore.State]int, newer int, err error)
}

// Orders are given to Temporal from inside an activity.
type Orders interface {
	Runs
	// StartSync asks for a run of a scheme; one that is running is enough.
	// Since is where a scheme that never ran begins to read; zero leaves it to the scheme.
	StartSync(ctx context.Context, scheme string, since time.Time) error
	// UnderWay says whether a workflow of this id has not ended.
	UnderWay(ctx context.Context, workflowID string) (bool, error)
	// Trouble says what the last run of a scheme since then failed with, or, when
	// ended is false, what holds up the one under way; "" when nothing does.
	Trouble(ctx context.Context, scheme string, since time.Time) (reason string, ended bool, err error)
	// Wake tells a waiting document that what it waits for may have arrived.
	Wake(ctx context.Context, ref docstore.Ref) error
	// Carry starts the workflow of one document, or wakes the one it has. The
	// revision is the one to carry it with; "" is the newest.
	Carry(ctx context.Context, doc docstore.Document, revision string) error
}

// Ref names a document and the scheme revision it is carried with.
type Ref struct {
	Scheme   string `json:"scheme"`
	Key      string `json:"key"`
	Revision string `json:"revision,omitempty"`
	// Settled is how long the target has had to finish a call whose answer was lost,
	// by the clock of Temporal: those of two workers may differ.
	Settled time.Duration `json:"settled,omitempty"`
}

// Document is the reference as the store has it.
func (r Ref) Document() docstore.Ref { return docstore.Ref{Scheme: r.Scheme, Key: r.Key} }

// Standing is where a document stands after an activity.
type Standing struct {
	State  docstore.State `json:"state"`
	Reason string         `json:"reason,omitempty"`
	// Steps are the scheme's steps at the target, in order: save, submit, audit.
	Steps []schemes.Step `json:"steps,omitempty"`
	// Recall is set when State is mapped and the target has the document from
	// before, as it was: it is taken back there before it is saved.
	Recall bool `json:"recall,omitempty"`
	// Delete is set when State is recalled and its bill is deleted at the target
	// before it is saved as a new one.
	Delete bool `json:"delete,omitempty"`
	// Wait is set when State is waiting.
	Wait *Wait `json:"wait,omitempty"`
	// Member is set when the document becomes part of another with the next run
	// of its scheme: by itself it goes nowhere.
	Member bool `json:"member,omitempty"`
	// Revision is set when the document goes on under another one than it was
	// asked to be carried with.
	Revision string `json:"revision,omitempty"`
}

// Wait says what a document waits for, and how long it may.
type Wait struct {
	Collection string        `json:"collection"`
	Deadline   time.Duration `json:"deadline"`
}

// Package docstore is the words for our own store: every document of every
// scheme, where it stands, what was sent for it and what was answered. Package
// sqlstore keeps them in SQLite or PostgreSQL; this one needs no driver, so that
// workflows and tests can speak of documents.
package docstore

import (
	"encoding/json"
	"errors"
	"time"
)

var (
	// ErrNotFound: there is no such document, scheme revision or watermark.
	ErrNotFound = errors.New("not in the store")
	// ErrStale: the document or the watermark has moved on since the caller
	// looked; what the caller wanted to write is not written.
	ErrStale = errors.New("changed meanwhile")
	// ErrPaused: a person has stopped the scheme; the call may not be made, and
	// nothing is noted.
	ErrPaused = errors.New("the scheme is paused")
	// ErrTaken: the key belongs to a document that came from elsewhere; it is
	// left as it is.
	ErrTaken = errors.New("the key belongs to another document")
)

// Document is one row: a source document, or one line of it when the scheme
// flattens, and everything that happened to it.
type Document struct {
	Scheme string `json:"scheme"`
	Key    string `json:"key"`    // source id, with its line where the scheme flattens; unique in the scheme
	Number string `json:"number"` // what people call it
	State  State  `json:"state"`
	Reason string `json:"reason,omitempty"` // one sentence: why it waits, failed or was skipped

	Content  json.RawMessage `json:"content,omitempty"` // the row as the source sent it, after flattening
	Hash     string          `json:"hash"`              // of Content, to tell a change from a repeat
	Newer    json.RawMessage `json:"newer,omitempty"`   // content that arrived while or after this one was carried
	Held     string          `json:"held,omitempty"`    // why Newer is not carried by itself: the scheme would skip it now, or could not read it
	HeldAs   State           `json:"held_as,omitempty"` // where it would be, had it come before: skipped or failed; cancelled: a person says that the source has it no more
	Was      State           `json:"was,omitempty"`     // of one that was cancelled: where it goes back to if the source takes that back
	Revision string          `json:"revision"`          // the scheme revision it is carried with

	Sent     json.RawMessage `json:"sent,omitempty"`   // the last request made for it
	Answer   json.RawMessage `json:"answer,omitempty"` // the last answer to it
	TargetID string          `json:"target_id,omitempty"`
	Target   string          `json:"target_number,omitempty"` // the number the target knows it by
	Attempts int             `json:"attempts"`                // how often a call was made for it
	Calling  time.Time       `json:"calling,omitzero"`        // since when a call is being made for it
	Written  json.RawMessage `json:"written,omitempty"`       // what the scheme reads from the target's answer (primaryWriteback)

	MemberOf string `json:"member_of,omitempty"` // the group of rows it becomes one document with; "" when it is one by itself
	PartOf   string `json:"part_of,omitempty"`   // the document it became part of; where rows became several, the first of those, and so for the others of them
	Parts    int    `json:"parts,omitempty"`     // of how many other documents it was made
	HandedBy string `json:"handed_by,omitempty"` // the document that handed it over, as scheme:key

	WaitsFor   string    `json:"waits_for,omitempty"` // the collection whose row is missing
	WorkflowID string    `json:"workflow_id,omitempty"`
	RunID      string    `json:"run_id,omitempty"`
	FetchedAt  time.Time `json:"fetched_at"`
	UpdatedAt  time.Time `json:"updated_at"`
}

// Cancelled says whether the source cancelled a document after the target had it,
// or might have: by the scheme, its newest content is not to be carried, or a
// person says that there is none any more.
func (d Document) Cancelled() bool { return d.HeldAs == Skipped || d.HeldAs == Cancelled }

// Ref names a document.
type Ref struct {
	Scheme string `json:"scheme"`
	Key    string `json:"key"`
}

// Incoming is a row as it comes from a source.
type Incoming struct {
	Key     string
	Number  string
	Content json.RawMessage
	Skip    string // when set, the document is skipped for this reason
	Fail    string // when set, the row cannot be read, for this reason: a person has to look

	// Edition is greater, byte by byte, the later the source wrote the row; "" when
	// nobody can tell. What is older than what is known changes nothing.
	Edition string

	MemberOf string // the group of rows it becomes one document with, at most MaxGroup bytes
	HandedBy string // the document that hands it over; one that another has handed over is not replaced
}

// MaxGroup is the longest name of a group, in bytes; PostgreSQL cannot index much more.
const MaxGroup = 1024

// Merge is a step of several documents at once: the members end as parts of
// the documents that are made of them.
type Merge struct {
	Scheme    string
	Revision  string // of the documents
	Members   []Member
	Documents []Incoming
}

// Member is a document as it was when the merge was made; ErrStale when it is
// no longer fetched, or its content was replaced.
type Member struct {
	Key, Hash string
}

// PartOf is the reason of a member, and says where it is.
func PartOf(keys string) string { return "part of document " + keys }

// Page is what Keep stores in one transaction.
type Page struct {
	Scheme   string
	Revision string
	Stored   bool // the scheme has no target: its documents are final once kept
	Rows     []Incoming
	Window   Window   // in which the source was read; zero for what came otherwise
	Advance  *Advance // moves the watermark in the same transaction
	Call     *Call    // that brought the rows; where it was kept before, nothing is kept
}

// Window is a stretch of time in which a source was asked what had changed.
type Window struct {
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
}

// Call is a call that somebody made to us. It is known again until it could not
// be made once more anyway.
type Call struct {
	ID    string // the same for a call that is made again bit by bit
	Until time.Time
}

// Advance moves the watermark of a scheme from one time to another. From is
// what the caller read (zero: there was none); if it is no longer that, Keep
// stores the rows and leaves the watermark.
type Advance struct {
	From, To time.Time
	Position string // where a source that knows positions is read on from; see connectors.Page
}

// Watermark is how far a scheme has been read: the time, and the position of
// sources that know positions.
type Watermark struct {
	At       time.Time
	Position string
}

// Changes asks for the documents of a followed collection that changed between
// two positions, the first excluded, the last included, in the order of their
// positions and keys. Those that lookups do not find are not among them.
type Changes struct {
	Collection string
	After, To  int64
	AfterKey   string // with After: the document to continue after
	Limit      int    // 0: 100
}

// Changed is a document and the position of its last change.
type Changed struct {
	Document
	Position int64
}

// Kept counts what Keep did with a page.
type Kept struct {
	New, Changed, Unchanged int
	// Fresh are the keys that are new or changed, for waking who waits for them.
	Fresh []string
	// Added are those of them that were not there before.
	Added []string
	// Advanced says that the watermark was moved as asked. It is false when it
	// was no longer where Advance.From said: somebody else reads this scheme too.
	Advanced bool
}

// Progress is a step forward of one document. Empty fields leave what is stored.
type Progress struct {
	Ref
	State      State
	From       State  // when set: ErrStale unless the document is in this state, even to repeat it; who takes the right to send sets it
	Attempt    int    // when set: how many calls have been made for it; ErrStale when another was begun meanwhile
	Hash       string // when set: of the content the step was made from; ErrStale if that was replaced meanwhile
	Reason     string // replaces the reason, also when empty
	Revision   string
	Sent       json.RawMessage
	Answer     json.RawMessage
	TargetID   string
	Target     string
	Number     string // what people call it, when its content says otherwise than the one before
	Gone       bool   // the target has it no more: its TargetID is forgotten
	Cancelled  bool   // when set: ErrStale unless the source has cancelled it, and not taken that back
	Was        State  // with Cancelled, Deleting and Failed: where it goes back to if the source takes its cancellation back; else it is forgotten
	WaitsFor   string // replaces; only with State Waiting
	PartOf     string // only with State Merged
	Written    json.RawMessage
	Called     bool // an API call is about to be made: counts as an attempt, and is under way until the next step; ErrPaused where the scheme is stopped
	WorkflowID string
	RunID      string
}

// Cancellation asks for the documents of a scheme that it has delivered and that
// were cancelled at the source since.
type Cancellation struct {
	Scheme string
	Goal   State    // in which the scheme's last step leaves a document
	Keys   []string // none: all of the scheme
	Keeps  bool     // the scheme does not carry changes of what it has delivered
	// Revoked leaves out those that the scheme would only skip now: its conditions
	// say when a document is carried, not that it is cancelled.
	Revoked bool
}

// Event is an entry in a document's diary: the exceptions, not the routine.
type Event struct {
	At     time.Time       `json:"at"`
	State  State           `json:"state"`
	Reason string          `json:"reason,omitempty"`
	By     string          `json:"by,omitempty"` // a person, when one did it
	Sent   json.RawMessage `json:"sent,omitempty"`
	Answer json.RawMessage `json:"answer,omitempty"`
}

// Filter selects documents for List; zero fields do not restrict.
type Filter struct {
	Scheme   string
	States   []State
	Key      string // exact key or number
	WaitsFor string
	Target   string   // the number the target knows it by
	Reasons  []string // exactly one of these; empty: any
	Group    string   // members of this group that are not part of a document yet
	Whole    bool     // leaves out members that are not part of a document yet
	Changed  bool     // those with newer content that may be carried
	After    string   // key to continue after; the order is by key, then by scheme
	// AfterScheme is the scheme of the document to continue after; only needed
	// when Scheme is empty, because two schemes may have the same key.
	AfterScheme string
	Limit       int // 0: 100
}

// Pause says who stopped a scheme, when and why.
type Pause struct {
	By     string `json:"by"`
	Reason string `json:"reason,omitempty"`
	// Account is set when the scheme was stopped with all others of an account:
	// system and name, as kingdee/MAIN.
	Account string    `json:"account,omitempty"`
	At      time.Time `json:"at"`
}

// Reading is a call that only reads, of a scheme and no document. Its id is the
// same when it is tried again.
type Reading struct {
	ID     string
	Scheme string
	What   string // in a few words, for people
}

// UnderWay is a call that has begun and not ended: one that is made for a document,
// or one that only reads.
type UnderWay struct {
	Key   string    `json:"key,omitempty"`
	What  string    `json:"what,omitempty"`
	Since time.Time `json:"since"`
}

// Scheme is one revision of a scheme as it was used.
type Scheme struct {
	Name     string
	Revision string
	File     string
	YAML     []byte
	UsedAt   time.Time
}

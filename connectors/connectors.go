// Package connectors is the vocabulary that every system speaks: what a
// connector can be asked for, what goes in and what comes out, and which kinds
// of refusal there are. It knows no system, no store and no Temporal.
package connectors

import (
	"context"
	"encoding/json"
	"time"
)

// A Connector is one account (账号/账套) at one system.
type Connector interface {
	// Ping says whether the system answers and accepts the account, by the
	// cheapest call it has.
	Ping(ctx context.Context) error
}

// A Source can be asked for the rows (source documents) of a window.
type Source interface {
	Connector
	// Fetch makes exactly one API call and returns one page. The first call of
	// a window has an empty Cursor; every further one has Page.Next of the
	// page before. A window is finished when Page.Next is empty; by then every
	// row that was in the window from beginning to end of the reading has been
	// returned at least once, though rows moved meanwhile.
	Fetch(ctx context.Context, q Query) (Page, error)
	// Limits says how this API wants to be read.
	Limits(api string) (ReadLimits, error)
}

// ReadLimits is how an API wants to be read.
type ReadLimits struct {
	MaxWindow   time.Duration // longest window a call may ask for; 0: the API knows no windows and is read whole
	PageSize    int           // rows a page when the scheme does not say
	MaxPageSize int
	FirstPage   int // number of the first page, for PAGINATION_START_PAGE
	// Resolution is the granularity of the API's times: windows are cut on it.
	Resolution time.Duration
}

// Query is one call to a source.
type Query struct {
	API    string         // the vendor's name of the API, as the scheme has it
	Params map[string]any // request and other-request values of the scheme, already evaluated
	Window Window
	Cursor string // opaque; from the page before
	// Position is where the last finished reading ended, as Page.Position said;
	// "" the first time, and for sources that know none.
	Position string
	With     []Join // rows of collections to put into those that are read
}

// Window is a stretch of time, closed at both ends as the vendors' are.
type Window struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Page is what one call to a source returned.
type Page struct {
	Rows  []json.RawMessage // each a JSON object as the vendor sent it, numbers with their digits
	Next  string            // cursor of the next call; empty when the window is read
	Total int               // rows in the window as the vendor counts them; -1 when it does not say
	// Position is where the next reading begins, of sources that know better than
	// by the time what they have said already. It is set with the last page, and
	// kept in the transaction that keeps its rows.
	Position string
	// At is the vendor's clock when it answered; zero when it does not say. Rows get
	// their times from that clock: what it has not reached cannot have been read.
	At time.Time
	// Wrong says of rows, by their place in Rows, why they cannot be used as they
	// are. Each is kept as a document that has failed for this reason.
	Wrong map[int]string
}

// A Picker is a source that can be asked for one row, for a person who looks at it.
type Picker interface {
	Source
	// Pick returns the row with this id or number; none when there is none, and
	// several when the number is that of several.
	Pick(ctx context.Context, q Query, wanted string) (Page, error)
}

// A Target can be given documents.
type Target interface {
	Connector
	// Save sends entries in one API call and returns one outcome per entry, in
	// their order. The error is for the call as a whole: with ErrUnknown the
	// entries may or may not have arrived and must be looked for (Finder)
	// before anything is sent again; with every other kind nothing arrived.
	Save(ctx context.Context, c Call, entries []Entry) ([]Outcome, error)
	// MaxBatch is how many entries one call may carry.
	MaxBatch(c Call) int
}

// An Auditor is a target whose documents take effect when approved.
type Auditor interface {
	Target
	// Submit and Audit make one API call for all receipts and return an outcome
	// each. A document that is already in the wanted state is done, not refused.
	Submit(ctx context.Context, c Call, receipts []Receipt) ([]Outcome, error)
	Audit(ctx context.Context, c Call, receipts []Receipt) ([]Outcome, error)
}

// An Allotter can give base data of one organisation to others (分配).
type Allotter interface {
	Target
	// Allot makes one API call for all receipts and returns an outcome each. The
	// receipts have ids, and the organisations are named by theirs. What an
	// organisation has already is done, not refused: allotting it again does nothing.
	Allot(ctx context.Context, c Call, receipts []Receipt, organisations []string) ([]Outcome, error)
}

// A Finder can say whether documents have arrived, and how far they are.
type Finder interface {
	Target
	// Find asks for the documents with these numbers (Entry.Number) and returns
	// those that exist; ones that do not are absent from the map.
	Find(ctx context.Context, c Call, numbers []string) (map[string]Receipt, error)
}

// An Undoer can take documents back.
type Undoer interface {
	Target
	UnAudit(ctx context.Context, c Call, receipts []Receipt) ([]Outcome, error)
	Delete(ctx context.Context, c Call, receipts []Receipt) ([]Outcome, error)
}

// A Reader can read back fields of saved documents, for comparing amounts.
type Reader interface {
	Target
	// Read returns, per number, the lines of the document: one map a line, keyed
	// by the given fields. Numbers keep their digits (json.Number).
	Read(ctx context.Context, c Call, numbers, fields []string) (map[string][]map[string]any, error)
}

// A Zoned connector has a time zone of its own; others are in Asia/Shanghai.
type Zoned interface {
	Location() *time.Location
}

// Described systems can print what the vendor's page about an API says; the
// validator of schemes reads field names from it.
type Described interface {
	APIs() []API
}

// Call names the API of a target and the parameters that are not part of a
// document (金蝶: FormId, IsVerifyBaseDataField, SubSystemId, …).
type Call struct {
	API     string         `json:"api"`
	Options map[string]any `json:"options,omitempty"`
}

// Entry is a document mapped for the target.
type Entry struct {
	Key    string // our document key, for messages
	Number string // the number the target will know it by; "" when the target numbers it
	// ID is the target's internal id of the document that this one replaces, at an
	// Amender; "" for one that is new.
	ID   string
	Body Object
}

// Receipt is what the target calls a saved document.
type Receipt struct {
	ID     string      `json:"id,omitempty"`     // the target's internal id, when known
	Number string      `json:"number,omitempty"` // the bill number
	Status TargetState `json:"status,omitempty"` // how far it is; "" when the answer did not say
}

// TargetState is how far a document is at the target.
type TargetState string

// The states of a document at a target that approves documents.
const (
	Draft     TargetState = "draft"     // 暂存, 创建, 重新审核: may be changed, submitted, deleted
	Submitted TargetState = "submitted" // 审核中
	Audited   TargetState = "audited"   // 已审核
)

// Outcome is what became of one document of a batch: a receipt, or the refusal
// of that document alone.
type Outcome struct {
	Receipt Receipt
	Err     error           // nil when it went through; an *Error otherwise
	Answer  json.RawMessage // what the system said of it, for the record; no secrets
}

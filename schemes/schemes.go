// Package schemes reads integration schemes (方案): one YAML file each, which
// says what is read from where, what becomes of it and how it is delivered. A
// *Scheme is immutable and may be used from many goroutines. Parse refuses what
// cannot work and names every mistake with its line, so that what loads, runs.
package schemes

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// Scheme is one scheme as it stands in its file.
type Scheme struct {
	Name     string // equals the file's name
	Title    string // Chinese title
	ID       string // the id it had in the SaaS, if it came from there
	File     string
	Revision string // short hash of YAML
	YAML     []byte
	Schedule Schedule
	Remedies []Remedy
	// Reconcile is when source and target are compared; nil: when a person asks.
	Reconcile *Comparison
	Lane      Lane
	// Compatible schemes pass on what the SaaS passes on: see mapping.Rules.
	Compatible bool
	Source     Source
	Target     *Target // nil: base data, kept for others to look up
	Mappings   []mapping.Table
	Amounts    *Amounts
	Tests      []Test

	kept    []mapping.Mistake // what an import kept and nothing runs
	request *mapping.Mapping
	entry   *mapping.Mapping
	peers   map[string]*Scheme // that it looks up, by name
	aliases map[string]string  // collections as the tests call them → scheme names

	handOver          handOver
	rowKey, rowNumber identity
	grouping          *grouping // nil: each line, or row, is a document
}

// Schedule is when a scheme runs: at an interval or by crontab (Asia/Shanghai).
type Schedule struct {
	Every  time.Duration
	Cron   []string      // five fields each
	Jitter time.Duration // each time is put off by a random part of it
}

// Remedy (补漏) is a sweep over the past for what runs have missed.
type Remedy struct {
	Name     string // unique in the scheme, without a colon
	Schedule Schedule
	Window   time.Duration // how far back it reads
}

// Comparison is when source and target are compared, and how much of them.
type Comparison struct {
	Schedule    Schedule
	Window, Lag time.Duration
}

// Lane is how documents are carried.
type Lane string

// The lanes.
const (
	LaneAuto     Lane = "auto"     // by the number of documents in the window
	LaneDocument Lane = "document" // each document is a workflow of its own
	LaneBulk     Lane = "bulk"     // page by page
)

// Source is where documents come from.
type Source struct {
	Connector, Account, API string
	ID, Number              string // paths of the row's primary key and of what people call it
	Newest                  string // path by which the newest of several states of a row is known; "": it is the one that came last
	Window                  Window
	PageSize                int            // PAGINATION_PAGE_SIZE; 0: the API's own
	Options                 map[string]any // parameters of the call that are the same every time
	Request                 []mapping.Field
	Each                    *Each             // it is read once for each document of another scheme; nil: once
	With                    []connectors.Join // rows of other collections that are put into those read
	Response                []ResponseField   // fields of a row, beyond those the API's table lists
	Rename                  map[string]string // what some accounts call a field: the name by which the scheme knows it
	Condition               []Alternative
	Formats                 []Format
	BeatFlat                []string // lists whose elements become documents of their own
	BeatFlatStart           int      // first line suffix
}

// Each names the documents for each of which a source is read: those of a scheme
// that are not skipped, and have changed in our store within a time.
type Each struct {
	Collection string // name, after Resolve
	Within     time.Duration
}

// Window says how far the watermark is read again, how close to the present a
// run reads, and where the first run begins.
type Window struct {
	Overlap, Lag, Start time.Duration
}

// Target is where entries go.
type Target struct {
	Connector, Account, API string
	Options                 map[string]any // parameters of the call that are not part of a document
	Steps                   []Step
	Number                  string        // the field that carries the document's number
	WaitDeadline            time.Duration // how long a document waits for missing base data
	Concurrency             int
	OnError                 string  // of every field that does not say it
	OnChange                Change  // what becomes of a change to a document that was delivered
	OnCancel                Cancel  // what becomes of a document that was delivered and is cancelled
	OnRefused               Refusal // what becomes of a draft that is not approved
	Request                 []mapping.Field
	Operation               *Operation
	Group                   *Group
	Allot                   []string        // ids of organisations saved base data is allotted to (distributionOrg)
	Writeback               []mapping.Field // values read from the target's answer (primaryWriteback)
	HandOver                *HandOver       // the scheme a delivered document is handed to (callBackStrategy)
}

// ResponseField is a field of a source row that people may name.
type ResponseField struct {
	Field, Label, Type, Describe string
}

// Format writes a computed copy of a field (formatResponse).
type Format struct {
	Place            mapping.Place
	Old, New, Format string

	compute formatter // nil: the value as it is
	lenient bool      // a value that cannot be read stays as it is
}

// Operation is how waiting documents become API calls.
type Operation struct {
	Place             mapping.Place
	Method            string // batchArraySave, or merge
	Rows              int    // documents in one call, at most; 0: as many as the target takes
	RowsKey, BodyName string
	Field             []string
	BodySum           []string
	Header, Body      []string
}

// Group makes one document of all lines that agree in some fields
// (groupCalculate).
type Group struct {
	Place                    mapping.Place
	HeaderGroup, BodyGroup   []string
	BodyName, TargetBodyName string
	BodyMaxLine              int
	Calculate                []Calculation
}

// Calculation is what becomes of one field of grouped lines.
type Calculation struct {
	Field, Accumulator string // $sum, $avg, $min, $max, $push, $addToSet, $first, $last
}

// HandOver names the scheme that is handed a row for every delivered document.
type HandOver struct {
	Place  mapping.Place
	Scheme string // name, after Resolve
	Fields []mapping.Field
}

// Change is what becomes of a document that changes at the source after it was
// delivered.
type Change string

// The ways.
const (
	KeepSent Change = "keep"   // what was sent stays; the change is shown beside it
	Update   Change = "update" // it is carried again, with its newest content
	// Recreate deletes it at the target and carries it again, as a new one.
	Recreate Change = "recreate"
)

// Cancel says what becomes of a document that was delivered and is cancelled at the
// source since: by the scheme, its row would be skipped now.
type Cancel string

// The ways.
const (
	// KeepDelivered: the conditions say when a document is carried, not that one is
	// cancelled. It stays where it is, and the change is shown beside it.
	KeepDelivered Cancel = "keep"

	Raise Cancel = "raise" // it fails, and a person sees to it at the target
	Undo  Cancel = "undo"  // it is taken back and deleted at the target
)

// Refusal says what becomes of a document that was saved, when its submission
// or audit is refused.
type Refusal string

// The ways; the document fails either way.
const (
	KeepDraft   Refusal = "keep"   // it stays as a draft, for a person
	DeleteDraft Refusal = "delete" // it is deleted at the target
)

// Step is one call made for a document.
type Step string

// The steps, in their order.
const (
	Save   Step = "save"
	Submit Step = "submit"
	Audit  Step = "audit"
)

// Call names the API of the target with its options.
func (t *Target) Call() connectors.Call {
	return connectors.Call{API: t.API, Options: t.Options}
}

// Has says whether a step is among the target's.
func (t *Target) Has(step Step) bool {
	for _, s := range t.Steps {
		if s == step {
			return true
		}
	}
	return false
}

// Request evaluates the source's request.
func (s *Scheme) Request(v mapping.Variables) (map[string]any, error) {
	object, err := s.request.Request(v)
	if err != nil {
		return nil, err
	}
	params := make(map[string]any, len(object))
	for _, m := range object {
		params[m.Name] = m.Value
	}
	return params, nil
}

// Map maps one document for the target. Errors are *mapping.MissingError when
// it has to wait for base data, *mapping.FieldError when it cannot be mapped,
// and otherwise the finder's own.
func (s *Scheme) Map(ctx context.Context, d mapping.Document, f mapping.Finder) (connectors.Entry, error) {
	if s.Target == nil {
		return connectors.Entry{}, errors.New(s.Name + " has no target: its documents are base data")
	}
	body, err := s.entry.Apply(ctx, d, f)
	if err != nil {
		return connectors.Entry{}, err
	}
	number, err := s.number(body)
	return connectors.Entry{Key: d.Key, Number: number, Body: body}, err
}

func (s *Scheme) number(body connectors.Object) (string, error) {
	text, err := mapping.Text(mapping.At(body, s.Target.Number))
	if err != nil {
		return "", &mapping.FieldError{File: s.File, Line: 1, Field: s.Target.Number, Problem: "the number " + err.Error(), Err: err}
	}
	return text, nil
}

// Follows are the names of the schemes whose documents are this one's rows, or
// parts of them; none, unless its source is a collection.
func (s *Scheme) Follows() []string {
	if s.Source.Connector != Collection {
		return nil
	}
	names := []string{s.Source.API}
	for _, join := range s.Source.With {
		names = appendNew(names, join.Collection)
	}
	return names
}

// Collection is the source of a scheme whose rows are the documents of another;
// its API is that scheme.
const Collection = "collection"

// Collections are the names of the schemes whose documents this one reads or
// looks up.
func (s *Scheme) Collections() []string {
	names := s.Follows()
	for _, l := range s.lookups() {
		names = appendNew(names, l.Collection)
	}
	return names
}

func (s *Scheme) lookups() []*mapping.Lookup {
	if s.entry == nil {
		return nil
	}
	return s.entry.Lookups()
}

func appendNew(words []string, word string) []string {
	for _, w := range words {
		if w == word {
			return words
		}
	}
	return append(words, word)
}

// Shaped is one document as it is stored.
type Shaped struct {
	Key, Number string
	Content     json.RawMessage
	Skip        string // why it is not carried; "" when it is
	Edition     string // greater, byte by byte, the later its row was written; "" when the row does not say
	// Group is the header tuple, as JSON, of a line that becomes part of a
	// document made of several rows (see Merges); "" otherwise.
	Group string
}

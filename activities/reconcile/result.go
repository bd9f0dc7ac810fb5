package reconcile

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// Result is what a comparison found.
type Result struct {
	Scheme    string            `json:"scheme"`
	Revision  string            `json:"revision"`
	Window    connectors.Window `json:"window"`
	Rows      int               `json:"rows"`                // of the source
	Documents int               `json:"documents"`           // that the scheme carries
	LeftOut   int               `json:"left_out"`            // that it does not
	Found     int               `json:"found"`               // of those it carries, at the target
	Overtaken int               `json:"overtaken,omitempty"` // by later ones of the same number, where the target has what came last
	Agree     int               `json:"agree"`               // there, as far as the scheme takes them, and over the same amount
	// Amounts are those of all documents of which both sides have one; nil where
	// the scheme says none, or the target cannot be asked.
	Amounts     *Amounts     `json:"amounts,omitempty"`
	Differences []Difference `json:"differences"`
	// Unexplained is how many of them the store has no reason for.
	Unexplained int `json:"unexplained"`
}

// Amounts are what all documents come to.
type Amounts struct {
	Title      string          `json:"title,omitempty"` // what they are, when not money
	Source     decimal.Decimal `json:"source"`
	Target     decimal.Decimal `json:"target"`
	Difference decimal.Decimal `json:"difference"`
}

// Kind is a way to differ.
type Kind string

// The ways.
const (
	Missing    Kind = "missing"    // the target does not have it
	Amount     Kind = "amount"     // the target has it over another amount
	Doubled    Kind = "doubled"    // the target has it several times over
	Unfinished Kind = "unfinished" // it is not as far at the target as the scheme takes it
	Extra      Kind = "extra"      // the target has it, and the scheme does not carry it as the source has it now
	Shared     Kind = "shared"     // another document has the same number: one of them cannot be there
	Unread     Kind = "unread"     // its row, number or amount cannot be read
)

// Difference is a document that does not agree.
type Difference struct {
	Kind   Kind                   `json:"kind"`
	Key    string                 `json:"key"`
	Number string                 `json:"number,omitempty"` // at the target
	Source *decimal.Decimal       `json:"source,omitempty"` // its amounts
	Target *decimal.Decimal       `json:"target,omitempty"`
	Status connectors.TargetState `json:"status,omitempty"` // how far it is at the target
	Detail string                 `json:"detail,omitempty"` // what cannot be read; why it is not carried; whose number it has
	Store  *Word                  `json:"store,omitempty"`  // nil: the store does not know it, or there is none
	// Explained: the store says of the document why it is so.
	Explained bool `json:"explained"`

	parts []string // keys of the rows it is made of
}

// Word is what our store says of a document.
type Word struct {
	State   docstore.State `json:"state"`
	Reason  string         `json:"reason,omitempty"`
	Changed bool           `json:"changed,omitempty"` // newer content came after it was delivered
}

func newResult(s *schemes.Scheme, w connectors.Window, read reading) Result {
	return Result{Scheme: s.Name, Revision: s.Revision, Window: w, Rows: read.rows, Differences: []Difference{}}
}

// closed is the result with its sums made and its differences in order.
func (r Result) closed() Result {
	slices.SortStableFunc(r.Differences, byKind)
	for _, d := range r.Differences {
		if !d.Explained {
			r.Unexplained++
		}
	}
	if r.Amounts != nil {
		r.Amounts.Difference = r.Amounts.Source.Sub(r.Amounts.Target)
	}
	return r
}

func byKind(a, b Difference) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Key, b.Key))
}

// Of counts the differences of a kind.
func (r Result) Of(kind Kind) int {
	count := 0
	for _, d := range r.Differences {
		if d.Kind == kind {
			count++
		}
	}
	return count
}

// Kinds lists every way to differ, the worst first.
func Kinds() []Kind { return []Kind{Missing, Doubled, Amount, Extra, Shared, Unfinished, Unread} }

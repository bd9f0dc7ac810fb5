package kingdeetest

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// The states of a bill (FDocumentStatus).
const (
	draftState     = "Z" // 暂存
	createdState   = "A" // 创建
	submittedState = "B" // 审核中
	auditedState   = "C" // 已审核
	reopenedState  = "D" // 重新审核
)

// Bill is an entry of the ledger: one bill as it stands.
type Bill struct {
	ID     string
	Form   string
	Number string
	Status string // Z 暂存, A 创建, B 审核中, C 已审核, D 重新审核

	// Model has the head's fields by the form's spelling, those of the sub-entity
	// under its key; references by their number, money as decimal.Decimal.
	Model     map[string]any
	Lines     []Line
	AllAmount decimal.Decimal // 价税合计 of the bill

	CreatedAt time.Time
	AuditedAt time.Time // zero: it is not
	Saves     int       // how often it was saved; each further one changed it
	Submits   int       // how often it went from changeable to submitted
	Audits    int       // how often it was audited
	Ignored   []string  // keys that were sent and that the form does not have
}

// Line is one row of a bill's entry.
type Line struct {
	ID        string
	Fields    map[string]any // by the form's spelling
	Quantity  decimal.Decimal
	Amount    decimal.Decimal // without tax
	Tax       decimal.Decimal
	AllAmount decimal.Decimal // 价税合计
}

// Bills is the ledger of a form, in the order in which bills came into being.
func (s *Server) Bills(formID string) []Bill {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.forms[strings.ToLower(formID)]
	if !ok {
		return nil
	}
	out := make([]Bill, 0, len(f.bills))
	for _, b := range f.bills {
		out = append(out, b.ledger(f))
	}
	return out
}

// Count is how many bills of a form there are; it costs nothing.
func (s *Server) Count(formID string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.forms[strings.ToLower(formID)]
	if !ok {
		return 0
	}
	return len(f.bills)
}

// Bill finds one bill of the ledger by its number.
func (s *Server) Bill(formID, number string) (Bill, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.forms[strings.ToLower(formID)]
	if !ok {
		return Bill{}, false
	}
	b, ok := f.byNumber[strings.ToLower(number)]
	if !ok {
		return Bill{}, false
	}
	return b.ledger(f), true
}

// bill is a bill inside the server; fields are by lower-case key, the head's and
// the sub-entity's together.
type bill struct {
	id        int64
	number    string
	state     string
	head      map[string]any
	lines     []*line
	createdAt time.Time
	auditedAt time.Time
	times     map[string]string // fcreatedate, fmodifydate, fapprovedate
	saves     int
	submits   int
	audits    int
	ignored   []string
}

type line struct {
	id     int64
	fields map[string]any
}

// clone is what a save works on, so that a refused one leaves no trace.
func (b *bill) clone() *bill {
	c := *b
	c.head = maps.Clone(b.head)
	c.times = maps.Clone(b.times)
	c.ignored = slices.Clone(b.ignored)
	c.lines = make([]*line, len(b.lines))
	for i, l := range b.lines {
		c.lines[i] = &line{id: l.id, fields: maps.Clone(l.fields)}
	}
	return &c
}

func (b *bill) ledger(f *form) Bill {
	out := Bill{
		ID: strconv.FormatInt(b.id, 10), Form: f.id, Number: b.number, Status: b.state,
		Model: map[string]any{}, CreatedAt: b.createdAt, AllAmount: money(b.head, f.total),
		AuditedAt: b.auditedAt, Saves: b.saves, Submits: b.submits, Audits: b.audits, Ignored: slices.Clone(b.ignored),
	}
	finance := map[string]any{}
	for key, v := range b.head {
		d := f.fields[key]
		switch {
		case d == nil:
			out.Model[strings.ToUpper(key)] = plain(v)
		case d.place == sub:
			finance[d.key] = plain(v)
		default:
			out.Model[d.key] = plain(v)
		}
	}
	out.Model[f.sub] = finance
	for _, l := range b.lines {
		out.Lines = append(out.Lines, l.ledger(f))
	}
	return out
}

func (l *line) ledger(f *form) Line {
	out := Line{ID: strconv.FormatInt(l.id, 10), Fields: map[string]any{}}
	for key, v := range l.fields {
		name := strings.ToUpper(key)
		if d := f.fields[key]; d != nil {
			name = d.key
		}
		out.Fields[name] = plain(v)
	}
	out.Quantity = money(l.fields, f.quantity)
	out.AllAmount = money(l.fields, f.allAmount)
	out.Tax = money(l.fields, f.taxField)
	out.Amount = out.AllAmount.Sub(out.Tax)
	return out
}

// money reads a decimal field; what is empty is zero.
func money(fields map[string]any, key string) decimal.Decimal {
	d, _ := fields[strings.ToLower(key)].(decimal.Decimal)
	return d
}

package demo

import (
	"context"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// Amounts compares what the source says of the documents that have arrived with
// what the target says of them, read back by its own query.
type Amounts struct {
	Title      string      `json:"title,omitempty"` // what they are, when not money
	Source     Money       `json:"source"`
	Target     Money       `json:"target"`
	Difference *Money      `json:"difference"` // null when the target could not be read to the end
	Documents  int         `json:"documents"`  // compared
	Missing    []string    `json:"missing"`    // arrived by our store, unknown to the target
	Different  []Different `json:"different"`  // by more than nothing
	// Problem says why the target could not be read; the comparison is then worthless.
	Problem string `json:"problem,omitempty"`
}

// Different is a document whose amounts do not agree.
type Different struct {
	Number string `json:"number"`
	Source Money  `json:"source"`
	Target Money  `json:"target"`
}

// Money is an amount as people write it: "1234.50", more decimals only where
// there are more. In JSON it is a string, so that no reader makes a float of it.
type Money struct{ decimal.Decimal }

func (m Money) String() string {
	if m.Equal(m.Round(2)) {
		return m.StringFixed(2)
	}
	return m.Decimal.String()
}

// MarshalJSON writes the string.
func (m Money) MarshalJSON() ([]byte, error) { return []byte(`"` + m.String() + `"`), nil }

func (a *Amounts) good() bool {
	return a.Problem == "" && a.Difference != nil && a.Difference.IsZero() && len(a.Missing) == 0 && len(a.Different) == 0
}

func (r *run) amounts(ctx context.Context, s *schemes.Scheme, reader connectors.Reader) (*Amounts, error) {
	a := &Amounts{Title: s.Amounts.Title, Missing: []string{}, Different: []Different{}}
	problem, err := r.pages(ctx, s, func(docs []docstore.Document) error { return a.compare(ctx, s, reader, docs) })
	if problem != nil || err != nil {
		a.Problem = words(problem)
		return a, err
	}
	return a.total(), nil
}

func (a *Amounts) compare(ctx context.Context, s *schemes.Scheme, reader connectors.Reader, docs []docstore.Document) error {
	lines, err := readBack(ctx, reader, s.Target.Call(), numbers(docs), s.Amounts.TargetFields)
	if err != nil {
		return err
	}
	for _, d := range docs {
		if err := a.one(s, d, lines[d.Target]); err != nil {
			return fmt.Errorf("document %s: %w", d.Key, err)
		}
	}
	return nil
}

func (a *Amounts) one(s *schemes.Scheme, d docstore.Document, lines []map[string]any) error {
	source, _, err := s.SourceAmount(d.Content)
	if err != nil {
		return err
	}
	target, _, err := s.TargetAmount(lines)
	if err != nil {
		return err
	}
	source = asPrecise(s.Amounts, source, target)
	a.Source, a.Target = Money{a.Source.Add(source)}, Money{a.Target.Add(target)}
	a.Documents++
	if len(lines) == 0 {
		a.Missing = append(a.Missing, d.Target)
		return nil
	}
	if !source.Equal(target) {
		a.Different = append(a.Different, Different{Number: d.Target, Source: Money{source}, Target: Money{target}})
	}
	return nil
}

// asPrecise is the source's amount as a bill has it: in cents, where the source
// may have less than one. What is no money, and a target that has less than a
// cent, too, are taken as they are: a ten-thousandth of a kilogram is not lost.
func asPrecise(a *schemes.Amounts, source, target decimal.Decimal) decimal.Decimal {
	if a.Title != "" || !target.Equal(target.Round(2)) {
		return source
	}
	return source.Round(2)
}

func (a *Amounts) total() *Amounts {
	a.Difference = &Money{a.Source.Sub(a.Target.Decimal)}
	return a
}

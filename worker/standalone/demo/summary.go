package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// Summary is what the demo reports, on the screen and with --summary as JSON.
type Summary struct {
	Finished bool            `json:"finished"` // nothing is in flight
	Seconds  float64         `json:"seconds"`
	Schemes  []SchemeSummary `json:"schemes"`
}

// SchemeSummary is one scheme's part. Amounts are decimal strings.
type SchemeSummary struct {
	Scheme string         `json:"scheme"`
	Title  string         `json:"title"`
	Goal   docstore.State `json:"goal"` // in which it leaves its documents: audited, saved; stored, when others read them
	Tally
	Reasons []docstore.ReasonCount `json:"reasons"`
	// Amounts are compared where the scheme says what they are and the target can
	// be read back; otherwise documents are counted.
	Amounts *Amounts `json:"amounts,omitempty"`
	Counted *Counted `json:"counted,omitempty"`
	// Problem says why the scheme could not be read to the end.
	Problem string  `json:"problem,omitempty"`
	Seconds float64 `json:"seconds"`
	// PerSecond counts documents that came to an end during this run, while any were in flight.
	PerSecond float64 `json:"documents_per_second"`
}

// Good is true when nothing is lost, nothing is in flight and no amount
// differs. Documents that were refused or wait are not lost: they are listed.
func (s Summary) Good() bool {
	if !s.Finished {
		return false
	}
	for _, scheme := range s.Schemes {
		if !scheme.good() {
			return false
		}
	}
	return true
}

func (s SchemeSummary) good() bool {
	return s.Flying == 0 && s.Problem == "" && (s.Amounts == nil || s.Amounts.good()) && (s.Counted == nil || s.Counted.good())
}

func (r *run) summarise(ctx context.Context, finished bool) (Summary, error) {
	seconds := r.worked.Seconds()
	sum := Summary{Finished: finished, Seconds: round(seconds)}
	all, err := r.tallies(ctx)
	if err != nil {
		return sum, err
	}
	for _, s := range r.use {
		one, err := r.schemeSummary(ctx, s, all[s.Name])
		if err != nil {
			return sum, err
		}
		sum.Schemes = append(sum.Schemes, one)
	}
	return sum, r.pickExample(ctx)
}

func (r *run) schemeSummary(ctx context.Context, s *schemes.Scheme, t Tally) (SchemeSummary, error) {
	one := SchemeSummary{Scheme: s.Name, Title: s.Title, Goal: activities.End(s), Tally: t, Reasons: []docstore.ReasonCount{}}
	reasons, err := r.store.Reasons(ctx, s.Name, told()...)
	if err != nil {
		return one, err
	}
	one.Reasons = append(one.Reasons, docstore.Gather(reasons)...)
	one.Problem = r.trouble[s.Name]
	one.Seconds = round(r.worked.Seconds())
	if busy := r.busy.Seconds(); busy > 0 {
		one.PerSecond = round(float64(t.done()-r.before[s.Name].done()) / busy)
	}
	return one, r.compare(ctx, s, &one)
}

// told are the states whose reasons a person wants to read: of those that
// failed first, then of those that hang.
func told() []docstore.State {
	return []docstore.State{
		docstore.Failed, docstore.Unknown, docstore.Fetched, docstore.Mapped, docstore.Recalled, docstore.Saved, docstore.Submitted,
		docstore.Refused, docstore.Cancelled, docstore.Deleting, docstore.Allotting, docstore.Handing,
		docstore.Waiting, docstore.Skipped,
	}
}

func round(f float64) float64 { return float64(int(f*10+0.5)) / 10 }

func (s Summary) write(file string) error {
	if file == "" {
		return nil
	}
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return fmt.Errorf("write the summary: %w", err)
	}
	if err := os.WriteFile(file, append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("write the summary to --summary %s: %w", file, err)
	}
	return nil
}

// pickExample finds a document worth looking at: one that failed, or any.
func (r *run) pickExample(ctx context.Context) error {
	main := r.main().Name
	for _, f := range []docstore.Filter{
		{Scheme: main, States: []docstore.State{docstore.Failed}, Limit: 1}, {Scheme: main, Limit: 1},
	} {
		docs, err := r.store.List(ctx, f)
		if err != nil {
			return err
		}
		if len(docs) > 0 {
			r.example = docs[0].Key
			return nil
		}
	}
	return nil
}

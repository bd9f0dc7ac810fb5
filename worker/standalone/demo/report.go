package demo

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// summary prints what a consultant wants to know: how many, why not, and do
// the amounts agree.
func (s *show) summary(sum Summary, r *run) {
	s.line("demo.summary", "Seconds", fmt.Sprintf("%.0f", sum.Seconds))
	s.counts(sum)
	for _, scheme := range sum.Schemes {
		s.reasons(scheme)
	}
	for _, scheme := range sum.Schemes {
		s.amounts(scheme)
	}
	s.verdict(sum, r)
}

func (s *show) counts(sum Summary) {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.AppendHeader(s.row("demo.col.scheme", "demo.col.fetched", "demo.col.stored", "demo.col.audited",
		"demo.col.skipped", "demo.col.waiting", "demo.col.failed", "demo.col.inflight", "demo.col.rate"))
	for _, c := range sum.Schemes {
		t.AppendRow(table.Row{
			c.Title + "\n" + c.Scheme, c.Fetched, c.Stored, c.Audited, c.Skipped, c.Waiting, c.Failed, c.Flying,
			strconv.FormatFloat(c.PerSecond, 'f', 1, 64),
		})
	}
	fmt.Fprintln(s.out, t.Render())
}

func (s *show) row(ids ...string) table.Row {
	row := make(table.Row, len(ids))
	for i, id := range ids {
		row[i] = s.say.Text(id)
	}
	return row
}

func (s *show) reasons(c SchemeSummary) {
	if c.Problem != "" {
		s.line("demo.problem", "Scheme", c.Scheme, "Problem", s.say.Reason(c.Problem))
	}
	for _, state := range told() {
		s.reasonsOf(state, c.Reasons)
	}
	if c.Merged > 0 {
		s.line("demo.merged", "Count", c.Merged, "Scheme", c.Scheme)
	}
	if c.Changed > 0 {
		s.line("demo.changed", "Count", c.Changed)
	}
}

// reasonsOf names the most frequent reasons; the JSON has all.
func (s *show) reasonsOf(state docstore.State, all []docstore.ReasonCount) {
	named, more := 0, 0
	for _, reason := range all {
		switch {
		case reason.State != state || reason.Reason == "":
		case named == shown:
			more += reason.Count
		default:
			named++
			fmt.Fprintf(s.out, "  %s ×%d: %s (%s)\n", s.stateName(state),
				reason.Count, s.say.Reason(reason.Reason), s.say.Text("demo.example", "Key", reason.Example))
		}
	}
	if more > 0 {
		s.line("demo.more", "State", s.stateName(state), "Count", more)
	}
}

func (s *show) stateName(state docstore.State) string {
	switch state {
	case docstore.Failed:
		return s.say.Text("demo.state.failed")
	case docstore.Unknown:
		return s.say.Text("demo.state.unknown")
	case docstore.Waiting:
		return s.say.Text("demo.state.waiting")
	case docstore.Skipped:
		return s.say.Text("demo.state.skipped")
	default:
		return s.say.Text("demo.col.inflight")
	}
}

// shown is how many differing documents are named on the screen; the JSON has all.
const shown = 5

func (s *show) amounts(c SchemeSummary) {
	a := c.Amounts
	if a == nil {
		return
	}
	fmt.Fprintln(s.out)
	if a.Problem != "" {
		s.line("demo.amounts.problem", "Problem", s.say.Reason(a.Problem))
		return
	}
	s.line("demo.amounts", "Documents", a.Documents, "Source", a.Source.String(), "Target", a.Target.String(), "Difference", a.Difference.String())
	if len(a.Missing) > 0 {
		s.line("demo.missing", "Count", len(a.Missing), "Numbers", strings.Join(a.Missing[:min(shown, len(a.Missing))], ", "))
	}
	for _, d := range a.Different[:min(shown, len(a.Different))] {
		s.line("demo.different", "Number", d.Number, "Source", d.Source.String(), "Target", d.Target.String())
	}
}

func (s *show) verdict(sum Summary, r *run) {
	fmt.Fprintln(s.out)
	switch {
	case sum.Good():
		s.line("demo.good")
	case !sum.Finished:
		s.line("demo.unfinished", "Log", r.logFile)
	default:
		s.line("demo.bad")
	}
	fmt.Fprintln(s.out)
}

package demo

import (
	"cmp"
	"fmt"
	"slices"
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
	fmt.Fprintln(s.out)
	for _, scheme := range sum.Schemes {
		s.compared(scheme)
	}
	s.verdict(sum, r)
}

func (s *show) counts(sum Summary) {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	columns := columnsOf(sum)
	header := table.Row{s.say.Text("demo.col.scheme")}
	for _, c := range columns {
		header = append(header, s.say.Text(c.title))
	}
	t.AppendHeader(append(header, s.say.Text("demo.col.rate")))
	for _, one := range sum.Schemes {
		row := table.Row{one.Title + "\n" + one.Scheme}
		for _, c := range columns {
			row = append(row, c.count(one.Tally))
		}
		t.AppendRow(append(row, strconv.FormatFloat(one.PerSecond, 'f', 1, 64)))
	}
	fmt.Fprintln(s.out, t.Render())
}

// column is one number of each scheme.
type column struct {
	title string
	goal  docstore.State // shown when a scheme has this goal; "" is always shown
	count func(Tally) int
}

func columnsOf(sum Summary) []column {
	all := []column{
		{"demo.col.fetched", "", func(t Tally) int { return t.Fetched }},
		{"demo.col.stored", docstore.Stored, func(t Tally) int { return t.Stored }},
		{"demo.col.saved", docstore.Saved, func(t Tally) int { return t.Saved }},
		{"demo.col.submitted", docstore.Submitted, func(t Tally) int { return t.Submitted }},
		{"demo.col.audited", docstore.Audited, func(t Tally) int { return t.Audited }},
		{"demo.col.skipped", "", func(t Tally) int { return t.Skipped }},
		{"demo.col.waiting", "", func(t Tally) int { return t.Waiting }},
		{"demo.col.failed", "", func(t Tally) int { return t.Failed }},
		{"demo.col.inflight", "", func(t Tally) int { return t.Flying }},
	}
	return slices.DeleteFunc(all, func(c column) bool { return !c.wanted(sum) })
}

// wanted: a column of noughts says nothing.
func (c column) wanted(sum Summary) bool {
	return c.goal == "" || slices.ContainsFunc(sum.Schemes, func(s SchemeSummary) bool { return s.Goal == c.goal || c.count(s.Tally) > 0 })
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
		s.line("demo.changed", "Count", c.Changed, "Scheme", c.Scheme)
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

// compared says what was compared at the target, and what is not as it should be.
func (s *show) compared(c SchemeSummary) {
	switch {
	case c.Amounts != nil:
		s.amounts(c, c.Amounts)
	case c.Counted != nil:
		s.counted(c, c.Counted)
	}
}

func (s *show) amounts(c SchemeSummary, a *Amounts) {
	if a.Problem != "" {
		s.line("demo.amounts.problem", "Scheme", c.Scheme, "Problem", s.say.Reason(a.Problem))
		return
	}
	s.line("demo.amounts", "Scheme", c.Scheme, "Count", a.Documents, "What", cmp.Or(a.Title, s.say.Text("demo.amounts.what")),
		"Source", a.Source.String(), "Target", a.Target.String(), "Difference", a.Difference.String())
	s.missing(a.Missing)
	for _, d := range a.Different[:min(shown, len(a.Different))] {
		s.line("demo.different", "Number", d.Number, "Source", d.Source.String(), "Target", d.Target.String())
	}
}

func (s *show) counted(c SchemeSummary, n *Counted) {
	switch {
	case n.Problem != "":
		s.line("demo.counted.problem", "Scheme", c.Scheme, "Problem", s.say.Reason(n.Problem))
	case n.Unasked != "":
		s.line("demo.counted.unasked", "Scheme", c.Scheme, "Count", n.Documents)
	default:
		s.line("demo.counted", "Scheme", c.Scheme, "Count", n.Documents, "There", n.Documents-len(n.Missing))
	}
	s.missing(n.Missing)
}

func (s *show) missing(numbers []string) {
	if len(numbers) > 0 {
		s.line("demo.missing", "Count", len(numbers), "Numbers", strings.Join(numbers[:min(shown, len(numbers))], ", "))
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

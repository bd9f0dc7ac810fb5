package bench

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/erpbridge/erpbridge/starter/messages"
)

// show is what the person sees.
type show struct {
	out io.Writer
	say *messages.Printer
}

func newShow(o Options) *show {
	lang := o.Lang
	if lang == "" {
		lang = messages.Detect(o.Environ)
	}
	return &show{out: o.Out, say: messages.New(lang)}
}

func (s *show) line(id string, pairs ...any) { fmt.Fprintln(s.out, s.say.Text(id, pairs...)) }

func (s *show) opened(o Options) {
	s.line("bench.opened", "Documents", o.Documents, "Scheme", o.Scheme, "Steps", o.Steps, "Latency", o.Latency,
		"Lanes", strings.Join(o.lanes(), ", "), "Runs", o.Runs)
	if o.Stored > 0 {
		s.line("bench.stored", "Stored", o.Stored)
	}
}

func (s *show) progress(lane string, now standing, m Memory) {
	s.line("bench.progress", "Lane", lane, "Seconds", digits(m.Seconds, 0), "Audited", now.Audited, "Came", now.Came,
		"Engine", digits(m.Engine, 0), "Temporal", digits(m.Temporal, 0))
}

func (s *show) measured(lane string, run int, l Lane) {
	s.line("bench.measured", "Lane", lane, "Run", run+1, "Rate", digits(l.DocumentsPerSecond, 1))
	if !l.Right {
		s.line("bench.wrong", "Lost", l.Verdict.Lost, "Doubled", l.Verdict.Doubled, "Different", l.Verdict.Different,
			"Examples", strings.Join(l.Verdict.Examples, "; "))
	}
}

// row is a line of the table: what it is, and its value for a lane.
type row struct {
	id    string
	value func(Lane) string
}

func rows() []row {
	return []row{
		{"rate", func(l Lane) string { return digits(l.DocumentsPerSecond, 1) }},
		{"limit", func(l Lane) string { return digits(l.TargetLimit, 1) }},
		{"share", func(l Lane) string { return percent(l.ShareOfLimit) }},
		{"cpu", func(l Lane) string { return digits(l.cpu(), 2) }},
		{"cpu_engine", func(l Lane) string { return digits(l.CPU[partEngine], 2) }},
		{"cpu_store", func(l Lane) string { return digits(l.CPU[partStore], 2) }},
		{"cpu_temporal", func(l Lane) string { return digits(l.CPU[partTemporal], 2) }},
		{"cpu_simulators", func(l Lane) string { return digits(l.CPU[partSimulators], 2) }},
		{"peak_engine", func(l Lane) string { return digits(l.Peak[partEngine], 0) }},
		{"peak_temporal", func(l Lane) string { return digits(l.Peak[partTemporal], 0) }},
		{"bytes_store", func(l Lane) string { return digits(l.Bytes[partStore], 0) }},
		{"bytes_temporal", func(l Lane) string { return digits(l.Bytes[partTemporal], 0) }},
		{"calls", func(l Lane) string { return digits(l.CallsPerDocument, 2) }},
		{"p50", func(l Lane) string { return digits(l.Verdict.P50, 2) }},
		{"p95", func(l Lane) string { return digits(l.Verdict.P95, 2) }},
		{"p99", func(l Lane) string { return digits(l.Verdict.P99, 2) }},
	}
}

func (s *show) summary(sum Summary) {
	var lanes []string
	for _, lane := range []string{Document, Bulk, Auto, Naive} {
		if _, ok := sum.Lanes[lane]; ok {
			lanes = append(lanes, lane)
		}
	}
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.AppendHeader(s.cells(s.say.Text("bench.col.what"), lanes, func(lane string) string { return s.say.Text("bench.lane." + lane) }))
	for _, r := range rows() {
		t.AppendRow(s.cells(s.say.Text("bench.row."+r.id), lanes, func(lane string) string { return r.value(sum.Lanes[lane]) }))
	}
	if len(sum.Gains) > 0 {
		t.AppendSeparator()
		for id, gain := range gains() {
			t.AppendRow(s.cells(s.say.Text("bench.gain."+id), lanes, func(lane string) string { return times(gain(sum.Gains[lane])) }))
		}
	}
	fmt.Fprintln(s.out)
	fmt.Fprintln(s.out, t.Render())
	s.notes(sum, lanes)
}

// gains are the ratios to the naive lane, in their order.
func gains() func(func(string, func(Gain) float64) bool) {
	return func(yield func(string, func(Gain) float64) bool) {
		_ = yield("rate", func(g Gain) float64 { return g.Documents }) &&
			yield("cpu", func(g Gain) float64 { return g.CPU }) &&
			yield("bytes", func(g Gain) float64 { return g.Bytes })
	}
}

func (s *show) cells(first string, lanes []string, cell func(string) string) table.Row {
	cells := table.Row{first}
	for _, lane := range lanes {
		cells = append(cells, cell(lane))
	}
	return cells
}

// notes say how to read the table.
func (s *show) notes(sum Summary, lanes []string) {
	if sum.Rate == 0 {
		s.line("bench.note.flood")
	}
	s.line("bench.note.store")
	if slices.Contains(lanes, Naive) {
		s.line("bench.note.naive")
	}
	if sum.Right {
		s.line("bench.right")
		return
	}
	s.line("bench.failed")
}

// callbacks is the table of the benchmark of callbacks, and whether it is right.
func (s *show) callbacks(c Callbacks) {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	for _, row := range []struct {
		id    string
		value any
	}{
		{"calls", c.Calls},
		{"acknowledged", c.Acknowledged},
		{"busy", fmt.Sprintf("%d (%.2f %%)", c.Busy, 100*c.BusyShare)},
		{"refused", c.Refused},
		{"unanswered", c.Unanswered},
		{"p50", digits(c.P50, 1)},
		{"p99", digits(c.P99, 1)},
		{"longest", digits(c.Longest, 1)},
		{"lost", c.Lost},
	} {
		t.AppendRow(table.Row{s.say.Text("bench.call." + row.id), row.value})
	}
	fmt.Fprintln(s.out, t.Render())
	if c.Right {
		s.line("bench.call.right")
		return
	}
	s.line("bench.call.wrong")
}

func (s *show) kept(dir string) { s.line("bench.kept", "Dir", dir) }

// digits is a number, or a dash where there is nothing to tell.
func digits(v float64, decimals int) string {
	if v == 0 {
		return "-"
	}
	return fmt.Sprintf("%.*f", decimals, v)
}

func percent(v float64) string {
	if v == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f %%", 100*v)
}

func times(v float64) string {
	if v == 0 {
		return "-"
	}
	return fmt.Sprintf("× %.1f", v)
}

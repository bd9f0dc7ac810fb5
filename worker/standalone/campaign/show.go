package campaign

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/erpbridge/erpbridge/starter/messages"
)

// show is what the person sees.
type show struct {
	out  io.Writer
	say  *messages.Printer
	last time.Time
}

func newShow(o Options) *show {
	lang := o.Lang
	if lang == "" {
		lang = messages.Detect(o.Environ)
	}
	return &show{out: o.Out, say: messages.New(lang)}
}

func (s *show) line(id string, pairs ...any) { fmt.Fprintln(s.out, s.say.Text(id, pairs...)) }

// opened says what will happen, so that it can be had again.
func (s *show) opened(r *run) {
	s.line("campaign.opened", "Seed", r.opts.Seed, "Documents", r.opts.Documents, "Bills", len(r.wanted), "Orders", len(r.mall.orders))
	s.line("campaign.faults", "Faults", len(r.faults), "Hash", r.hash)
	for _, kind := range r.opts.left() {
		s.line("campaign.left", "Kind", kind)
	}
}

const progressEvery = 10 * time.Second

func (s *show) progress(d *driver) {
	if time.Since(s.last) < progressEvery {
		return
	}
	s.last = time.Now()
	s.line("campaign.progress", "Seconds", seconds(time.Since(d.began)), "Saved", d.bills, "Bills", len(d.wanted),
		"Flying", d.standing.flying+d.standing.pushing, "Waiting", d.standing.waiting, "Faults", len(d.faults)-len(d.next)-d.armed.open())
}

// summary is the table, what is wrong by name, and the verdict.
func (s *show) summary(sum Summary) {
	fmt.Fprintln(s.out)
	fmt.Fprintln(s.out, s.faults(sum))
	fmt.Fprintln(s.out, s.result(sum))
	for id, list := range map[string][]string{
		"campaign.row.lost": sum.Lost, "campaign.row.doubled": sum.Doubled, "campaign.row.different": sum.Different,
		"campaign.row.unresolved": sum.Unresolved, "campaign.row.unexplained": sum.Unexplained,
	} {
		s.named(s.say.Text(id), list)
	}
	if sum.Passed {
		s.line("campaign.passed")
		return
	}
	s.line("campaign.failed", "Seed", sum.Seed)
}

func (s *show) faults(sum Summary) string {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.AppendHeader(table.Row{s.say.Text("campaign.col.fault"), s.say.Text("campaign.col.planned"), s.say.Text("campaign.col.happened")})
	for _, kind := range slices.Sorted(maps.Keys(sum.Planned)) {
		t.AppendRow(table.Row{kind, sum.Planned[kind], sum.Faults[kind]})
	}
	return t.Render()
}

func (s *show) result(sum Summary) string {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	for _, row := range []struct {
		id    string
		value any
	}{
		{"bills", sum.Bills},
		{"arrived", sum.Arrived},
		{"orders", sum.Orders},
		{"cancelled", sum.Cancelled},
		{"person", sum.ForPerson},
		{"lost", sum.NLost},
		{"doubled", sum.NDoubled},
		{"different", sum.NDifferent},
		{"amount", sum.Difference.String()},
		{"unresolved", sum.NUnresolved},
		{"unexplained", sum.NUnexplained},
		{"recovery", recovery(sum.Recovered)},
		{"seconds", fmt.Sprintf("%.0f", sum.Seconds)},
	} {
		t.AppendRow(table.Row{s.say.Text("campaign.row." + row.id), row.value})
	}
	return t.Render()
}

// recovery is the median and the longest.
func recovery(all []float64) string {
	if len(all) == 0 {
		return "-"
	}
	sorted := slices.Sorted(slices.Values(all))
	return fmt.Sprintf("%.1f / %.1f", sorted[len(sorted)/2], sorted[len(sorted)-1])
}

// named lists a few; the JSON has all.
func (s *show) named(what string, list []string) {
	const most = 10
	if len(list) > 0 {
		fmt.Fprintf(s.out, "%s\n  %s\n", what, strings.Join(list[:min(most, len(list))], "\n  "))
	}
}

func (s *show) kept(dir string) { s.line("campaign.kept", "Dir", dir) }

func seconds(d time.Duration) string { return fmt.Sprintf("%.0f", d.Seconds()) }

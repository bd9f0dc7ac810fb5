package cli

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/activities/reconcile"
	"github.com/erpbridge/erpbridge/starter/mask"
	"github.com/erpbridge/erpbridge/starter/messages"
)

// comparison is what reconcile found.
type comparison struct {
	reconcile.Result

	kinds  map[reconcile.Kind]int // how many differ in each way, where not all are listed
	limit  int                    // differences shown as text
	stored bool                   // there is a store that could say why
}

// masked is a result that shows nobody's telephone.
func masked(r reconcile.Result) reconcile.Result {
	for i := range r.Differences {
		d := &r.Differences[i]
		d.Detail = mask.Text(d.Detail)
		if d.Store != nil {
			d.Store.Reason = mask.Text(d.Store.Reason)
		}
	}
	return r
}

func (c comparison) text(p *page) {
	p.line("reconcile.window", "Scheme", c.Scheme, "From", shown(c.Window.From), "To", shown(c.Window.To))
	p.table(nil, c.sums(p.say), 2)
	if len(c.Differences) == 0 {
		p.line("reconcile.good")
		return
	}
	p.WriteByte('\n')
	rows := make([][]string, 0, len(c.Differences))
	for _, d := range c.Differences[:min(c.limit, len(c.Differences))] {
		rows = append(rows, c.row(p.say, d))
	}
	p.table([]string{
		"column.kind", "column.key", "column.target", "column.at_source", "column.at_target", "column.stored",
	}, rows, 4, 5)
	if more := len(c.Differences) - len(rows); more > 0 {
		p.line("reconcile.more", "Count", more)
	}
}

func (c comparison) sums(say *messages.Printer) [][]string {
	count := func(id string, n int) []string { return []string{"  " + say.Text(id), strconv.Itoa(n)} }
	rows := [][]string{
		count("reconcile.rows", c.Rows), count("reconcile.documents", c.Documents), count("reconcile.left", c.LeftOut),
		count("reconcile.found", c.Found), count("reconcile.agree", c.Agree), count("reconcile.differ", c.differ()),
	}
	for _, kind := range reconcile.Kinds() {
		if n := c.of(kind); n > 0 {
			rows = append(rows, count(kindID(kind), n))
			rows[len(rows)-1][0] = "    " + say.Text(kindID(kind))
		}
	}
	if c.stored && len(c.Differences) > 0 {
		rows = append(rows, count("reconcile.unexplained", c.Unexplained))
	}
	return append(rows, c.amounts(say)...)
}

func (c comparison) of(kind reconcile.Kind) int {
	if c.kinds != nil {
		return c.kinds[kind]
	}
	return c.Of(kind)
}

func (c comparison) differ() int {
	all := 0
	for _, kind := range reconcile.Kinds() {
		all += c.of(kind)
	}
	return all
}

func (c comparison) amounts(say *messages.Printer) [][]string {
	if c.Amounts == nil {
		return nil
	}
	title := c.Amounts.Title
	if title != "" {
		title = " (" + title + ")"
	}
	sum := func(id string, d decimal.Decimal) []string { return []string{"  " + say.Text(id) + title, money(d)} }
	return [][]string{
		sum("reconcile.source", c.Amounts.Source), sum("reconcile.target", c.Amounts.Target),
		sum("reconcile.difference", c.Amounts.Difference),
	}
}

func kindID(k reconcile.Kind) string { return "difference." + string(k) }

func (c comparison) row(say *messages.Printer, d reconcile.Difference) []string {
	source, target := amount(d.Source), amount(d.Target)
	if target == "" {
		target = string(d.Status)
	}
	return []string{say.Text(kindID(d.Kind)), d.Key, d.Number, source, target, c.word(say, d)}
}

// word is what the store says; where it does not know better, what is wrong.
func (c comparison) word(say *messages.Printer, d reconcile.Difference) string {
	switch {
	case d.Store == nil && c.stored:
		return joined(say.Reason(d.Detail), say.Text("reconcile.unstored"))
	case d.Store == nil:
		return say.Reason(d.Detail)
	case d.Store.Changed:
		return joined(stateName(say, d.Store.State), say.Text("reconcile.changed"))
	case d.Store.Reason == "":
		return joined(stateName(say, d.Store.State), say.Reason(d.Detail))
	default:
		return joined(stateName(say, d.Store.State), say.Reason(d.Store.Reason))
	}
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ": " + b
}

func amount(d *decimal.Decimal) string {
	if d == nil {
		return ""
	}
	return money(*d)
}

// money is an amount with its cents, and with more only where there are more.
func money(d decimal.Decimal) string {
	if d.Equal(d.Round(2)) {
		return d.StringFixed(2)
	}
	return d.String()
}

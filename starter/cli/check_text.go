package cli

import (
	"strconv"
	"strings"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/starter/messages"
)

func (l balanceList) text(p *page) {
	for i, b := range l.Schemes {
		if i > 0 {
			p.WriteByte('\n')
		}
		p.block(strings.TrimSpace(b.Scheme + "  " + b.Title))
		if b.Gone {
			p.block("  " + p.say.Text("check.gone"))
		}
		if len(b.Days)+len(b.Windows) == 0 {
			p.line("check.none")
		} else {
			p.table(b.heads(), b.rows(p.say), 2, 3, 4, 5, 6, 7)
		}
		for _, f := range b.Faults {
			p.block("  " + faultText(p.say, f))
		}
		if b.Lost > 0 {
			p.block("  " + p.say.Text("check.lost", "Count", b.Lost))
		}
	}
	if l.broken() == 0 {
		p.line("check.good")
	}
}

func (b balance) heads() []string {
	first := "column.day"
	if len(b.Windows) > 0 {
		first = "column.window"
	}
	return []string{
		first, "column.fetched.count", "column.done", "column.skipped", "column.failed", "column.compensated", "column.flight",
	}
}

func (b balance) rows(say *messages.Printer) [][]string {
	rows := make([][]string, 0, len(b.Days)+len(b.Windows)+1)
	for _, w := range b.Windows {
		rows = append(rows, balanceRow("  "+windowText(say, w.Window), w.Balance))
	}
	for _, day := range b.Days {
		rows = append(rows, balanceRow("  "+day.Day, day.Balance))
	}
	return append(rows, balanceRow("  "+say.Text("check.together"), b.Balance))
}

func windowText(say *messages.Printer, w docstore.Window) string {
	if w.To.IsZero() {
		return say.Text("check.no.window")
	}
	return shown(w.From) + " – " + shown(w.To)
}

func balanceRow(name string, b docstore.Balance) []string {
	row := []string{name}
	for _, n := range []int{b.Fetched, b.Done, b.Skipped, b.Failed, b.Compensated, b.InFlight} {
		row = append(row, strconv.Itoa(n))
	}
	return row
}

func faultText(say *messages.Printer, f docstore.Fault) string {
	if f.Kind == docstore.Orphaned {
		return say.Text("check.orphaned", "Key", f.Key, "Other", f.Other)
	}
	if f.Kind == docstore.Incomplete {
		return say.Text("check.incomplete", "Window", windowText(say, f.Window), "Want", f.Want, "Got", f.Got)
	}
	return say.Text("check.miscounted", "State", stateName(say, f.State), "Want", f.Want, "Got", f.Got)
}

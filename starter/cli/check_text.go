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
		if len(b.Days) == 0 {
			p.line("check.none")
		} else {
			p.table(balanceHeads(), b.rows(p.say), 2, 3, 4, 5, 6, 7)
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

func balanceHeads() []string {
	return []string{
		"column.day", "column.fetched.count", "column.done", "column.skipped", "column.failed", "column.compensated", "column.flight",
	}
}

func (b balance) rows(say *messages.Printer) [][]string {
	rows := make([][]string, 0, len(b.Days)+1)
	for _, day := range b.Days {
		rows = append(rows, balanceRow("  "+day.Day, day.Balance))
	}
	return append(rows, balanceRow("  "+say.Text("check.together"), b.Balance))
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
	return say.Text("check.miscounted", "State", stateName(say, f.State), "Want", f.Want, "Got", f.Got)
}

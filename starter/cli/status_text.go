package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/starter/messages"
)

func (l statusList) text(p *page) {
	for i, s := range l.Schemes {
		if i > 0 {
			p.WriteByte('\n')
		}
		p.block(strings.TrimSpace(s.Scheme + "  " + s.Title))
		p.table(nil, s.facts(p, l.RunsKnown))
		s.reasonsText(p)
	}
}

func (s schemeStatus) facts(p *page, runsKnown bool) [][]string {
	say := p.say
	facts := [][]string{
		{"  " + say.Text("status.watermark"), s.syncPoint(say)},
		{"  " + say.Text("status.documents"), countsText(say, s.Counts)},
	}
	if s.Gone {
		facts = append(facts, []string{"  " + say.Text("status.gone"), say.Text("status.gone.then")})
	}
	if s.Changed > 0 {
		facts = append(facts, []string{"  " + say.Text("status.changed"), say.Text("status.changed.count", "Count", s.Changed)})
	}
	if s.Paused != nil {
		facts = append(facts, []string{"  " + say.Text("status.paused"), pauseText(*s.Paused)})
	}
	if runsKnown {
		facts = append(facts, []string{"  " + say.Text("status.runs"), s.runsText(say)})
	}
	if len(s.Schedules) > 0 {
		facts = append(facts, []string{"  " + say.Text("status.schedules"), s.schedulesText(p)})
	}
	if s.Compared != nil {
		facts = append(facts, []string{"  " + say.Text("status.compared"), s.Compared.text(say)})
	}
	return facts
}

func (s schemeStatus) syncPoint(say *messages.Printer) string {
	if s.Watermark.IsZero() {
		return say.Text("status.never")
	}
	return shown(s.Watermark)
}

func pauseText(p docstore.Pause) string {
	return strings.TrimSpace(shown(p.At) + "  " + p.By + "  " + p.Reason)
}

func countsText(say *messages.Printer, counts map[docstore.State]int) string {
	var parts []string
	for _, state := range docstore.States() {
		if n := counts[state]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", stateName(say, state), n))
		}
	}
	if len(parts) == 0 {
		return say.Text("status.none")
	}
	return strings.Join(parts, ", ")
}

func (s schemeStatus) runsText(say *messages.Printer) string {
	if len(s.Runs) == 0 {
		return say.Text("status.idle")
	}
	parts := make([]string, len(s.Runs))
	for i, r := range s.Runs {
		line := say.Text("run.silent")
		if r.Progress != nil {
			line = progressLine(say, *r.Progress)
		}
		parts[i] = r.WorkflowID + ": " + line
	}
	return strings.Join(parts, "; ")
}

func (s schemeStatus) reasonsText(p *page) {
	if len(s.Reasons) == 0 {
		return
	}
	rows := make([][]string, len(s.Reasons))
	for i, r := range s.Reasons {
		rows[i] = []string{"  " + strconv.Itoa(r.Count), stateName(p.say, r.State), r.Example, p.say.Reason(r.Reason)}
	}
	p.table([]string{"column.count", "column.state", "column.example", "column.reason"}, rows, 1)
}

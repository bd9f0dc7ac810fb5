package cli

import (
	"bufio"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/starter/messages"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

// confirmed says whether the plan may be carried out. It is shown before a
// person is asked; what would change nothing needs no asking.
func (w *applying) confirmed() (bool, error) {
	if w.flags.dry || !w.flags.yes && w.list.changes() {
		if err := w.app.print(w.list); err != nil || w.flags.dry {
			return false, err
		}
		if !w.app.asked("apply.ask") {
			return false, w.app.fail("apply.unconfirmed")
		}
	}
	return true, nil
}

// asked puts a question that is to be answered with yes or no. A script is not
// asked: its answer is a flag.
func (a *app) asked(question string) bool {
	if a.format == formatJSON || a.env.Stdin == nil {
		return false
	}
	a.note(question)
	line, err := bufio.NewReader(a.env.Stdin).ReadString('\n')
	answer := strings.ToLower(strings.TrimSpace(line))
	return (err == nil || answer != "") && slices.Contains([]string{"y", "yes", "是"}, answer)
}

// appliedList is what becomes, or became, of the schedules.
type appliedList struct {
	Done    bool      `json:"done"` // false: it is a plan
	Applied []applied `json:"applied"`
	LeftOut []leftOut `json:"left_out,omitempty"`
}

type applied struct {
	orders.Applied

	Window string `json:"window,omitempty"` // how far it reads back, or compares
}

// changes says whether anything is to be done.
func (l appliedList) changes() bool {
	return slices.ContainsFunc(l.Applied, func(p applied) bool {
		return p.Action != orders.Unchanged && p.Action != orders.Unscheduled
	})
}

func (l appliedList) text(p *page) {
	for _, s := range l.Applied {
		if s.Kind != orders.KindRun {
			p.line(l.sweepMessage(s.Action), "Scheme", s.Scheme, "What", s.what(p.say), "When", p.schedule(s.When), "Was", p.schedule(s.Was))
			continue
		}
		p.line(l.message(s.Action), "Scheme", s.Scheme, "When", p.schedule(s.When), "Was", p.schedule(s.Was))
	}
	for _, s := range l.LeftOut {
		p.line("apply.leftout", "Scheme", s.Scheme, "Reason", s.Reason)
	}
	if !l.Done && !l.changes() {
		p.line("apply.nothing")
	}
}

func (l appliedList) message(action string) string {
	done, planned := map[string]string{
		orders.Created: "apply.created", orders.Changed: "apply.changed",
		orders.Removed: "apply.removed", orders.Gone: "apply.gone",
	}, map[string]string{
		orders.Created: "apply.plan.created", orders.Changed: "apply.plan.changed",
		orders.Removed: "apply.plan.removed", orders.Gone: "apply.plan.gone",
	}
	id, ok := planned[action]
	if l.Done {
		id, ok = done[action]
	}
	switch {
	case ok:
		return id
	case action == orders.Unchanged:
		return "apply.unchanged"
	default:
		return "apply.unscheduled"
	}
}

// what is a schedule that is not one of runs, in words.
func (s applied) what(say *messages.Printer) string {
	return say.Text("swept."+s.Kind, "Name", s.Name, "Window", s.Window)
}

func (l appliedList) sweepMessage(action string) string {
	if l.Done || action == orders.Unchanged {
		return "sweep." + action
	}
	return "sweepplan." + action
}

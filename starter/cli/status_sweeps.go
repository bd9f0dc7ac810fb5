package cli

import (
	"context"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/starter/mask"
	"github.com/erpbridge/erpbridge/starter/messages"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

// comparisons are what schemes came to when they were compared by themselves.
type comparisons interface {
	LastReconciliation(ctx context.Context, scheme string) (docstore.Reconciliation, bool, error)
}

// compared is the last comparison of a scheme, in few words.
type compared struct {
	At          time.Time `json:"at"`
	From        time.Time `json:"from"`
	To          time.Time `json:"to"`
	Documents   int       `json:"documents"`
	Differences int       `json:"differences"`
	Unexplained int       `json:"unexplained"`
	Problem     string    `json:"problem,omitempty"`
}

func lastCompared(ctx context.Context, s comparisons, scheme string) (*compared, error) {
	last, there, err := s.LastReconciliation(ctx, scheme)
	if err != nil || !there {
		return nil, err
	}
	return &compared{
		At: last.At.In(zone()), From: last.From.In(zone()), To: last.To.In(zone()), Problem: mask.Text(last.Problem),
		Documents: last.Documents, Differences: last.Differences, Unexplained: last.Unexplained,
	}, nil
}

func (c compared) text(say *messages.Printer) string {
	switch {
	case c.Problem != "":
		return say.Text("status.compared.unmade", "At", shown(c.At), "Reason", say.Reason(c.Problem))
	case c.Differences == 0:
		return say.Text("status.compared.agrees", "At", shown(c.At), "Documents", c.Documents)
	default:
		return say.Text("status.compared.differs", "At", shown(c.At), "Differences", c.Differences, "Documents", c.Documents, "Unexplained", c.Unexplained)
	}
}

// upcoming is a schedule of a scheme.
type upcoming struct {
	orders.Upcoming

	Window string `json:"window,omitempty"` // how far it reads back, or compares
}

// addSchedules asks when each scheme runs, is swept and compared next.
func (a *app) addSchedules(ctx context.Context, o orders.Orders, all []schemeStatus, chosen []*schemes.Scheme) error {
	for i, scheme := range chosen { // behind them are those that ask for nothing any more
		found, err := o.Upcoming(ctx, scheme)
		if err != nil {
			return a.fail("temporal.failed", "Error", err)
		}
		for _, u := range found {
			one := upcoming{Upcoming: u}
			if one.When = readable(u.When); u.Back > 0 {
				one.Window = brief(u.Back)
			}
			if !u.Next.IsZero() {
				one.Next = u.Next.In(zone())
			}
			all[i].Schedules = append(all[i].Schedules, one)
		}
	}
	return nil
}

func (s schemeStatus) schedulesText(p *page) string {
	parts := make([]string, len(s.Schedules))
	for i, u := range s.Schedules {
		parts[i] = u.text(p)
	}
	return strings.Join(parts, "; ")
}

func (u upcoming) text(p *page) string {
	what := p.say.Text("status.schedule.run", "When", p.schedule(u.When))
	if u.Kind != orders.KindRun {
		what = p.say.Text("swept."+u.Kind, "Name", u.Name, "Window", u.Window) + " " + p.schedule(u.When)
	}
	switch {
	case u.Missing:
		return what + ": " + p.say.Text("status.schedule.missing")
	case u.Paused:
		return what + ": " + p.say.Text("status.schedule.stopped")
	default:
		return what + ", " + p.say.Text("status.next", "At", shown(u.Next))
	}
}

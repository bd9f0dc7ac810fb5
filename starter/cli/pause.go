package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

func (a *app) pause() *cobra.Command {
	var by, reason string
	c := &cobra.Command{
		Use: "pause SCHEME…", Short: a.say.Text("pause.short"), Long: a.say.Text("pause.long"),
		Example: "  starter pause jushuitan-refund-to-kingdee-return --reason 盘点", Args: a.between(1, -1),
		RunE: func(c *cobra.Command, names []string) error {
			return a.turn(c.Context(), names, a.pauseOne(docstore.Pause{By: by, Reason: reason, At: a.env.Now()}))
		},
	}
	a.byFlag(c, &by)
	c.Flags().StringVar(&reason, "reason", "", a.say.Text("flag.reason.why"))
	return c
}

func (a *app) byFlag(c *cobra.Command, by *string) {
	c.Flags().StringVar(by, "by", a.env.User, a.say.Text("flag.by"))
}

// turning is one scheme being paused or resumed: first the note in the store,
// which every run reads, then the order to those under way.
type turning struct {
	note  func(ctx context.Context, s pauses, scheme string) (turned, error)
	order func(o orders.Orders, ctx context.Context, scheme, note string) error
}

func (a *app) pauseOne(p docstore.Pause) turning {
	return turning{order: orders.Orders.Pause, note: func(ctx context.Context, s pauses, scheme string) (turned, error) {
		before, paused, err := s.Paused(ctx, scheme)
		if err != nil {
			return turned{}, err
		}
		if paused {
			return asTurned(scheme, actionAlready, before), nil
		}
		return asTurned(scheme, actionPaused, p), s.SetPause(ctx, scheme, p)
	}}
}

// turn does it for each scheme. The schemes are checked before the first is
// touched; an order that is repeated changes nothing and is given again, for
// the first may have been cut short.
func (a *app) turn(ctx context.Context, names []string, t turning) error {
	lib, err := a.library()
	if err != nil {
		return err
	}
	if _, err := a.chosen(lib, names); err != nil {
		return err
	}
	list := turnedList{Schemes: []turned{}}
	err = a.withStore(ctx, func(s store) error {
		for _, name := range names {
			noted, err := t.note(ctx, s, name)
			if err != nil {
				return a.fail("store.failed", "Error", err)
			}
			list.Schemes = append(list.Schemes, noted)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return a.orderTurn(ctx, list, t)
}

func (a *app) orderTurn(ctx context.Context, list turnedList, t turning) error {
	failed := a.withOrders(ctx, func(o orders.Orders) error {
		for i, s := range list.Schemes {
			if err := t.order(o, ctx, s.Scheme, s.said()); err != nil {
				return a.fail("temporal.failed", "Error", err)
			}
			list.Schemes[i].Ordered = true
		}
		return nil
	})
	if err := a.print(list); err != nil {
		return err
	}
	if failed != nil {
		return a.fail("turn.incomplete", "Error", failed)
	}
	return nil
}

// The actions of pause and resume.
const (
	actionPaused  = "paused"
	actionAlready = "already_paused"
	actionResumed = "resumed"
	actionRunning = "not_paused"
)

// turnedList is what pause and resume did.
type turnedList struct {
	Schemes []turned `json:"schemes"`
}

type turned struct {
	Scheme  string    `json:"scheme"`
	Action  string    `json:"action"` // paused, already_paused, resumed, not_paused
	By      string    `json:"by,omitempty"`
	Reason  string    `json:"reason,omitempty"`
	At      time.Time `json:"at,omitzero"`
	Ordered bool      `json:"ordered"` // the schedule and the runs under way were told
}

func asTurned(scheme, action string, p docstore.Pause) turned {
	return turned{Scheme: scheme, Action: action, By: p.By, Reason: p.Reason, At: p.At.In(zone())}
}

// said is the note that Temporal shows beside the schedule.
func (t turned) said() string {
	if t.Reason == "" {
		return t.By
	}
	return t.By + ": " + t.Reason
}

func (l turnedList) text(p *page) {
	for _, t := range l.Schemes {
		switch t.Action {
		case actionPaused:
			p.line("pause.done", "Scheme", t.Scheme)
		case actionAlready:
			p.line("pause.already", "Scheme", t.Scheme, "By", t.By, "At", shown(t.At), "Reason", t.Reason)
		case actionResumed:
			p.line("resume.done", "Scheme", t.Scheme, "By", t.By, "At", shown(t.At))
		default:
			p.line("resume.already", "Scheme", t.Scheme)
		}
	}
}

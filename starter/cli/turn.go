package cli

import (
	"context"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

// turning is one scheme being paused or resumed: first the note in the store,
// which every run reads, then the order to those under way.
type turning struct {
	note  func(ctx context.Context, s pauses, scheme string) (turned, error)
	order func(o orders.Orders, ctx context.Context, scheme, note string) error
	await time.Duration // for the calls under way to end
}

// turn does it for each scheme. The schemes are checked before the first is
// touched; an order that is repeated changes nothing and is given again, for
// the first may have been cut short.
func (a *app) turn(ctx context.Context, names []string, account string, t turning) error {
	lib, err := a.library()
	if err != nil {
		return err
	}
	if names, err = a.meant(lib, names, account); err != nil {
		return err
	}
	return a.withStore(ctx, func(s store) error {
		list := turnedList{Schemes: []turned{}}
		for _, name := range names {
			noted, err := t.note(ctx, s, name)
			if err != nil {
				return a.fail("store.failed", "Error", err)
			}
			list.Schemes = append(list.Schemes, noted)
		}
		failed := a.orderTurn(ctx, list, t)
		if err := a.awaitCalls(ctx, s, list, t.await); err != nil {
			return err
		}
		if err := a.print(list); err != nil {
			return err
		}
		return a.incomplete(list, failed)
	})
}

func (a *app) orderTurn(ctx context.Context, list turnedList, t turning) error {
	return a.withOrders(ctx, func(o orders.Orders) error {
		for i, s := range list.Schemes {
			if s.Action == actionKept {
				continue
			}
			if err := t.order(o, ctx, s.Scheme, s.said()); err != nil {
				return a.fail("temporal.failed", "Error", err)
			}
			list.Schemes[i].Ordered = true
		}
		return nil
	})
}

// incomplete says what keeps the order from having been followed to the end.
func (a *app) incomplete(list turnedList, failed error) error {
	if failed != nil {
		return a.fail("turn.incomplete", "Error", failed)
	}
	for _, s := range list.Schemes {
		if len(s.UnderWay) > 0 {
			return a.fail("pause.incomplete")
		}
	}
	return nil
}

// The actions of pause and resume.
const (
	actionPaused  = "paused"
	actionAlready = "already_paused"
	actionResumed = "resumed"
	actionRunning = "not_paused"
	actionKept    = "kept_paused"
)

// turnedList is what pause and resume did.
type turnedList struct {
	Schemes []turned `json:"schemes"`
}

type turned struct {
	Scheme  string    `json:"scheme"`
	Action  string    `json:"action"` // paused, already_paused, resumed, not_paused, kept_paused
	By      string    `json:"by,omitempty"`
	Reason  string    `json:"reason,omitempty"`
	At      time.Time `json:"at,omitzero"`
	Ordered bool      `json:"ordered"` // the schedule and the runs under way were told
	// Account is set when the scheme is paused with all others of an account.
	Account string `json:"account,omitempty"`
	// UnderWay are calls that had not ended when nobody waited for them any more.
	UnderWay []docstore.UnderWay `json:"under_way,omitempty"`
}

func asTurned(scheme, action string, p docstore.Pause) turned {
	return turned{Scheme: scheme, Action: action, By: p.By, Reason: p.Reason, At: p.At.In(zone()), Account: p.Account}
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
		case actionKept:
			p.line("resume.kept", "Scheme", t.Scheme, "By", t.By, "At", shown(t.At), "Reason", t.Reason)
		case actionResumed:
			p.line("resume.done", "Scheme", t.Scheme, "By", t.By, "At", shown(t.At))
		default:
			p.line("resume.already", "Scheme", t.Scheme)
		}
		for _, u := range t.UnderWay {
			p.line("pause.under_way", "Scheme", t.Scheme, "Key", u.Key, "What", u.What, "Since", shown(u.Since))
		}
	}
}

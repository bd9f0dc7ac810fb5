package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

// The values of --revision.
const (
	newest  = "newest"
	started = "started"
)

// retryFlags say which documents are retried, and how.
type retryFlags struct {
	all          bool
	states       []string
	reason       string
	revision, by string
}

func (a *app) retry() *cobra.Command {
	var f retryFlags
	c := &cobra.Command{
		Use: "retry SCHEME KEY|NUMBER… | SCHEME --all", Short: a.say.Text("retry.short"), Long: a.say.Text("retry.long"),
		Example: "  starter retry jushuitan-refund-to-kingdee-return 40011-1 40012-1\n" +
			"  starter retry jushuitan-refund-to-kingdee-return --all --state failed,waiting",
		Args: a.between(1, -1),
		RunE: func(c *cobra.Command, args []string) error { return a.runRetry(c.Context(), args[0], args[1:], f) },
	}
	reopenable := stateList(reopenable())
	c.Flags().BoolVar(&f.all, "all", false, a.say.Text("flag.all"))
	c.Flags().StringSliceVar(&f.states, "state", nil, a.say.Text("flag.state.retry", "States", reopenable))
	c.Flags().StringVar(&f.reason, "reason", "", a.say.Text("flag.reason.filter"))
	c.Flags().StringVar(&f.revision, "revision", newest, a.say.Text("flag.revision"))
	a.byFlag(c, &f.by)
	return c
}

func reopenable() []docstore.State {
	var states []docstore.State
	for _, s := range docstore.States() {
		if docstore.CanReopen(s) {
			states = append(states, s)
		}
	}
	return states
}

func (a *app) runRetry(ctx context.Context, scheme string, keys []string, f retryFlags) error {
	states, err := a.checkRetry(keys, f)
	if err != nil {
		return err
	}
	return a.withStore(ctx, func(s store) error {
		if err := a.carries(ctx, s, scheme); err != nil {
			return err
		}
		r := &retrying{app: a, store: s, flags: f, done: retryResult{Scheme: scheme, Retried: []retried{}, Refused: []refused{}}}
		return a.withOrders(ctx, func(o orders.Orders) error {
			r.orders = o
			if f.all {
				return r.finish(r.every(ctx, docstore.Filter{Scheme: scheme, States: states, Reason: f.reason, Limit: retryPage}))
			}
			return r.finish(r.named(ctx, scheme, keys))
		})
	})
}

// checkRetry refuses flags that contradict each other before anything is opened.
func (a *app) checkRetry(keys []string, f retryFlags) ([]docstore.State, error) {
	if f.revision != newest && f.revision != started {
		return nil, a.usage("usage.choice", "Flag", "--revision", "Value", f.revision, "Choices", newest+", "+started)
	}
	if f.all == (len(keys) > 0) {
		return nil, a.usage("usage.retry")
	}
	if !f.all && (len(f.states) > 0 || f.reason != "") {
		return nil, a.usage("usage.retry.filter")
	}
	if len(f.states) == 0 {
		return []docstore.State{docstore.Failed}, nil
	}
	states, err := a.states(f.states)
	for _, s := range states {
		if !docstore.CanReopen(s) {
			return nil, a.usage("usage.choice", "Flag", "--state", "Value", string(s), "Choices", stateList(reopenable()))
		}
	}
	return states, err
}

// carries makes sure that a scheme has a target: base data, once reopened,
// would stay where it is for ever.
func (a *app) carries(ctx context.Context, s store, name string) error {
	if err := a.known(ctx, s, name); err != nil {
		return err
	}
	lib, err := a.library()
	if err != nil {
		return err
	}
	if found, err := lib.Get(name); err == nil && found.Target == nil {
		return a.fail("retry.base", "Scheme", name)
	}
	return a.notePause(ctx, s, name)
}

// notePause: who retries a document of a paused scheme tries something out, as
// a rule; it is not refused, but said.
func (a *app) notePause(ctx context.Context, s pauses, name string) error {
	p, paused, err := s.Paused(ctx, name)
	if err != nil {
		return a.fail("store.failed", "Error", err)
	}
	if paused {
		a.note("retry.paused", "Scheme", name, "By", p.By, "At", shown(p.At))
	}
	return nil
}

// retryResult is what was retried and what was not.
type retryResult struct {
	Scheme  string    `json:"scheme"`
	Retried []retried `json:"retried"`
	Refused []refused `json:"refused"`
}

type retried struct {
	Key    string         `json:"key"`
	Number string         `json:"number"`
	Was    docstore.State `json:"was"`
	Action string         `json:"action"` // reopened: from the start; continued: from where it stands
}

type refused struct {
	Key     string         `json:"key"`
	State   docstore.State `json:"state,omitempty"`
	Problem string         `json:"problem"`
}

// mostNamed is how many documents are named one by one in a text.
const mostNamed = 20

func (r retryResult) text(p *page) {
	if len(r.Retried) <= mostNamed {
		for _, d := range r.Retried {
			p.retriedLine(d)
		}
	}
	p.line("retry.done", "Count", len(r.Retried), "Scheme", r.Scheme)
	for _, d := range r.Refused {
		p.line("retry.refused", "Key", d.Key, "Problem", d.Problem)
	}
}

func (p *page) retriedLine(d retried) {
	if d.Action == actionContinued {
		p.line("retry.continued", "Key", d.Key, "Was", stateName(p.say, d.Was))
		return
	}
	p.line("retry.reopened", "Key", d.Key, "Was", stateName(p.say, d.Was))
}

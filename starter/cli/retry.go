package cli

import (
	"context"
	"slices"

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
	selecting

	revision, by string
}

func (a *app) retry() *cobra.Command {
	var f retryFlags
	c := &cobra.Command{
		Use: "retry SCHEME KEY|NUMBER… | SCHEME --all", Short: a.say.Text("retry.short"), Long: a.say.Text("retry.long"),
		Example: "  starter retry jushuitan-refund-to-kingdee-return 40011-1 40012-1\n" +
			"  starter retry jushuitan-refund-to-kingdee-return --all --state failed,waiting --since 2026-11-01",
		Args: a.between(1, -1),
		RunE: func(c *cobra.Command, args []string) error { return a.runRetry(c.Context(), args[0], args[1:], f) },
	}
	a.selectionFlags(c.Flags(), &f.selecting, "reason", retriable())
	c.Flags().StringVar(&f.revision, "revision", newest, a.say.Text("flag.revision"))
	a.byFlag(c, &f.by)
	return c
}

// retriable are the states whose documents may be retried all at once: those that
// begin anew, and those that are asked about once more.
func retriable() []docstore.State {
	return statesWhere(func(s docstore.State) bool { return docstore.CanReopen(s) || s == docstore.Unknown })
}

func statesWhere(is func(docstore.State) bool) []docstore.State {
	return slices.DeleteFunc(docstore.States(), func(s docstore.State) bool { return !is(s) })
}

func (a *app) runRetry(ctx context.Context, scheme string, keys []string, f retryFlags) error {
	if f.revision != newest && f.revision != started {
		return a.usage("usage.choice", "Flag", "--revision", "Value", f.revision, "Choices", newest+", "+started)
	}
	which, err := a.selection(scheme, keys, f.selecting, retriable())
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
				return r.every(ctx, which)
			}
			return r.finish(r.named(ctx, scheme, keys))
		})
	})
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

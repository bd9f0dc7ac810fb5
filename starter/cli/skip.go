package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/starter/mask"
)

// skipFlags say which documents are skipped, and why.
type skipFlags struct {
	selecting

	by, why string
}

func (a *app) skip() *cobra.Command {
	var f skipFlags
	c := &cobra.Command{
		Use: "skip SCHEME KEY|NUMBER… | SCHEME --all", Short: a.say.Text("skip.short"), Long: a.say.Text("skip.long"),
		Example: "  starter skip jushuitan-refund-to-kingdee-return 40011-1 --reason 已手工录入\n" +
			"  starter skip jushuitan-refund-to-kingdee-return --all --until 2026-10-01 --reason 已手工录入",
		Args: a.between(1, -1),
		RunE: func(c *cobra.Command, args []string) error { return a.runSkip(c.Context(), args[0], args[1:], f) },
	}
	a.byFlag(c, &f.by)
	c.Flags().StringVar(&f.why, "reason", "", a.say.Text("flag.reason.skip"))
	a.selectionFlags(c.Flags(), &f.selecting, "failed-with", statesWhere(docstore.CanSkip))
	return c
}

func (a *app) runSkip(ctx context.Context, scheme string, keys []string, f skipFlags) error {
	if f.why == "" {
		return a.usage("usage.reason")
	}
	which, err := a.selection(scheme, keys, f.selecting, statesWhere(docstore.CanSkip))
	if err != nil {
		return err
	}
	return a.withStore(ctx, func(s store) error {
		if err := a.known(ctx, s, scheme); err != nil {
			return err
		}
		k := skipping{app: a, store: s, flags: f}
		if f.all {
			return k.every(ctx, which)
		}
		return k.named(ctx, scheme, keys)
	})
}

// skipping is a skip under way.
type skipping struct {
	app   *app
	store store
	flags skipFlags
}

// named skips documents that a person named; the first that may not be ends it.
func (k skipping) named(ctx context.Context, scheme string, keys []string) error {
	for _, key := range keys {
		doc, err := k.app.document(ctx, k.store, scheme, key)
		if err == nil {
			err = k.one(ctx, doc)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// every skips all that are meant. Those that a person decides about by their names
// are left alone.
func (k skipping) every(ctx context.Context, which selection) error {
	found, err := k.app.choose(ctx, k.store, which)
	if err != nil {
		return err
	}
	plan := found.plan(which.filter.Scheme, "skip.plan", "")
	if may, err := k.app.confirmed(plan, k.flags.yes); !may || err != nil {
		return err
	}
	done := skippedList{Scheme: which.filter.Scheme, By: k.flags.by, Reason: k.flags.why, Refused: []refused{}, LeftAlone: found.held}
	for _, doc := range found.meant {
		err := k.store.Skip(ctx, docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}, k.flags.by, k.flags.why)
		switch {
		case errors.Is(err, docstore.ErrStale):
			done.Refused = append(done.Refused, refused{Key: doc.Key, State: doc.State, Problem: k.app.say.Text("why.moved")})
		case err != nil:
			return k.app.fail("store.failed", "Error", err)
		default:
			done.Skipped++
		}
	}
	return k.app.print(done)
}

func (k skipping) one(ctx context.Context, doc docstore.Document) error {
	a := k.app
	if doc.State == docstore.Skipped {
		return a.print(skipped{Scheme: doc.Scheme, Key: doc.Key, Action: "already_skipped", Was: doc.State, Reason: mask.Text(doc.Reason)})
	}
	err := k.store.Skip(ctx, docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}, k.flags.by, k.flags.why)
	if errors.Is(err, docstore.ErrStale) {
		return a.fail("skip.refused", "Key", doc.Key, "State", stateName(a.say, doc.State), "Why", whyNot(a.say, doc.State))
	}
	if err != nil {
		return a.fail("store.failed", "Error", err)
	}
	return a.print(skipped{Scheme: doc.Scheme, Key: doc.Key, Action: "skipped", Was: doc.State, By: k.flags.by, Reason: k.flags.why})
}

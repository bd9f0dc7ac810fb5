package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

// resolveFlags are what a person has found at the target.
type resolveFlags struct {
	arrived, id string
	absent      bool
	by, reason  string
}

func (a *app) resolve() *cobra.Command {
	var f resolveFlags
	c := &cobra.Command{
		Use: "resolve SCHEME KEY|NUMBER --arrived NUMBER | --not-there", Short: a.say.Text("resolve.short"), Long: a.say.Text("resolve.long"),
		Example: "  starter resolve mall-orders-to-wangdiantong 30012 --arrived JY2026110100012 --reason 已在旺店通看到",
		Args:    a.between(2, 2),
		RunE: func(c *cobra.Command, args []string) error {
			return a.runResolve(c.Context(), args[0], args[1], f)
		},
	}
	c.Flags().StringVar(&f.arrived, "arrived", "", a.say.Text("flag.arrived"))
	c.Flags().StringVar(&f.id, "id", "", a.say.Text("flag.arrived.id"))
	c.Flags().BoolVar(&f.absent, "not-there", false, a.say.Text("flag.absent"))
	c.Flags().StringVar(&f.reason, "reason", "", a.say.Text("flag.reason.resolve"))
	a.byFlag(c, &f.by)
	return c
}

func (a *app) runResolve(ctx context.Context, scheme, key string, f resolveFlags) error {
	switch {
	case f.absent == (f.arrived != ""):
		return a.usage("usage.resolve")
	case f.reason == "":
		return a.usage("usage.reason.resolve")
	}
	return a.withStore(ctx, func(s store) error {
		if err := a.known(ctx, s, scheme); err != nil {
			return err
		}
		doc, err := a.document(ctx, s, scheme, key)
		if err != nil {
			return err
		}
		return a.withOrders(ctx, func(o orders.Orders) error { return a.settle(ctx, s, o, doc, f) })
	})
}

// settle notes what the person has found, and lets the document go on from there,
// under the revision it has. If the process ends between the two, the next run does.
func (a *app) settle(ctx context.Context, s store, o orders.Orders, doc docstore.Document, f resolveFlags) error {
	d := docstore.Settled{State: docstore.Mapped, By: f.by, Reason: f.reason}
	if f.arrived != "" {
		to, err := a.arrivedAs(ctx, s, doc)
		if err != nil {
			return err
		}
		d.State, d.Target, d.TargetID = to, f.arrived, f.id
	}
	err := s.Settle(ctx, docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}, d)
	if errors.Is(err, docstore.ErrStale) {
		return a.fail("resolve.refused", "Key", doc.Key, "State", stateName(a.say, doc.State))
	}
	if err != nil {
		return a.fail("store.failed", "Error", err)
	}
	if err := o.Carry(ctx, doc, doc.Revision); err != nil {
		return a.fail("retry.unstarted", "Key", doc.Key, "Error", err)
	}
	return a.print(resolved{Scheme: doc.Scheme, Key: doc.Key, Now: d.State, Target: d.Target, By: f.by, Reason: f.reason})
}

// arrivedAs is how far a document is that the target has saved, by the scheme it
// was sent with.
func (a *app) arrivedAs(ctx context.Context, s store, doc docstore.Document) (docstore.State, error) {
	lib, err := a.library()
	if err != nil {
		return "", err
	}
	scheme, err := activities.NewSchemes(lib, s).At(ctx, doc.Scheme, doc.Revision)
	if err != nil {
		return "", a.fail("schemes.unreadable", "Error", err)
	}
	return activities.Arrived(scheme), nil
}

// resolved is what a person said of a document.
type resolved struct {
	Scheme string         `json:"scheme"`
	Key    string         `json:"key"`
	Now    docstore.State `json:"now"`
	Target string         `json:"target_number,omitempty"`
	By     string         `json:"by"`
	Reason string         `json:"reason"`
}

func (r resolved) text(p *page) {
	if r.Target == "" {
		p.line("resolve.absent", "Scheme", r.Scheme, "Key", r.Key)
		return
	}
	p.line("resolve.arrived", "Scheme", r.Scheme, "Key", r.Key, "Target", r.Target)
}

package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

func (a *app) cancelDocument() *cobra.Command {
	var by, why string
	c := &cobra.Command{
		Use: "cancel SCHEME KEY|NUMBER", Short: a.say.Text("documents.cancel.short"), Long: a.say.Text("documents.cancel.long"),
		Example: "  starter documents cancel jushuitan-refund-to-kingdee-return 40011-1 --reason 已在聚水潭删除",
		Args:    a.between(2, 2),
		RunE: func(c *cobra.Command, args []string) error {
			return a.runCancelDocument(c.Context(), args[0], args[1], by, why)
		},
	}
	a.byFlag(c, &by)
	c.Flags().StringVar(&why, "reason", "", a.say.Text("flag.reason.cancel"))
	return c
}

func (a *app) runCancelDocument(ctx context.Context, scheme, key, by, why string) error {
	if why == "" {
		return a.usage("usage.reason")
	}
	return a.withStore(ctx, func(s store) error {
		if err := a.known(ctx, s, scheme); err != nil {
			return err
		}
		doc, err := a.document(ctx, s, scheme, key)
		if err != nil {
			return err
		}
		done, err := a.cancel(ctx, s, doc, by, why)
		if err != nil {
			return err
		}
		return a.print(done)
	})
}

// cancel notes the cancellation and has the document's workflow see to it. Where
// Temporal does not answer, the next run of the scheme does.
func (a *app) cancel(ctx context.Context, s store, doc docstore.Document, by, why string) (revoked, error) {
	ref := docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}
	done := revoked{Scheme: doc.Scheme, Key: doc.Key, Was: doc.State, By: by, Reason: why}
	err := s.Revoke(ctx, ref, by, why)
	switch {
	case errors.Is(err, docstore.ErrTaken):
		return done, a.fail("documents.cancel.rows", "Key", doc.Key)
	case errors.Is(err, docstore.ErrStale):
		return done, a.fail("documents.cancel.refused", "Key", doc.Key, "State", stateName(a.say, doc.State))
	case err != nil:
		return done, a.fail("store.failed", "Error", err)
	}
	now, err := s.Get(ctx, ref)
	if err != nil {
		return done, a.fail("store.failed", "Error", err)
	}
	if done.State = now.State; now.State == docstore.Skipped {
		return done, nil
	}
	away := a.withOrders(ctx, func(o orders.Orders) error { return o.Carry(ctx, now, now.Revision) })
	done.Started = away == nil
	return done, nil
}

// revoked is a document of which a person said that the source has it no more.
type revoked struct {
	Scheme  string         `json:"scheme"`
	Key     string         `json:"key"`
	Was     docstore.State `json:"was"`
	State   docstore.State `json:"state"`
	Started bool           `json:"started"` // its workflow sees to it; otherwise the next run does
	By      string         `json:"by,omitempty"`
	Reason  string         `json:"reason"`
}

func (c revoked) text(p *page) {
	id := "documents.cancel.later"
	switch {
	case c.State == docstore.Skipped:
		id = "documents.cancel.skipped"
	case c.Started:
		id = "documents.cancel.done"
	}
	p.line(id, "Scheme", c.Scheme, "Key", c.Key, "Was", stateName(p.say, c.Was))
}

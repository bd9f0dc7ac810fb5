package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/starter/mask"
	"github.com/erpbridge/erpbridge/starter/messages"
)

func (a *app) skip() *cobra.Command {
	var by, reason string
	c := &cobra.Command{
		Use: "skip SCHEME KEY|NUMBER", Short: a.say.Text("skip.short"), Long: a.say.Text("skip.long"),
		Example: "  starter skip jushuitan-refund-to-kingdee-return 40011-1 --reason 已手工录入", Args: a.between(2, 2),
		RunE: func(c *cobra.Command, args []string) error {
			return a.runSkip(c.Context(), args[0], args[1], by, reason)
		},
	}
	a.byFlag(c, &by)
	c.Flags().StringVar(&reason, "reason", "", a.say.Text("flag.reason.skip"))
	return c
}

func (a *app) runSkip(ctx context.Context, scheme, key, by, reason string) error {
	if reason == "" {
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
		if doc.State == docstore.Skipped {
			return a.print(skipped{Scheme: doc.Scheme, Key: doc.Key, Action: "already_skipped", Was: doc.State, Reason: mask.Text(doc.Reason)})
		}
		err = s.Skip(ctx, docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}, by, reason)
		if errors.Is(err, docstore.ErrStale) {
			return a.fail("skip.refused", "Key", doc.Key, "State", stateName(a.say, doc.State), "Why", whyNot(a.say, doc.State))
		}
		if err != nil {
			return a.fail("store.failed", "Error", err)
		}
		return a.print(skipped{Scheme: doc.Scheme, Key: doc.Key, Action: "skipped", Was: doc.State, By: by, Reason: reason})
	})
}

// whyNot says what keeps a person from deciding over a document in this state.
func whyNot(say *messages.Printer, s docstore.State) string {
	switch {
	case s == docstore.Stored:
		return say.Text("why.stored")
	case s == docstore.Merged:
		return say.Text("why.merged")
	case s.Delivered():
		return say.Text("why.delivered")
	default:
		return say.Text("why.moved")
	}
}

// skipped is a document that a person decided not to carry.
type skipped struct {
	Scheme string         `json:"scheme"`
	Key    string         `json:"key"`
	Action string         `json:"action"` // skipped, already_skipped
	Was    docstore.State `json:"was"`
	By     string         `json:"by,omitempty"`
	Reason string         `json:"reason"`
}

func (s skipped) text(p *page) {
	if s.Was == docstore.Skipped {
		p.line("skip.already", "Scheme", s.Scheme, "Key", s.Key)
		return
	}
	p.line("skip.done", "Scheme", s.Scheme, "Key", s.Key, "Was", stateName(p.say, s.Was))
}

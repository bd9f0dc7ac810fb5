package cli

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/starter/mask"
)

// listFlags select documents.
type listFlags struct {
	scheme, reason, after string
	states                []string
	limit                 int
}

func (a *app) listDocuments() *cobra.Command {
	var f listFlags
	c := &cobra.Command{
		Use: "list", Short: a.say.Text("documents.list.short"), Long: a.say.Text("documents.list.long"),
		Example: "  starter documents list --scheme jushuitan-refund-to-kingdee-return --state failed,waiting",
		Args:    a.between(0, 0),
		RunE:    func(c *cobra.Command, _ []string) error { return a.runListDocuments(c.Context(), f) },
	}
	c.Flags().StringVar(&f.scheme, "scheme", "", a.say.Text("flag.scheme"))
	c.Flags().StringSliceVar(&f.states, "state", nil, a.say.Text("flag.state", "States", stateList(docstore.States())))
	c.Flags().StringVar(&f.reason, "reason", "", a.say.Text("flag.reason.filter"))
	c.Flags().StringVar(&f.after, "after", "", a.say.Text("flag.after"))
	c.Flags().IntVar(&f.limit, "limit", 50, a.say.Text("flag.limit"))
	return c
}

func (a *app) runListDocuments(ctx context.Context, f listFlags) error {
	filter, err := a.filter(f)
	if err != nil {
		return err
	}
	return a.withStore(ctx, func(s store) error {
		if f.scheme != "" {
			if err := a.known(ctx, s, f.scheme); err != nil {
				return err
			}
		}
		if filter.Reasons, err = a.asStored(ctx, s, f.scheme, f.reason); err != nil {
			return err
		}
		docs, err := s.List(ctx, filter)
		if err != nil {
			return a.fail("store.failed", "Error", err)
		}
		return a.print(listed(docs, f))
	})
}

// filter asks for one document more than are shown, to know whether there is one.
func (a *app) filter(f listFlags) (docstore.Filter, error) {
	states, err := a.states(f.states)
	if err != nil {
		return docstore.Filter{}, err
	}
	if f.limit < 1 {
		return docstore.Filter{}, a.usage("usage.limit", "Value", f.limit)
	}
	filter := docstore.Filter{
		Scheme: f.scheme, States: states, After: f.after, Limit: f.limit + 1,
	}
	if f.scheme == "" && f.after != "" { // two schemes may have the same key
		var whole bool
		if filter.AfterScheme, filter.After, whole = strings.Cut(f.after, ":"); !whole {
			return filter, a.usage("usage.after", "Value", f.after)
		}
	}
	return filter, nil
}

// documentList is a page of documents.
type documentList struct {
	Documents []documentRow `json:"documents"`
	Next      string        `json:"next,omitempty"` // for --after; empty when there are no more
}

type documentRow struct {
	Scheme    string         `json:"scheme"`
	Key       string         `json:"key"`
	Number    string         `json:"number"`
	State     docstore.State `json:"state"`
	Reason    string         `json:"reason,omitempty"`
	Target    string         `json:"target_number,omitempty"`
	Attempts  int            `json:"attempts"`
	Newer     bool           `json:"newer,omitempty"` // changed at the source after it was carried
	UpdatedAt time.Time      `json:"updated_at"`
}

func listed(docs []docstore.Document, f listFlags) documentList {
	list := documentList{Documents: []documentRow{}}
	for i, d := range docs {
		if i == f.limit {
			list.Next = cursor(docs[i-1], f)
			break
		}
		list.Documents = append(list.Documents, documentRow{
			Scheme: d.Scheme, Key: d.Key, Number: d.Number, State: d.State, Reason: mask.Text(d.Reason),
			Target: d.Target, Attempts: d.Attempts, Newer: len(d.Newer) > 0, UpdatedAt: d.UpdatedAt.In(zone()),
		})
	}
	return list
}

func cursor(d docstore.Document, f listFlags) string {
	if f.scheme != "" {
		return d.Key
	}
	return d.Scheme + ":" + d.Key
}

func (l documentList) text(p *page) {
	if len(l.Documents) == 0 {
		p.line("documents.none")
		return
	}
	rows := make([][]string, len(l.Documents))
	for i, d := range l.Documents {
		rows[i] = []string{
			d.Scheme, d.Key, d.Number, stateName(p.say, d.State), d.Target,
			strconv.Itoa(d.Attempts), shown(d.UpdatedAt), p.say.Reason(d.Reason),
		}
	}
	p.table([]string{
		"column.scheme", "column.key", "column.number", "column.state", "column.target",
		"column.attempts", "column.updated", "column.reason",
	}, rows, 6)
	if l.Next != "" {
		p.line("documents.more", "After", l.Next)
	}
}

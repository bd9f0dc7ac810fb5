package bench

import (
	"context"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// naiveActivities are the calls of the naive lane: one document each, and a retry
// that sends again whatever became of the try before.
type naiveActivities struct {
	scheme   *schemes.Scheme
	accounts connectors.Accounts
	lookups  *activities.Lookups
}

// Fetch reads a page.
func (n *naiveActivities) Fetch(ctx context.Context, in naiveInput) (naivePage, error) {
	s := n.scheme.Source
	source, err := connectors.As[connectors.Source](n.accounts, s.Connector, s.Account)
	if err != nil {
		return naivePage{}, err
	}
	params, err := activities.Parameters(n.scheme, source, in.Window)
	if err != nil {
		return naivePage{}, err
	}
	page, err := source.Fetch(ctx, connectors.Query{API: s.API, Params: params, Window: in.Window, Cursor: in.Cursor})
	if err != nil {
		return naivePage{}, err
	}
	out := naivePage{Next: page.Next}
	for _, raw := range page.Rows {
		shaped, err := n.scheme.Shape(raw)
		if err != nil {
			return out, err
		}
		for _, d := range shaped {
			if d.Skip == "" {
				out.Documents = append(out.Documents, naiveRow{Key: d.Key, Number: d.Number, Content: d.Content})
			}
		}
	}
	return out, nil
}

// SaveBill maps a document and saves it.
func (n *naiveActivities) SaveBill(ctx context.Context, d naiveRow) (connectors.Receipt, error) {
	entry, err := n.scheme.Map(ctx, mapping.Document{Key: d.Key, Number: d.Number, Content: d.Content}, n.lookups.ForDocument())
	if err != nil {
		return connectors.Receipt{}, err
	}
	target, err := n.target()
	if err != nil {
		return connectors.Receipt{}, err
	}
	return first(target.Save(ctx, n.scheme.Target.Call(), []connectors.Entry{entry}))
}

// SubmitBill submits a bill.
func (n *naiveActivities) SubmitBill(ctx context.Context, r connectors.Receipt) error {
	target, err := n.target()
	if err == nil {
		_, err = first(target.Submit(ctx, n.scheme.Target.Call(), []connectors.Receipt{r}))
	}
	return err
}

// AuditBill audits a bill.
func (n *naiveActivities) AuditBill(ctx context.Context, r connectors.Receipt) error {
	target, err := n.target()
	if err == nil {
		_, err = first(target.Audit(ctx, n.scheme.Target.Call(), []connectors.Receipt{r}))
	}
	return err
}

func (n *naiveActivities) target() (connectors.Auditor, error) {
	return connectors.As[connectors.Auditor](n.accounts, n.scheme.Target.Connector, n.scheme.Target.Account)
}

// first is the outcome of a call for one document.
func first(outcomes []connectors.Outcome, err error) (connectors.Receipt, error) {
	if err != nil {
		return connectors.Receipt{}, err
	}
	return outcomes[0].Receipt, outcomes[0].Err
}

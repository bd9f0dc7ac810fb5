package campaign

import (
	"context"
	"errors"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee"
	"github.com/erpbridge/erpbridge/worker/engine"
)

// What an engine can be made to lack, so that a campaign that finds nothing is
// known to be able to find something.
const (
	Forgetful = "forgetful" // takes what it has lost the answer to for not done, unasked
	Unfenced  = "unfenced"  // sends what another worker may have sent
)

func lacking(what string, p engine.Parts) engine.Parts {
	switch what {
	case Forgetful:
		p.Accounts = forgetful{p.Accounts}
	case Unfenced:
		p.Store, p.Accounts = unfenced{p.Store}, hasty{p.Accounts}
	}
	return p
}

type forgetful struct{ connectors.Accounts }

// Open gives 金蝶 out with its eyes shut.
func (f forgetful) Open(system, account string) (connectors.Connector, error) {
	c, err := f.Accounts.Open(system, account)
	if client, ok := c.(*kingdee.Client); ok {
		return blind{client}, err
	}
	return c, err
}

type blind struct{ *kingdee.Client }

// Find finds nothing.
func (blind) Find(context.Context, connectors.Call, []string) (map[string]connectors.Receipt, error) {
	return map[string]connectors.Receipt{}, nil
}

type unfenced struct{ engine.Store }

// Get hides that a save may be under way.
func (u unfenced) Get(ctx context.Context, ref docstore.Ref) (docstore.Document, error) {
	d, err := u.Store.Get(ctx, ref)
	if d.State == docstore.Saving {
		d.State = docstore.Mapped
	}
	return d, err
}

// Mark lets everybody have the right to send.
func (u unfenced) Mark(ctx context.Context, p docstore.Progress) error {
	p.Attempt = 0 // or it would never hear an outcome
	err := u.Store.Mark(ctx, p)
	if p.State == docstore.Saving && errors.Is(err, docstore.ErrStale) {
		return nil
	}
	return err
}

type hasty struct{ connectors.Accounts }

// Open gives 金蝶 out without its fence.
func (h hasty) Open(system, account string) (connectors.Connector, error) {
	c, err := h.Accounts.Open(system, account)
	if client, ok := c.(*kingdee.Client); ok {
		return rash{client}, err
	}
	return c, err
}

type rash struct{ *kingdee.Client }

// Save sends, whoever has the document by now.
func (r rash) Save(ctx context.Context, k connectors.Call, entries []connectors.Entry) ([]connectors.Outcome, error) {
	always := func(context.Context) error { return nil }
	return r.Client.Save(connectors.WithFence(ctx, always), k, entries)
}

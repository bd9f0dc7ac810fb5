package campaign

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee"
	"github.com/erpbridge/erpbridge/worker/engine"
)

// What an engine can be made to lack, so that a campaign that finds nothing is
// known to be able to find something.
const (
	Forgetful = "forgetful" // takes what it has lost the answer to for not done, unasked
	Heedless  = "heedless"  // takes no heed of the note that another may have sent the save
	Unfenced  = "unfenced"  // sends what was noted long ago, whoever has the document by now
)

// breaks are the engines that lack something.
func breaks() map[string]func(engine.Parts) engine.Parts {
	blind := func(p engine.Parts) engine.Parts { p.Accounts = otherwise{p.Accounts, blindly}; return p }
	hasty := func(p engine.Parts) engine.Parts { p.Accounts = otherwise{p.Accounts, hastily}; return p }
	heedless := func(p engine.Parts) engine.Parts { p.Store = unheeding{p.Store}; return p }
	return map[string]func(engine.Parts) engine.Parts{Forgetful: blind, Heedless: heedless, Unfenced: hasty}
}

func lacking(what string, p engine.Parts) engine.Parts {
	if breaking, ok := breaks()[what]; ok {
		return breaking(p)
	}
	return p
}

// BrokenEngines are the names of what an engine can be made to lack.
func BrokenEngines() []string { return slices.Sorted(maps.Keys(breaks())) }

func checkBroken(what string) error {
	if _, ok := breaks()[what]; ok || what == "" {
		return nil
	}
	return fmt.Errorf("an engine can be broken as one of %s", strings.Join(BrokenEngines(), ", "))
}

// otherwise gives 金蝶 out otherwise than it is.
type otherwise struct {
	connectors.Accounts
	to func(*kingdee.Client) connectors.Connector
}

// Open implements connectors.Accounts.
func (o otherwise) Open(system, account string) (connectors.Connector, error) {
	opened, err := o.Accounts.Open(system, account)
	if client, ok := opened.(*kingdee.Client); ok {
		return o.to(client), err
	}
	return opened, err
}

type blind struct{ *kingdee.Client }

func blindly(c *kingdee.Client) connectors.Connector { return blind{c} }

// Find finds nothing.
func (blind) Find(context.Context, connectors.Call, []string) (map[string]connectors.Receipt, error) {
	return map[string]connectors.Receipt{}, nil
}

type hasty struct{ *kingdee.Client }

func hastily(c *kingdee.Client) connectors.Connector { return hasty{c} }

// pondering is a wait for the account's quota, that a worker may be stopped in.
const pondering = time.Second

// Save sends after a while, whoever has the document by then.
func (h hasty) Save(ctx context.Context, k connectors.Call, entries []connectors.Entry) ([]connectors.Outcome, error) {
	time.Sleep(pondering)
	always := func(context.Context) error { return nil }
	return h.Client.Save(connectors.WithFence(ctx, always), k, entries)
}

type unheeding struct{ engine.Store }

// Get hides that a save may be under way.
func (u unheeding) Get(ctx context.Context, ref docstore.Ref) (docstore.Document, error) {
	d, err := u.Store.Get(ctx, ref)
	if d.State == docstore.Saving {
		d.State = docstore.Mapped
	}
	return d, err
}

// Mark notes that a save is sent, whether or not that is noted already.
func (u unheeding) Mark(ctx context.Context, p docstore.Progress) error {
	return u.Store.Mark(ctx, unheeded(p))
}

// MarkAll is Mark, of several.
func (u unheeding) MarkAll(ctx context.Context, steps []docstore.Progress) ([]error, error) {
	all := make([]docstore.Progress, len(steps))
	for i, p := range steps {
		all[i] = unheeded(p)
	}
	return u.Store.MarkAll(ctx, all)
}

func unheeded(p docstore.Progress) docstore.Progress {
	if p.State == docstore.Saving {
		p.From, p.Attempt = "", 0
	}
	return p
}

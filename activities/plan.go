package activities

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// PlanInput asks what a run of a scheme has to do.
type PlanInput struct {
	Scheme string `json:"scheme"`
	// Since is where the first window starts when the scheme has never run;
	// zero leaves it to the scheme.
	Since time.Time `json:"since,omitzero"`
}

// Plan is a scheme as a workflow needs it: which windows to read and how to
// deliver. Everything else stays in the scheme's revision.
type Plan struct {
	Scheme   string              `json:"scheme"`
	Title    string              `json:"title"`
	Revision string              `json:"revision"`
	Windows  []connectors.Window `json:"windows"`
	// Rest is what comes after the windows when there are too many for one plan.
	Rest *Stretch `json:"rest,omitempty"`
	// Watermark is what the first window advances from; zero: there was none.
	Watermark time.Time `json:"watermark,omitzero"`
	// Position is where the source is read on from, if it knows positions.
	Position string `json:"position,omitempty"`
	Delivers bool   `json:"delivers"` // it has a target
	// Merges: rows are to be merged into documents before these are delivered.
	Merges bool `json:"merges,omitempty"`
	// Updates: documents that change after they were delivered are carried again.
	Updates     bool `json:"updates,omitempty"`
	Concurrency int  `json:"concurrency,omitempty"`
	// Bulk is how many documents it takes for them to be carried page by page; 0:
	// each is carried by a workflow of its own, however many they are.
	Bulk int `json:"bulk,omitempty"`
	// Open is how many documents were in the store to be delivered.
	Open int `json:"open,omitempty"`
	// Source and Target name the accounts that are called, for their fair share.
	Source string `json:"source,omitempty"`
	Target string `json:"target,omitempty"`
	// Goal is the state in which the scheme's last step leaves a document.
	Goal docstore.State `json:"goal,omitempty"`
	// Collections are the schemes whose documents it reads or looks up.
	Collections []string `json:"collections,omitempty"`
	Paused      bool     `json:"paused,omitempty"`
	// Past: what is read has been read before. The watermark stays where it is.
	Past bool `json:"past,omitempty"`
}

// PlanSync reads the scheme, the watermark and the API's limits.
func (a *Activities) PlanSync(ctx context.Context, in PlanInput) (Plan, error) {
	s, limits, err := a.reads(ctx, in.Scheme)
	if err != nil {
		return Plan{}, err
	}
	mark, _, err := a.Store.Watermarked(ctx, s.Name)
	if err != nil {
		return Plan{}, err
	}
	p, err := a.plan(ctx, s)
	if p.Watermark, p.Position = mark.At, mark.Position; a.Schemes.Gone(s.Name) { // nothing more is read for it
		return p, err
	}
	p.cut(stretch(s, limits, mark.At, in.Since, a.Now()))
	return p, err
}

// reads is a scheme, and what its source's API allows.
func (a *Activities) reads(ctx context.Context, name string) (*schemes.Scheme, connectors.ReadLimits, error) {
	s, err := a.Schemes.Latest(ctx, name)
	if err != nil {
		return nil, connectors.ReadLimits{}, configError(err)
	}
	source, err := connectors.As[connectors.Source](a.Accounts, s.Source.Connector, s.Source.Account)
	if err != nil {
		return nil, connectors.ReadLimits{}, configError(fmt.Errorf("scheme %s: %w", s.Name, err))
	}
	limits, err := source.Limits(s.Source.API)
	if err != nil {
		return nil, limits, configError(fmt.Errorf("scheme %s: %w", s.Name, err))
	}
	return s, limits, nil
}

// plan is what there is to do but for the windows.
func (a *Activities) plan(ctx context.Context, s *schemes.Scheme) (Plan, error) {
	_, paused, err := a.Store.Paused(ctx, s.Name)
	p := Plan{
		Scheme: s.Name, Title: s.Title, Revision: s.Revision, Paused: paused,
		Collections: slices.DeleteFunc(s.Collections(), a.Schemes.Gone), // nobody fills those: who needs them says so
		Source:      account(s.Source.Connector, s.Source.Account),
	}
	if err == nil && s.Target != nil {
		err = a.planDelivery(ctx, s, &p)
	}
	return p, err
}

// Unfilled returns those of the collections that have never been read to the
// end: looking something up in them would find nothing for the wrong reason.
func (a *Activities) Unfilled(ctx context.Context, collections []string) ([]string, error) {
	var unfilled []string
	for _, name := range collections {
		_, filled, err := a.Store.Watermark(ctx, name)
		if err != nil {
			return nil, err
		}
		if !filled {
			unfilled = append(unfilled, name)
		}
	}
	return unfilled, nil
}

// IsPaused says whether a person has stopped the scheme.
func (a *Activities) IsPaused(ctx context.Context, scheme string) (bool, error) {
	_, paused, err := a.Store.Paused(ctx, scheme)
	return paused, err
}

// askedLately spares the sources: a thousand documents that wait for the same
// collection ask for one run, not a thousand.
const askedLately = 20 * time.Second

// AskToRun asks for a run of the scheme that fills a collection, unless it has
// just had one. Since is where that run begins to read if it is its first.
func (a *Activities) AskToRun(ctx context.Context, collection string, since time.Time) error {
	mark, filled, err := a.Store.Watermark(ctx, collection)
	if err != nil {
		return err
	}
	if filled && a.Now().Sub(mark) < askedLately {
		return nil
	}
	return a.Orders.StartSync(ctx, collection, since)
}

// wakePage is how many documents are woken with one reading of the store.
const wakePage = 500

// WakeWaiting tells everybody that rows have arrived in a collection: the schemes
// whose source it is, and the documents that wait for it.
func (a *Activities) WakeWaiting(ctx context.Context, collection string) (int, error) {
	a.Followers.Ask(ctx, collection)
	return a.wake(ctx, collection)
}

// tellWaiting wakes who waits for rows that were not read but sent to us, or handed
// over: also while their scheme is paused, for they are there.
func (a *Activities) tellWaiting(ctx context.Context, collection string) error {
	if !a.Schemes.lookedUp(collection) {
		return nil
	}
	_, err := a.wake(ctx, collection)
	return err
}

// wake tells documents that wait. One that cannot be told looks again by itself.
func (a *Activities) wake(ctx context.Context, collection string) (int, error) {
	woken := 0
	f := docstore.Filter{WaitsFor: collection, States: []docstore.State{docstore.Waiting}, Limit: wakePage}
	for {
		docs, err := a.Store.List(ctx, f)
		if err != nil {
			return woken, err
		}
		for _, d := range docs {
			if err := a.Orders.Wake(ctx, docstore.Ref{Scheme: d.Scheme, Key: d.Key}); err != nil {
				a.Log.WarnContext(ctx, "a waiting document was not told", "scheme", d.Scheme, "key", d.Key, "error", err)
				continue
			}
			woken++
		}
		if len(docs) < f.Limit || ctx.Err() != nil {
			return woken, ctx.Err()
		}
		f.After, f.AfterScheme = docs[len(docs)-1].Key, docs[len(docs)-1].Scheme
	}
}

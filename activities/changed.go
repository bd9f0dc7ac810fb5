package activities

import (
	"context"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// changed says whether there is newer content that the target is to have
// (target.onChange: update), now or as soon as what is under way has arrived.
func changed(s *schemes.Scheme, doc docstore.Document) bool {
	return updates(s) && doc.Newer != nil && doc.Held == "" && (!doc.State.Final() || delivered(s, doc))
}

// delivered: the scheme has nothing left to do with it.
func delivered(s *schemes.Scheme, doc docstore.Document) bool {
	return Reached(doc.State, Goal(s.Target.Steps))
}

// renew takes up a delivered document anew that has changed since. It goes on
// under the newest revision: the one it started with has brought it to its end.
func (a *Activities) renew(ctx context.Context, s *schemes.Scheme, doc docstore.Document) (*schemes.Scheme, docstore.Document, error) {
	if doc.Newer == nil {
		return s, doc, nil
	}
	newest, err := a.Schemes.Latest(ctx, doc.Scheme)
	if err != nil {
		return s, doc, configError(err)
	}
	if !changed(newest, doc) || !delivered(newest, doc) {
		return s, doc, nil
	}
	renewed, err := a.Store.Renew(ctx, doc.Scheme, Goal(newest.Target.Steps), []string{doc.Key})
	if err != nil {
		return s, doc, err
	}
	if renewed > 0 {
		a.Followers.Ask(ctx, doc.Scheme)
	}
	doc, err = a.Store.Get(ctx, docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}) // also when another has renewed it
	return newest, doc, err
}

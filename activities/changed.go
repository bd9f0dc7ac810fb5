package activities

import (
	"context"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// changed says whether there is newer content that the target is to have
// (target.onChange: update), now or as soon as what is under way has arrived.
func changed(s *schemes.Scheme, doc docstore.Document) bool {
	return updates(s) && doc.Newer != nil && doc.Held == "" && (!doc.State.Final() || rests(s, doc))
}

// overdue says whether the source cancelled a document, or took that back, and
// nothing has been done about it yet.
func overdue(s *schemes.Scheme, doc docstore.Document) bool {
	open := !doc.State.Final() || rests(s, doc)
	return stops(s, doc) && open || doc.Was != "" && open || doc.State == docstore.Compensated && doc.Newer != nil && doc.Held == ""
}

// rests: the scheme has nothing left to do with it, unless the source says otherwise.
func rests(s *schemes.Scheme, doc docstore.Document) bool {
	return delivered(s, doc) || doc.State == docstore.Compensated
}

// delivered: the target has it as far as the scheme takes it.
func delivered(s *schemes.Scheme, doc docstore.Document) bool {
	return Reached(doc.State, Goal(s.Target.Steps))
}

// renew takes up a delivered document anew that has changed since, or was
// cancelled. A change goes on under the newest revision: the one it started with has
// brought it to its end.
func (a *Activities) renew(ctx context.Context, s *schemes.Scheme, doc docstore.Document) (*schemes.Scheme, docstore.Document, error) {
	if doc.Newer == nil {
		return s, doc, nil
	}
	newest, err := a.Schemes.Latest(ctx, doc.Scheme)
	switch {
	case err != nil:
		return s, doc, configError(err)
	case newest.Target == nil || !rests(newest, doc) || !changed(newest, doc) && !overdue(newest, doc):
		return s, doc, nil
	}
	if err := a.takeUp(ctx, newest, []string{doc.Key}); err != nil {
		return s, doc, err
	}
	doc, err = a.Store.Get(ctx, docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}) // also when another has taken it up
	if doc.State == docstore.Fetched {
		s = newest
	}
	return s, doc, err
}

// takeUp takes up what is delivered and not as the source has it any more: changed,
// where the scheme carries changes, or cancelled. Without keys, all of the scheme.
func (a *Activities) takeUp(ctx context.Context, s *schemes.Scheme, keys []string) error {
	goal := Goal(s.Target.Steps)
	if updates(s) {
		renewed, err := a.Store.Renew(ctx, s.Name, goal, keys)
		if err != nil {
			return err
		}
		if renewed > 0 {
			a.Followers.Ask(ctx, s.Name)
		}
	}
	_, err := a.Store.Cancel(ctx, docstore.Cancellation{
		Scheme: s.Name, Goal: goal, Keys: keys, Keeps: !updates(s), Revoked: s.Target.OnCancel == schemes.KeepDelivered,
	})
	return err
}

// takeUpNewest does so as the scheme is now.
func (a *Activities) takeUpNewest(ctx context.Context, scheme string, keys []string) error {
	s, err := a.Schemes.Latest(ctx, scheme)
	switch {
	case err != nil:
		return configError(err)
	case s.Target == nil:
		return nil
	}
	return a.takeUp(ctx, s, keys)
}

package activities

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// NextInput asks for documents that are to be delivered.
type NextInput struct {
	Scheme string `json:"scheme"`
	After  string `json:"after,omitempty"` // the key to continue after
	Limit  int    `json:"limit"`
	// Goal is the state in which the scheme's last step leaves a document; ""
	// is audited.
	Goal docstore.State `json:"goal,omitempty"`
	// Merges is set when the scheme makes its documents out of several rows.
	Merges bool `json:"merges,omitempty"`
	// Updates is set when documents that have changed since they were delivered
	// are carried again.
	Updates bool `json:"updates,omitempty"`
	// Bulk asks for documents that are carried page by page.
	Bulk bool `json:"bulk,omitempty"`
}

// Next is a page of documents to deliver.
type Next struct {
	Documents []Delivery `json:"documents,omitempty"`
	After     string     `json:"after,omitempty"` // empty when there are no more
	// Elsewhere counts those that another workflow carries: in bulk; else only those
	// of which it was told that there is something new.
	Elsewhere int `json:"elsewhere,omitempty"`
}

// Delivery is a document as its workflow is started with it.
type Delivery struct {
	Key      string `json:"key"`
	Number   string `json:"number,omitempty"`
	Revision string `json:"revision,omitempty"`
}

// undelivered are the states from which a document still has to go on. Most
// have a workflow already; one whose workflow was lost is taken up again here.
var undelivered = []docstore.State{
	docstore.Fetched, docstore.Mapped, docstore.Recalled, docstore.Saving,
	docstore.Unknown, docstore.Saved, docstore.Submitted, docstore.Refused,
	docstore.Allotting, docstore.Handing, docstore.Cancelled, docstore.Deleting, docstore.Waiting,
}

// before are the states of those that have not reached the goal.
func before(goal docstore.State) []docstore.State {
	return slices.DeleteFunc(slices.Clone(undelivered), func(s docstore.State) bool { return Reached(s, goal) })
}

// Goal is the state in which the last of the steps leaves a document.
func Goal(steps []schemes.Step) docstore.State {
	switch {
	case slices.Contains(steps, schemes.Audit):
		return docstore.Audited
	case slices.Contains(steps, schemes.Submit):
		return docstore.Submitted
	default:
		return docstore.Saved
	}
}

// End is the state in which a scheme leaves its documents.
func End(s *schemes.Scheme) docstore.State {
	if s.Target == nil {
		return docstore.Stored
	}
	return Goal(s.Target.Steps)
}

// Reached: a document is as far as its scheme takes it, or further, as one is
// that somebody approved by hand.
func Reached(state, goal docstore.State) bool {
	return slices.Contains(docstore.Reached(goal), state)
}

// silent is how long a waiting document may not have been looked at before its
// workflow counts as lost; longer than the longest interval between looks.
const silent = time.Hour

// NextDocuments lists documents that are not finished, in the order of keys.
// Rows that are still to become part of a document are not among them. With the
// first page, those that have changed or were cancelled since they were delivered are taken up anew.
func (a *Activities) NextDocuments(ctx context.Context, in NextInput) (Next, error) {
	if in.After == "" {
		if err := a.takeUpNewest(ctx, in.Scheme, nil); err != nil {
			return Next{}, err
		}
	}
	f := docstore.Filter{Scheme: in.Scheme, States: before(in.Goal), After: in.After, Limit: in.Limit, Whole: true}
	docs, err := a.Store.List(ctx, f)
	if err != nil {
		return Next{}, err
	}
	var next Next
	if len(docs) == in.Limit {
		next.After = docs[len(docs)-1].Key
	}
	pick, err := a.picking(ctx, in.Scheme, in.Merges, in.Bulk)
	if err != nil {
		return Next{}, err
	}
	docs = slices.DeleteFunc(docs, a.waits)
	if next.After == "" && updates(pick.scheme) {
		late, err := pick.late(ctx, in.Limit)
		if err != nil {
			return Next{}, err
		}
		docs = append(docs, late...)
	}
	err = pick.fill(ctx, &next, docs)
	return next, err
}

// delivery: a document finishes under the revision it started with, and one
// that has not started takes the newest. A document that was made of rows has
// started: under another revision they would have been made into something
// else. Where the newest does so, it could not read a row which came before.
func delivery(d docstore.Document, merges bool) Delivery {
	if d.State == docstore.Fetched && d.Parts == 0 && !merges {
		return Delivery{Key: d.Key, Number: d.Number}
	}
	return Delivery{Key: d.Key, Number: d.Number, Revision: d.Revision}
}

func (a *Activities) planDelivery(ctx context.Context, s *schemes.Scheme, p *Plan) error {
	p.Delivers, p.Concurrency, p.Goal, p.Updates = true, s.Target.Concurrency, Goal(s.Target.Steps), updates(s)
	if p.Updates || withdraws(s) || undoes(s) {
		target, err := connectors.As[connectors.Target](a.Accounts, s.Target.Connector, s.Target.Account)
		if err == nil {
			err = cmp.Or(Changeable(target, s), Withdrawable(target, s), Undoable(target, s))
		}
		if err != nil {
			return configError(fmt.Errorf("scheme %s: %w", s.Name, err))
		}
	}
	var err error
	if p.Merges, err = a.merges(ctx, s); err != nil {
		return err
	}
	return a.planLane(ctx, s, p)
}

package cli

import (
	"context"
	"errors"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

// The actions of retry.
const (
	actionReopened  = "reopened"
	actionContinued = "continued"
)

// retryPage is how many documents are read from the store at once.
const retryPage = 200

// retrying is a retry under way.
type retrying struct {
	app    *app
	store  store
	orders orders.Orders
	flags  retryFlags
	done   retryResult
}

// named retries documents that a person named. One that is not there or may
// not be retried does not keep back the others.
func (r *retrying) named(ctx context.Context, scheme string, keys []string) error {
	for _, key := range keys {
		doc, err := r.app.document(ctx, r.store, scheme, key)
		var known *problem
		if errors.As(err, &known) && known.err == nil {
			r.done.Refused = append(r.done.Refused, refused{Key: key, Problem: known.text})
			continue
		}
		if err != nil {
			return err
		}
		if err := r.one(ctx, doc); err != nil {
			return err
		}
	}
	return nil
}

// every retries what a filter selects, page after page. What it has reopened
// is no longer selected, and the pages go on by key, so it comes to an end.
func (r *retrying) every(ctx context.Context, f docstore.Filter) error {
	for {
		docs, err := r.store.List(ctx, f)
		if err != nil {
			return r.app.fail("store.failed", "Error", err)
		}
		for _, doc := range docs {
			if part(doc) {
				r.refuse(doc, r.app.say.Text("why.part", "Document", doc.PartOf))
				continue
			}
			if err := r.one(ctx, doc); err != nil {
				return err
			}
		}
		if len(docs) < f.Limit {
			return nil
		}
		f.After = docs[len(docs)-1].Key
	}
}

// part: a row that changed after it had become part of a document would be
// booked twice if the target has that one. Only a person who has looked may
// retry it, by its name.
func part(doc docstore.Document) bool { return doc.PartOf != "" && doc.Parts == 0 }

// one reopens a document, or wakes one that is under way, and starts its
// workflow. If the process ends between the two, the next run takes it up.
func (r *retrying) one(ctx context.Context, doc docstore.Document) error {
	step := retried{Key: doc.Key, Number: doc.Number, Was: doc.State, Action: actionContinued}
	switch {
	case docstore.CanReopen(doc.State):
		step.Action = actionReopened
		err := r.reopen(ctx, &doc)
		if errors.Is(err, docstore.ErrStale) {
			r.refuse(doc, r.app.say.Text("why.moved"))
			return nil
		}
		if err != nil {
			return r.app.fail("store.failed", "Error", err)
		}
	case doc.State.Final():
		r.refuse(doc, whyNot(r.app.say, doc.State))
		return nil
	}
	if err := r.start(ctx, doc); err != nil {
		return r.app.fail("retry.unstarted", "Key", doc.Key, "Error", err)
	}
	r.done.Retried = append(r.done.Retried, step)
	return nil
}

// start carries a document; a row that becomes part of one needs a run of its
// scheme, which merges it with the others of its group. So do the rows of a
// document that was taken apart.
func (r *retrying) start(ctx context.Context, doc docstore.Document) error {
	if doc.MemberOf != "" && doc.State == docstore.Fetched || doc.Parts > 0 && doc.State == docstore.Merged {
		return r.orders.StartSync(ctx, doc.Scheme, time.Time{})
	}
	return r.orders.Carry(ctx, doc, r.revision(doc))
}

func (r *retrying) reopen(ctx context.Context, doc *docstore.Document) error {
	ref := docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}
	if err := r.store.Reopen(ctx, ref, r.flags.by, "retry with the "+r.flags.revision+" revision"); err != nil {
		return err
	}
	now, err := r.store.Get(ctx, ref)
	*doc = now
	return err
}

// revision: empty is the newest that the worker has.
func (r *retrying) revision(doc docstore.Document) string {
	if r.flags.revision == started {
		return doc.Revision
	}
	return ""
}

func (r *retrying) refuse(doc docstore.Document, why string) {
	r.done.Refused = append(r.done.Refused, refused{Key: doc.Key, State: doc.State, Problem: why})
}

// finish says what was done, also when something stopped it half way.
func (r *retrying) finish(stopped error) error {
	if err := r.app.print(r.done); err != nil {
		return err
	}
	if stopped != nil {
		return stopped
	}
	if n := len(r.done.Refused); n > 0 {
		return r.app.fail("retry.incomplete", "Count", n)
	}
	return nil
}

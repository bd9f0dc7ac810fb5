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

// every retries all that are meant, as they were shown. One that has moved on
// meanwhile is judged as it is now.
func (r *retrying) every(ctx context.Context, which selection) error {
	found, err := r.app.choose(ctx, r.store, which)
	if err != nil {
		return err
	}
	r.done.LeftAlone = found.held
	plan := found.plan(r.done.Scheme, "retry.plan", r.flags.revision)
	if may, err := r.app.confirmed(plan, r.flags.yes); !may || err != nil {
		return err
	}
	return r.finish(r.each(ctx, found.meant))
}

func (r *retrying) each(ctx context.Context, meant []docstore.Document) error {
	for _, d := range meant {
		doc, err := r.store.Get(ctx, docstore.Ref{Scheme: d.Scheme, Key: d.Key})
		if err != nil {
			return r.app.fail("store.failed", "Error", err)
		}
		if err := r.one(ctx, doc); err != nil {
			return err
		}
	}
	return nil
}

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
	default:
		err := r.store.Remark(ctx, docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}, r.flags.by, r.why())
		if err != nil {
			return r.app.fail("store.failed", "Error", err)
		}
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
	if err := r.store.Reopen(ctx, ref, r.flags.by, r.why()); err != nil {
		return err
	}
	now, err := r.store.Get(ctx, ref)
	*doc = now
	return err
}

// why is what the diary says.
func (r *retrying) why() string { return "retry with the " + r.flags.revision + " revision" }

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

package activities

import (
	"context"
	"fmt"
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// goesBack takes a document to where it was, for the source has it again. What was
// begun at the target may have been done though its answer was lost, and a person
// may have undone the bill there, as was asked for: how far it is there decides.
func (a *Activities) goesBack(ctx context.Context, u undoing) (Standing, error) {
	if u.target == nil || u.doc.Was == docstore.Fetched { // carried from there on, it is taken back first
		return a.mark(ctx, u.scheme, u.step(docstore.Progress{State: u.doc.Was}))
	}
	r, err := a.there(ctx, u)
	switch {
	case err != nil:
		return Standing{}, temporalError(fmt.Errorf("scheme %s: document %s: %w", u.scheme.Name, u.doc.Key, err))
	case r.ID != u.doc.TargetID:
		return a.mark(ctx, u.scheme, a.anew(ctx, u, u.doc.Attempts))
	default:
		return a.mark(ctx, u.scheme, u.step(docstore.Progress{State: u.asFarAs(r.Status)}))
	}
}

// there is the bill as the target has it now.
func (a *Activities) there(ctx context.Context, u undoing) (connectors.Receipt, error) {
	end, err := a.reading(ctx, u.scheme.Name, "how far document "+u.doc.Key+" is")
	if err != nil {
		return connectors.Receipt{}, err
	}
	defer end()
	found, err := a.find(ctx, u.scheme, u.doc)
	return found[u.doc.Target], err
}

// asFarAs is where the document was, or as far as its bill has come back from there.
func (u undoing) asFarAs(there connectors.TargetState) docstore.State {
	way := docstore.Reached(docstore.Saved)
	at := map[connectors.TargetState]int{connectors.Draft: 0, connectors.Submitted: 1}
	if now, known := at[there]; known && now < slices.Index(way, u.doc.Was) {
		return way[now]
	}
	return u.doc.Was
}

// anew is the step of a document that the source has again, and the target not any
// more: it is saved as a new one where the scheme carries changes, and left to a
// person where not.
func (a *Activities) anew(ctx context.Context, u undoing, attempt int) docstore.Progress {
	p := u.step(docstore.Progress{State: docstore.Fetched, Attempt: attempt, Gone: true})
	p.Reason = fmt.Sprintf("%s was deleted at the target, because the source had cancelled it and took that back too late: it is saved as a new one", u.doc.Target)
	if newest, err := a.Schemes.Latest(ctx, u.scheme.Name); err != nil || !updates(newest) {
		p.State = docstore.Failed
		p.Reason = "the source has it again, whose bill was deleted at the target because it was cancelled: retry saves it as a new one, or skip it"
	}
	return p
}

package activities

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// Save sends a mapped document to the target, once. The store says "saving"
// before the request leaves; whoever finds a document in that state (a worker
// that came back, a second try of this activity) asks the target instead of
// sending again.
func (a *Activities) Save(ctx context.Context, ref Ref) (Standing, error) {
	s, doc, err := a.open(ctx, ref)
	if err != nil {
		return Standing{}, err
	}
	if !slices.Contains([]docstore.State{docstore.Mapped, docstore.Recalled, docstore.Saving}, doc.State) {
		return standing(doc, s), nil
	}
	target, err := connectors.As[connectors.Target](a.Accounts, s.Target.Connector, s.Target.Account)
	switch {
	case err != nil:
		return Standing{}, temporalError(err)
	case replaces(target, s, doc):
		return a.replace(ctx, s, doc, target)
	case doc.State == docstore.Saving:
		return a.mark(ctx, s, docstore.Progress{Ref: ref.Document(), State: docstore.Unknown, Reason: interrupted})
	default:
		return a.send(ctx, s, doc, target, docstore.Progress{State: docstore.Saving, From: doc.State})
	}
}

const interrupted = "the save was sent or about to be sent when the worker stopped"

// after says what a document becomes when a call for it went through, and what
// it falls back to when nothing was done.
type after struct {
	ref        docstore.Ref
	attempt    int    // which call for the document it was; 0: nobody asks
	hash       string // of the content the call was made for: what is true of it is not of newer content
	ok, undone docstore.State
	again      bool           // doing it once more does nothing, so a lost answer is not asked about
	lost       docstore.State // where an answer that is lost leaves it; "": unknown
	upsert     bool           // a number that is taken is nothing to look for: the target says no to this document
	but        string         // what of it was done before, for the reason of a refusal
	refused    docstore.State // where a refusal leaves it; "": failed
	quiet      bool           // the answer is not kept when it went through: the one to the save is wanted
}

// after notes the outcome of a call: through, refused, not done, or unknown.
func (a *Activities) after(ctx context.Context, s *schemes.Scheme, f after, o connectors.Outcome) (Standing, error) {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), noting)
	defer stop()
	p := docstore.Progress{Ref: f.ref, Hash: f.hash, Attempt: f.attempt, Answer: o.Answer}
	switch {
	case o.Err == nil:
		p.State, p.TargetID, p.Target = f.ok, o.Receipt.ID, o.Receipt.Number
		if !f.again { // allotting comes behind what the status tells of
			p.State = reached(s, f.ok, o.Receipt.Status)
		}
		if f.quiet {
			p.Answer = nil
		}
	case refused(o.Err), (f.again || f.upsert) && errors.Is(o.Err, connectors.ErrRejected): // nothing is looked for, whatever number is taken
		p.State, p.Reason = cmp.Or(f.refused, docstore.Failed), f.but+o.Err.Error()
	case undone(o.Err) || f.again:
		return a.notDone(ctx, s, f, o.Err)
	case f.lost != "":
		f.undone = f.lost
		return a.notDone(ctx, s, f, o.Err)
	case errors.Is(o.Err, connectors.ErrDuplicate):
		p.State, p.Reason = docstore.Unknown, o.Err.Error()+lookedFor
	default: // the answer is lost, or cannot be understood
		p.State, p.Reason = docstore.Unknown, o.Err.Error()
	}
	return a.mark(ctx, s, p)
}

// lookedFor is added to the reason of a document whose number is taken.
const lookedFor = "; the bill that has it is looked for"

// noting is how long the store is given to note what the target answered,
// whatever happens to the caller meanwhile.
const noting = 30 * time.Second

// undone: the system did nothing, and may do it later.
func undone(err error) bool {
	return errors.Is(err, connectors.ErrThrottled) || errors.Is(err, connectors.ErrUnavailable) || errors.Is(err, connectors.ErrUnauthorized)
}

// refused: the system says no to this document. A number that is taken is no
// refusal yet: the document may be there from an earlier save, and is looked for.
func refused(err error) bool {
	if errors.Is(err, connectors.ErrDuplicate) {
		return false
	}
	return errors.Is(err, connectors.ErrRejected) || errors.Is(err, connectors.ErrNotFound) || errors.Is(err, connectors.ErrUnsupported)
}

// notDone is a system that is away, busy or does not know the account: the
// document goes back to where it was, and Temporal tries again.
func (a *Activities) notDone(ctx context.Context, s *schemes.Scheme, f after, err error) (Standing, error) {
	_, markErr := a.mark(ctx, s, docstore.Progress{Ref: f.ref, Hash: f.hash, Attempt: f.attempt, State: f.undone, Reason: err.Error()})
	if markErr != nil {
		return Standing{}, errors.Join(markErr, err)
	}
	return Standing{}, temporalError(fmt.Errorf("scheme %s: document %s: %w", s.Name, f.ref.Key, err))
}

// reached is the state a document is in by the target's word, when it gave
// one: a save with automatic approval may have gone further than saved. Where
// the scheme's steps end, what is left to do comes first.
func reached(s *schemes.Scheme, ok docstore.State, status connectors.TargetState) docstore.State {
	state := ok
	switch status {
	case connectors.Audited:
		state = docstore.Audited
	case connectors.Submitted:
		state = docstore.Submitted
	}
	switch {
	case !Reached(state, Goal(s.Target.Steps)):
		return state
	case len(s.Target.Allot) > 0:
		return docstore.Allotting
	default:
		return allotted(s, state)
	}
}

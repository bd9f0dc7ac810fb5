package activities

import (
	"context"
	"errors"
	"fmt"
	"math"

	"go.temporal.io/sdk/activity"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/group"
	"github.com/erpbridge/erpbridge/schemes"
)

// part is one document in a call that may be made for several.
type part struct {
	entry   connectors.Entry   // of a save
	receipt connectors.Receipt // of every other call
	guard   *guard             // nil: it may be made at any time
	gone    func() error       // why nobody waits for its outcome any more
	lines   *[]map[string]any  // where to put what was read of it
}

// place is a document's place in such a call, from before it is noted that the
// call is made for it: calls wait a little for those who are about to come.
type place struct {
	*group.Place[part, connectors.Outcome]
	scheme *schemes.Scheme
}

// expect announces a call for a document. Documents of one scheme, with what it
// is at its revision, share calls that do the same.
func (a *Activities) expect(s *schemes.Scheme, t connectors.Target, what string) place {
	type account struct{ system, name string }
	type call struct {
		scheme *schemes.Scheme
		what   string
	}
	k := group.Kind{
		Account: account{s.Target.Connector, s.Target.Account}, AtOnce: atOnce(t),
		Call: call{s, what}, Most: together(t, s),
	}
	if k.Most == 1 { // nothing is gained by making it wait
		k.Account, k.AtOnce = k.Call, math.MaxInt
	}
	return place{a.calls.Expect(k), s}
}

// together is how many documents a call takes: what the target does, and no more
// than the scheme says.
func together(t connectors.Target, s *schemes.Scheme) int {
	most := t.MaxBatch(s.Target.Call())
	if o := s.Target.Operation; o != nil && o.Rows > 0 {
		most = min(most, o.Rows)
	}
	return max(most, 1)
}

// usually is how many calls are under way at once at an account that does not say.
const usually = 5

func atOnce(t connectors.Target) int {
	if bounded, able := t.(connectors.Bounded); able {
		return bounded.AtOnce()
	}
	return usually
}

// making makes a call for several documents, and returns an outcome for each.
type making func(ctx context.Context, parts []part) ([]connectors.Outcome, error)

// ask has a call made for a document, together with those of others, and returns
// its own outcome.
func (p place) ask(ctx context.Context, document part, do making) connectors.Outcome {
	document.gone = ctx.Err
	if behind(ctx) {
		p.Last()
	}
	o, err := p.Ask(ctx, document, do.all)
	if err != nil {
		return connectors.Outcome{Err: p.givenUp(err)}
	}
	return o
}

// behind says whether what is new goes first: it is a backfill that asks.
func behind(ctx context.Context) bool {
	const usual = 3
	return activity.IsActivity(ctx) && activity.GetInfo(ctx).Priority.PriorityKey > usual
}

// givenUp says what may have become of a document whose call nobody waited for.
func (p place) givenUp(err error) error {
	e := &connectors.Error{
		Kind: connectors.ErrUnavailable, System: p.scheme.Target.Connector, Account: p.scheme.Target.Account, API: p.scheme.Target.API,
		Message: "nothing was sent: " + err.Error(), Err: err,
	}
	if errors.Is(err, group.ErrNotAwaited) {
		e.Kind, e.Message = connectors.ErrUnknown, "the call was being made: "+err.Error()
	}
	return e
}

// one is the outcome of a call for a single document.
func one(outcomes []connectors.Outcome, err error) connectors.Outcome {
	return perDocument(1, outcomes, err)[0]
}

// perDocument is the outcomes of a call for so many documents.
func perDocument(documents int, outcomes []connectors.Outcome, err error) []connectors.Outcome {
	if err == nil && len(outcomes) == documents {
		return outcomes
	}
	if err == nil {
		err = fmt.Errorf("%w: the answer has %d outcomes for %d documents", connectors.ErrUnknown, len(outcomes), documents)
	}
	all := make([]connectors.Outcome, documents)
	for i := range all {
		all[i].Err = err
	}
	return all
}

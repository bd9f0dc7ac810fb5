package activities

import (
	"cmp"
	"context"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// PageInput names documents that stand alike, and take their next step together.
type PageInput struct {
	Scheme string `json:"scheme"`
	// Revision is that of the documents which name none.
	Revision string `json:"revision"`
	// State is where they stand. Those that are fetched may stand anywhere: they
	// are looked at first.
	State     docstore.State `json:"state"`
	Documents []Delivery     `json:"documents"`
}

// Paged is what became of a page. Each of its documents is in one place of it.
type Paged struct {
	// Ended counts those that are done, by the state they ended in.
	Ended map[docstore.State]int `json:"ended,omitempty"`
	// On are those that go on together, by the state they have reached.
	On map[docstore.State][]Delivery `json:"on,omitempty"`
	// Alone are those that did not go smoothly: each needs a workflow of its own.
	Alone []Delivery `json:"alone,omitempty"`
	// Elsewhere counts those that another workflow carries.
	Elsewhere int `json:"elsewhere,omitempty"`
	// Paused: some of those that go on stand where they stood, because a person
	// has stopped the scheme.
	Paused bool `json:"paused,omitempty"`
}

// Few documents that do not get through are taken for their own trouble, also
// when no other was tried beside them: no more than would be on their way, each
// by itself, anyway.
const Few = 20

// The pauses between the tries of those documents of a page that do not get through.
const (
	firstPause = time.Second
	lastPause  = 4 * time.Second
)

// CarryPage takes documents one step on, all at once, by the activities that
// take a single one: their calls travel together where the target takes several,
// and each gets its own outcome. A page of which nothing gets through is tried
// again as a whole: then it is the target that is away.
func (a *Activities) CarryPage(ctx context.Context, in PageInput) (Paged, error) {
	p := newPageOf(ctx, a, in)
	left, trouble := p.take(ctx, in.State, in.Documents)
	if len(left) > Few && len(left) == len(in.Documents) {
		return Paged{}, trouble
	}
	for pause := firstPause; len(left) > 0 && pause <= lastPause && ctx.Err() == nil; pause *= 2 {
		idle(ctx, pause)
		left, _ = p.take(ctx, in.State, left)
	}
	if ctx.Err() != nil {
		return Paged{}, ctx.Err()
	}
	p.odd = append(p.odd, left...)
	return p.result(ctx)
}

func idle(ctx context.Context, pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// take takes the step that follows from a state with all of the documents, and
// returns those that are to be tried again, with the trouble of one of them. Those
// that were mapped are saved at once, when all have been: the target gets full batches.
func (p *pageOf) take(ctx context.Context, from docstore.State, documents []Delivery) (left []Delivery, trouble error) {
	for _, s := range p.steps(ctx, from, documents) {
		switch {
		case s.err == nil:
			p.sort(from, s)
		case ofType(s.err, TypePaused):
			p.held[from] = append(p.held[from], s.document)
		case passes(s.err):
			left, trouble = append(left, s.document), s.err
		default:
			p.odd = append(p.odd, s.document)
		}
	}
	mapped := p.done.On[docstore.Mapped]
	if len(mapped) == 0 {
		return left, trouble
	}
	delete(p.done.On, docstore.Mapped)
	unsaved, err := p.take(ctx, docstore.Mapped, mapped)
	return append(left, unsaved...), cmp.Or(trouble, err)
}

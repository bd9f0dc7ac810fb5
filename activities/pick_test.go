package activities_test

import (
	"context"
	"slices"
	"testing"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// picked are the keys a run is given to carry, by a listing and by name, in both
// lanes; told are the documents whose own workflow carries them.
func (p *pushing) picked(t *testing.T, listed []string, told ...docstore.Ref) {
	t.Helper()
	for _, bulk := range []bool{false, true} {
		for how, pick := range map[string]func() (activities.Next, error){
			"listed": func() (activities.Next, error) {
				return p.acts.NextDocuments(p.Context(), activities.NextInput{Scheme: pushed, Limit: 10, Goal: docstore.Saved, Bulk: bulk})
			},
			"by name": func() (activities.Next, error) {
				return p.acts.NextOf(p.Context(), activities.NextOfInput{Scheme: pushed, Keys: []string{"T1"}, Goal: docstore.Saved, Bulk: bulk})
			},
		} {
			p.orders.carried = nil
			next, err := pick()
			p.ok(err)
			if !slices.Equal(keys(next.Documents), listed) || !slices.Equal(p.orders.carried, told) || next.Elsewhere < len(told) {
				t.Errorf("in bulk %v, %s: %v, and %d elsewhere; told were %v", bulk, how, keys(next.Documents), next.Elsewhere, p.orders.carried)
			}
		}
	}
}

// A change that meets the workflow of its document when that has just looked for the
// last time is not left to the next run: the workflow is told, or begun.
func TestAChangeMeetsTheWorkflowThatIsEnding(t *testing.T) {
	t.Parallel()
	onBothStores(t, func(p *pushing) {
		ref := p.delivered(order("T1", "30", "first"))
		carrier := p.doc(ref).WorkflowID
		p.picked(p.T, nil)
		p.comes(order("T1", "70", "second"))
		p.orders.underWay = []string{carrier}
		p.picked(p.T, nil, ref.Document())
		p.orders.underWay = nil // it has ended
		p.picked(p.T, []string{"T1"})
		p.push(ref)
		p.has("second", "30 70", 2)
	})
}

// One that changes while it is on its way arrives as it was, and whoever takes it
// there only now would not look again.
func TestAChangeMeetsADocumentOnItsWay(t *testing.T) {
	t.Parallel()
	onBothStores(t, func(p *pushing) {
		ref := p.lost(order("T1", "30", "first"))
		p.picked(p.T, []string{"T1"})
		p.comes(order("T1", "70", "second"))
		p.picked(p.T, nil, ref.Document()) // whether its workflow is there or not
		p.orders.underWay = []string{p.doc(ref).WorkflowID}
		p.picked(p.T, nil, ref.Document())
	})
}

// arriving is a store in which a document arrives, with newer content beside it,
// after those that had arrived were taken up.
type arriving struct {
	activities.Store
	arrive func()
}

func (a *arriving) Renew(ctx context.Context, scheme string, goal docstore.State, keys []string) (int, error) {
	n, err := a.Store.Renew(ctx, scheme, goal, keys)
	if a.arrive != nil {
		arrive := a.arrive
		a.arrive = nil
		arrive()
	}
	return n, err
}

// A change meets a document that arrives while a run lists what there is to carry.
func TestAChangeMeetsADocumentThatIsArriving(t *testing.T) {
	t.Parallel()
	for how, pick := range map[string]func(p *pushing) (activities.Next, error){
		"listed": func(p *pushing) (activities.Next, error) {
			return p.acts.NextDocuments(p.Context(), activities.NextInput{Scheme: pushed, Limit: 10, Goal: docstore.Saved})
		},
		"by name": func(p *pushing) (activities.Next, error) {
			return p.acts.NextOf(p.Context(), activities.NextOfInput{Scheme: pushed, Keys: []string{"T1"}, Goal: docstore.Saved})
		},
	} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			onBothStores(t, func(p *pushing) {
				ref := p.comes(order("T1", "30", "first"))
				p.acts.Store = &arriving{p.store, func() {
					p.push(ref)
					p.comes(order("T1", "70", "second"))
				}}
				next, err := pick(p)
				if p.ok(err); !slices.Equal(keys(next.Documents), []string{"T1"}) {
					p.Errorf("it is not carried again: %+v", next)
				}
			})
		})
	}
}

package activities

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// picking chooses, of documents that are not finished, those that a run carries.
type picking struct {
	acts     *Activities
	scheme   *schemes.Scheme // as it is now
	merges   bool
	bulk     bool
	carriers carriers
}

func (a *Activities) picking(ctx context.Context, scheme string, merges, bulk bool) (picking, error) {
	s, err := a.Schemes.Latest(ctx, scheme)
	if err != nil {
		return picking{}, configError(err)
	}
	return picking{acts: a, scheme: s, merges: merges, bulk: bulk, carriers: a.carriers(ctx)}, nil
}

// read is a document; one that has arrived as it was, a moment ago, is taken up anew.
func (p picking) read(ctx context.Context, key string) (docstore.Document, error) {
	ref := docstore.Ref{Scheme: p.scheme.Name, Key: key}
	doc, err := p.acts.Store.Get(ctx, ref)
	if err == nil && p.news(doc) && rests(p.scheme, doc) {
		err = p.acts.takeUp(ctx, p.scheme, []string{key})
		if err == nil {
			doc, err = p.acts.Store.Get(ctx, ref)
		}
	}
	if err != nil {
		return doc, fmt.Errorf("scheme %s: document %s: %w", p.scheme.Name, key, err)
	}
	return doc, nil
}

// late are documents that were on their way when those that had arrived were taken
// up, and had arrived, as they were before, when their turn to be listed came.
func (p picking) late(ctx context.Context, limit int) ([]docstore.Document, error) {
	f := docstore.Filter{Scheme: p.scheme.Name, States: docstore.Reached(Goal(p.scheme.Target.Steps)), Changed: true, Limit: limit}
	changed, err := p.acts.Store.List(ctx, f)
	if err != nil {
		return nil, err
	}
	var late []docstore.Document
	for _, doc := range changed {
		doc, err := p.read(ctx, doc.Key)
		if err != nil {
			return nil, err
		}
		if doc.State == docstore.Fetched && doc.MemberOf == "" {
			late = append(late, doc)
		}
	}
	return late, nil
}

// fill names the documents. Those to be carried page by page are without their
// numbers, which only a workflow of their own would show; and without those that
// another workflow carries, for nothing else keeps two from taking up the same one.
func (p picking) fill(ctx context.Context, next *Next, docs []docstore.Document) error {
	for _, doc := range docs {
		elsewhere, err := p.elsewhere(ctx, doc)
		if err != nil {
			return err
		}
		if elsewhere {
			next.Elsewhere++
			continue
		}
		d := delivery(doc, p.merges)
		if p.bulk {
			d.Number = ""
		}
		next.Documents = append(next.Documents, d)
	}
	return nil
}

// elsewhere leaves a document to the workflow that carries it. That one may have
// looked at it for the last time: it is told to look again where there is something
// new, and begun where there is none. Nobody else would, before the next run.
func (p picking) elsewhere(ctx context.Context, doc docstore.Document) (bool, error) {
	if p.news(doc) {
		return true, p.tell(ctx, doc)
	}
	anew := doc.State == docstore.Fetched
	if !anew && !p.bulk {
		return false, nil // whoever has it, has all of it
	}
	elsewhere, err := p.carriers.elsewhere(ctx, doc)
	if elsewhere && anew && err == nil {
		err = p.tell(ctx, doc)
	}
	return elsewhere, err
}

// tell wakes the workflow that a document has of its own, or begins one.
func (p picking) tell(ctx context.Context, doc docstore.Document) error {
	return p.acts.Orders.Carry(ctx, doc, delivery(doc, p.merges).Revision)
}

// news: the source has changed or cancelled a document that is on its way, which
// first arrives as it was.
func (p picking) news(doc docstore.Document) bool {
	switch {
	case p.scheme.Target == nil, doc.State == docstore.Cancelled, doc.State == docstore.Deleting:
		return false
	default:
		return changed(p.scheme, doc) || stops(p.scheme, doc)
	}
}

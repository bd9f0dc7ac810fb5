package reconcile

import (
	"context"
	"errors"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// explain puts the store's word beside each difference.
func (r *Reconciler) explain(ctx context.Context, s *schemes.Scheme, all []Difference) error {
	if r.Store == nil {
		return nil
	}
	for i := range all {
		doc, known, err := r.stored(ctx, s.Name, all[i])
		if err != nil {
			return err
		}
		if known {
			all[i].Store = &Word{State: doc.State, Reason: doc.Reason, Changed: len(doc.Newer) > 0}
			all[i].Explained = explained(all[i].Kind, doc)
		}
	}
	return nil
}

// stored is the document, or, where the store made it of other rows than the
// window has, the first of its rows.
func (r *Reconciler) stored(ctx context.Context, scheme string, d Difference) (docstore.Document, bool, error) {
	for _, key := range append([]string{d.Key}, d.parts...) {
		doc, err := r.Store.Get(ctx, docstore.Ref{Scheme: scheme, Key: key})
		if err == nil || !errors.Is(err, docstore.ErrNotFound) {
			return doc, err == nil, err
		}
	}
	return docstore.Document{}, false, nil
}

// explained says whether the store knows that the document is as it was found: it
// is on its way, or stopped with a reason that a person can read. A store that
// takes a document for delivered explains nothing that is missing.
func explained(k Kind, doc docstore.Document) bool {
	delivered := len(docstore.Reached(doc.State)) > 0
	switch k {
	case Missing:
		return !delivered && doc.State != docstore.Merged
	case Amount:
		return len(doc.Newer) > 0 || doc.State == docstore.Failed || !doc.State.Final()
	case Extra:
		return doc.Held != "" || doc.State == docstore.Failed || !doc.State.Final()
	case Unfinished:
		return !doc.State.Final() || doc.State == docstore.Failed
	case Unread:
		return doc.State == docstore.Failed || doc.State == docstore.Waiting
	default: // doubled, shared: nothing makes them right
		return false
	}
}

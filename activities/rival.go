package activities

import (
	"context"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// rivalled says whether a bill that is there under a document's number may be that of
// another one, which is asked about first: two may be numbered alike, and which of
// them was refused for it is in an answer that was lost or is still to come. Of those
// that wait for the same answer, the one with the least key is the first.
func (a *Activities) rivalled(ctx context.Context, doc docstore.Document) (bool, error) {
	if doc.TargetID != "" { // it has a bill, and which
		return false, nil
	}
	alike, err := a.Store.List(ctx, docstore.Filter{Scheme: doc.Scheme, Target: doc.Target})
	for _, other := range alike {
		switch {
		case other.Key == doc.Key || other.TargetID != "":
		case other.State == docstore.Saving, other.State == docstore.Unknown && other.Key < doc.Key:
			return true, err
		}
	}
	return false, err
}

package sqlstore

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/group"
)

// stepsTogether is how many steps share a transaction at most.
const stepsTogether = 200

// Mark moves a document a step forward. ErrStale when the step does not follow
// from where the document stands, or its content was replaced meanwhile;
// ErrNotFound when there is no such document. Nothing is written then.
//
// Steps that many make at the same time are made in one transaction: while the
// disk writes one, those that come collect for the next.
func (s *Store) Mark(ctx context.Context, step docstore.Progress) error {
	place := s.marks.Expect(group.Kind{Most: stepsTogether, AtOnce: s.db.atOnce})
	refused, err := place.Ask(ctx, step, s.markTogether)
	if err != nil {
		return fmt.Errorf("mark %s: %w", named([]docstore.Progress{step}), err)
	}
	return refused
}

// markTogether makes steps of several callers. Where one of them cannot be written
// at all, each is made by itself: that is the failure of its caller alone.
func (s *Store) markTogether(ctx context.Context, steps []docstore.Progress, refused []error) {
	done, err := s.MarkAll(ctx, steps)
	switch {
	case err == nil:
		copy(refused, done)
	case len(steps) > 1 && s.db.ofRow(err):
		for i := range steps {
			s.markTogether(ctx, steps[i:i+1], refused[i:i+1])
		}
	default:
		for i := range refused {
			refused[i] = err
		}
	}
}

package connectorstest

import (
	"context"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
)

// foundAgain: Find knows what Save saved, by the number it was asked for, and
// nothing else.
func foundAgain(ctx context.Context, s *sitting) error {
	finder, err := target[connectors.Finder](s)
	if err != nil {
		return err
	}
	saved, err := s.saved(ctx, min(2, finder.MaxBatch(s.bench.Target.Call)))
	if err != nil {
		return err
	}
	asked := []string{"EX-NOT-THERE"}
	for _, r := range saved {
		asked = append(asked, r.Number)
	}
	found, err := finder.Find(ctx, s.bench.Target.Call, asked)
	if s.said.note(err) != nil {
		return err
	}
	if len(found) != len(saved) {
		return fmt.Errorf("%d of %d documents were found: %v", len(found), len(saved), found)
	}
	for _, r := range saved {
		if f := found[r.Number]; f.Number != r.Number || r.ID != "" && f.ID != r.ID {
			return fmt.Errorf("saved as %+v, found as %+v", r, f)
		}
	}
	return nil
}

// hiddenDocuments: a document that is not found is saved again. An answer that
// cannot be read must not say that it is not there.
func hiddenDocuments(ctx context.Context, s *sitting) error {
	if _, err := target[connectors.Finder](s); err != nil {
		return err
	}
	errs := []error{s.again(func(s *sitting) error { return named("a connection that is cut", findSpoiled(ctx, s, cut)) })}
	for _, r := range replies(s.exam.effort.huge) {
		errs = append(errs, s.again(func(s *sitting) error { return named(r.name, findSpoiled(ctx, s, changed(r.change))) }))
	}
	return errors.Join(errs...)
}

func findSpoiled(ctx context.Context, s *sitting, with spoiler) error {
	finder, docs, err := some[connectors.Finder](ctx, s)
	if err != nil {
		return err
	}
	s.wire.spoil(with)
	found, err := finder.Find(ctx, s.bench.Target.Call, []string{docs[0].Number})
	if s.said.note(err) == nil {
		return fmt.Errorf("passed for an answer: %d documents were found", len(found))
	}
	return s.told(err, connectors.ErrUnavailable)
}

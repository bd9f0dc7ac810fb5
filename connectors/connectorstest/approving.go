package connectorstest

import (
	"context"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
)

// approving submits and audits, each twice; and a document that nobody has saved
// must not pass for approved.
func approving(ctx context.Context, s *sitting) error {
	auditor, docs, err := some[connectors.Auditor](ctx, s)
	if err != nil {
		return err
	}
	err = errors.Join(
		s.twice(ctx, step{"Submit", auditor.Submit, connectors.Submitted}, docs),
		s.twice(ctx, step{"Audit", auditor.Audit, connectors.Audited}, docs),
	)
	ghost := []connectors.Receipt{{Number: "EX-NOT-THERE"}}
	got, lost := s.outcomes(auditor.Audit(ctx, s.bench.Target.Call, ghost))
	if lost == nil && (len(got) != 1 || got[0].Err == nil) {
		err = errors.Join(err, fmt.Errorf("what was never saved passed for audited: %+v", got))
	}
	return err
}

// takingBack un-audits and deletes, each twice.
func takingBack(ctx context.Context, s *sitting) error {
	undoer, docs, err := some[connectors.Undoer](ctx, s)
	if err != nil {
		return err
	}
	if auditor, ok := s.connector.(connectors.Auditor); ok {
		_, first := s.outcomes(auditor.Submit(ctx, s.bench.Target.Call, docs))
		_, then := s.outcomes(auditor.Audit(ctx, s.bench.Target.Call, docs))
		if err := errors.Join(first, then); err != nil {
			return err
		}
	}
	return errors.Join(
		s.twice(ctx, step{"UnAudit", undoer.UnAudit, connectors.Draft}, docs),
		s.twice(ctx, step{"Delete", undoer.Delete, ""}, docs),
	)
}

// some is an ability and documents to use it on.
func some[T connectors.Target](ctx context.Context, s *sitting) (T, []connectors.Receipt, error) {
	able, err := target[T](s)
	if err != nil {
		return able, nil, err
	}
	docs, err := s.saved(ctx, min(2, able.MaxBatch(s.bench.Target.Call)))
	return able, docs, err
}

func readBack(ctx context.Context, s *sitting) error {
	if s.bench.Target != nil && len(s.bench.Target.Fields) == 0 {
		return skipped("the bench names no fields to read back")
	}
	reader, docs, err := some[connectors.Reader](ctx, s)
	if err != nil {
		return err
	}
	numbers := []string{"EX-NOT-THERE"}
	for _, r := range docs {
		numbers = append(numbers, r.Number)
	}
	read, err := reader.Read(ctx, s.bench.Target.Call, numbers, s.bench.Target.Fields)
	if s.said.note(err) != nil {
		return err
	}
	if len(read) != len(docs) {
		return fmt.Errorf("%d of %d documents were read", len(read), len(docs))
	}
	return s.exact(docs, read)
}

// exact: a float64 has lost some of its own.
func (s *sitting) exact(docs []connectors.Receipt, read map[string][]map[string]any) error {
	for _, r := range docs {
		if len(read[r.Number]) == 0 {
			return fmt.Errorf("%s was read without lines", r.Number)
		}
		for _, line := range read[r.Number] {
			for _, f := range s.bench.Target.Fields {
				v, ok := line[f]
				if _, lossy := v.(float64); lossy || !ok {
					return fmt.Errorf("%s: %s is %T", r.Number, f, v)
				}
			}
		}
	}
	return nil
}

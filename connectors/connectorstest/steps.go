package connectorstest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// step is an ability that moves documents on: one outcome each, twice the same.
type step struct {
	name    string
	do      func(context.Context, connectors.Call, []connectors.Receipt) ([]connectors.Outcome, error)
	becomes connectors.TargetState
}

func (s *sitting) twice(ctx context.Context, st step, docs []connectors.Receipt) error {
	var errs []error
	for _, time := range []string{"the first time", "again"} {
		got, err := s.outcomes(st.do(ctx, s.bench.Target.Call, docs))
		if err == nil {
			_, err = receipts(got)
		}
		if err == nil && !slices.EqualFunc(got, docs, sameDocument) {
			err = fmt.Errorf("outcomes %+v of %+v", got, docs)
		}
		errs = append(errs, named(st.name+" "+time, err))
	}
	return errors.Join(append(errs, named("after "+st.name, s.stand(docs, st.becomes)))...)
}

func sameDocument(o connectors.Outcome, r connectors.Receipt) bool {
	return (o.Receipt.Number == "" || o.Receipt.Number == r.Number) && (o.Receipt.ID == "" || o.Receipt.ID == r.ID)
}

// stand compares the system's own ledger.
func (s *sitting) stand(docs []connectors.Receipt, want connectors.TargetState) error {
	var errs []error
	for _, r := range docs {
		n, wanted := s.bench.Target.Count(r.Number), 1
		if want == "" {
			wanted = 0
		}
		if n != wanted {
			errs = append(errs, fmt.Errorf("%s is there %d times, not %d", r.Number, n, wanted))
		}
		if s.bench.Target.State != nil && s.bench.Target.State(r.Number) != want {
			errs = append(errs, fmt.Errorf("%s is %q, not %q", r.Number, s.bench.Target.State(r.Number), want))
		}
	}
	return errors.Join(errs...)
}

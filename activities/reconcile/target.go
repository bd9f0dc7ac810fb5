package reconcile

import (
	"context"
	"errors"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
)

// target is the scheme's target as far as it can be asked.
type target struct {
	call   connectors.Call
	fields []string          // that amounts are made of
	finder connectors.Finder // nil: it does not say how far a document is
	reader connectors.Reader // nil: there are no amounts to read
	// repeats: it takes a number again and again, and has what came last.
	repeats bool
}

func (r *Reconciler) target(s *schemes.Scheme) (target, error) {
	whole, err := connectors.As[connectors.Target](r.Accounts, s.Target.Connector, s.Target.Account)
	if err != nil {
		return target{}, err
	}
	t := target{call: s.Target.Call(), repeats: activities.Repeats(whole, s)}
	finder, cannotFind := connectors.As[connectors.Finder](r.Accounts, s.Target.Connector, s.Target.Account)
	if cannotFind == nil {
		t.finder = finder
	}
	cannotRead := cannotFind
	if s.Amounts != nil {
		var reader connectors.Reader
		if reader, cannotRead = connectors.As[connectors.Reader](r.Accounts, s.Target.Connector, s.Target.Account); cannotRead == nil {
			t.reader, t.fields = reader, s.Amounts.TargetFields
		}
	}
	for _, err := range []error{cannotFind, cannotRead} {
		if err != nil && (!errors.Is(err, connectors.ErrUnsupported) || t.finder == nil && t.reader == nil) {
			return t, err
		}
	}
	return t, nil
}

// found is a document as the target has it.
type found struct {
	there  bool
	status connectors.TargetState
	lines  []map[string]any
}

// ask asks for documents by their numbers.
func (t target) ask(ctx context.Context, numbers []string) (map[string]found, error) {
	has := map[string]found{}
	if t.finder != nil {
		receipts, err := patiently(ctx, func() (map[string]connectors.Receipt, error) { return t.finder.Find(ctx, t.call, numbers) })
		if err != nil {
			return nil, err
		}
		for number, receipt := range receipts {
			has[number] = found{there: true, status: receipt.Status}
		}
	}
	if t.reader == nil {
		return has, nil
	}
	read, err := patiently(ctx, func() (map[string][]map[string]any, error) { return t.reader.Read(ctx, t.call, numbers, t.fields) })
	if err != nil {
		return nil, err
	}
	for number, lines := range read {
		has[number] = found{there: true, status: has[number].status, lines: lines}
	}
	return has, nil
}

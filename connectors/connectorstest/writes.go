package connectorstest

import (
	"context"
	"fmt"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// write is one way in which the connector changes something, and how its system
// is brought to where there is something to change.
type write struct {
	name  string
	ready func(context.Context) ([]connectors.Receipt, error)
	do    func(context.Context, []connectors.Receipt) ([]connectors.Outcome, error)
}

// ability is a call about documents that are there.
type ability = func(context.Context, connectors.Call, []connectors.Receipt) ([]connectors.Outcome, error)

// writes are all that the connector can, on this sitting's system.
func (s *sitting) writes() []write {
	list := []write{{"Save", s.nothing, s.saves}}
	var submit, audit ability
	if able, ok := s.connector.(connectors.Auditor); ok {
		submit, audit = able.Submit, able.Audit
		list = append(list, s.changes("Submit", submit), s.changes("Audit", audit, submit))
	}
	if able, ok := s.connector.(connectors.Undoer); ok {
		list = append(list, s.changes("UnAudit", able.UnAudit, submit, audit), s.changes("Delete", able.Delete))
	}
	if able, ok := s.connector.(connectors.Amender); ok {
		list = append(list, s.changes("Recall", able.Recall, submit, audit), s.changes("Recall of what was handed in", able.Recall, submit))
	}
	if able, ok := s.connector.(connectors.Allotter); ok && s.bench.Allotment != nil {
		list = append(list, s.allots(able))
	}
	return list
}

func (s *sitting) nothing(context.Context) ([]connectors.Receipt, error) { return nil, nil }

func (s *sitting) saves(ctx context.Context, _ []connectors.Receipt) ([]connectors.Outcome, error) {
	return s.save(ctx, s.bench.Target.Entry(number(1)))
}

// changes is a call about documents that were saved and went through others before.
func (s *sitting) changes(name string, do ability, before ...ability) write {
	ready := func(ctx context.Context) ([]connectors.Receipt, error) {
		docs, err := s.saved(ctx, 1)
		for _, step := range before {
			if step != nil && err == nil {
				_, err = s.receipts(step(ctx, s.bench.Target.Call, docs))
			}
		}
		return docs, err
	}
	return write{name, ready, func(ctx context.Context, docs []connectors.Receipt) ([]connectors.Outcome, error) {
		return do(ctx, s.bench.Target.Call, docs)
	}}
}

func (s *sitting) allots(able connectors.Allotter) write {
	ready := func(ctx context.Context) ([]connectors.Receipt, error) {
		_, docs, err := s.allotter(ctx)
		return docs, err
	}
	return write{"Allot", ready, func(ctx context.Context, docs []connectors.Receipt) ([]connectors.Outcome, error) {
		return able.Allot(ctx, s.bench.Allotment.Call, docs, s.bench.Allotment.Organisations)
	}}
}

// ledger is what the system has of the documents of an examination.
func (s *sitting) ledger() string {
	var b strings.Builder
	for _, n := range []string{number(0), number(1), number(2)} {
		fmt.Fprint(&b, n, " ", s.bench.Target.Count(n), " ")
		if s.bench.Target.State != nil {
			fmt.Fprint(&b, s.bench.Target.State(n), " ")
		}
		if a := s.bench.Allotment; a != nil {
			for _, organisation := range a.Organisations {
				fmt.Fprint(&b, a.Count(n, organisation), " ")
			}
		}
	}
	return b.String()
}

package activities

import (
	"context"
	"errors"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// savedAs: documents that replace what the target has share no call with new ones.
func savedAs(from docstore.State) string {
	if from == docstore.Recalled {
		return "replace"
	}
	return "save"
}

func entries(parts []part) []connectors.Entry {
	all := make([]connectors.Entry, len(parts))
	for i, p := range parts {
		all[i] = p.entry
	}
	return all
}

func receipts(parts []part) []connectors.Receipt {
	all := make([]connectors.Receipt, len(parts))
	for i, p := range parts {
		all[i] = p.receipt
	}
	return all
}

// errNotThere is the outcome of looking for a document that the target does not have.
var errNotThere = errors.New("not there")

// lookUp looks for a document at the target by its number, together with others.
func (a *Activities) lookUp(ctx context.Context, s *schemes.Scheme, finder connectors.Finder, number string) (map[string]connectors.Receipt, error) {
	place := a.expect(s, finder, "find")
	defer place.Leave()
	o := place.ask(ctx, part{receipt: connectors.Receipt{Number: number}}, func(ctx context.Context, parts []part) ([]connectors.Outcome, error) {
		return found(ctx, s, finder, receipts(parts))
	})
	switch {
	case errors.Is(o.Err, errNotThere):
		return nil, nil
	case o.Err != nil:
		return nil, o.Err
	default:
		return map[string]connectors.Receipt{number: o.Receipt}, nil
	}
}

func found(ctx context.Context, s *schemes.Scheme, finder connectors.Finder, wanted []connectors.Receipt) ([]connectors.Outcome, error) {
	there, err := finder.Find(ctx, s.Target.Call(), numbers(wanted))
	if err != nil {
		return nil, err
	}
	outcomes := make([]connectors.Outcome, len(wanted))
	for i, r := range wanted {
		var ok bool
		if outcomes[i].Receipt, ok = there[r.Number]; !ok {
			outcomes[i].Err = errNotThere
		}
	}
	return outcomes, nil
}

func numbers(wanted []connectors.Receipt) []string {
	all := make([]string, len(wanted))
	for i, r := range wanted {
		all[i] = r.Number
	}
	return all
}

// read reads the amounts of a document at the target, together with others.
func (a *Activities) read(ctx context.Context, s *schemes.Scheme, reader connectors.Reader, number string) ([]map[string]any, error) {
	place := a.expect(s, reader, "read")
	defer place.Leave()
	var lines []map[string]any
	p := part{receipt: connectors.Receipt{Number: number}, lines: &lines}
	o := place.ask(ctx, p, func(ctx context.Context, parts []part) ([]connectors.Outcome, error) {
		read, err := reader.Read(ctx, s.Target.Call(), numbers(receipts(parts)), s.Amounts.TargetFields)
		for _, p := range parts {
			*p.lines = read[p.receipt.Number]
		}
		return make([]connectors.Outcome, len(parts)), err
	})
	if o.Err != nil { // it may still be written to
		return nil, o.Err
	}
	return lines, nil
}

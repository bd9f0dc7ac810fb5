package activities

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// stranger says why a bill that was found under a document's number is not
// that document: somebody else's, or the document as it was before it changed.
// The amounts decide, where they can be compared; where not, the number alone
// does, unless the bill is known to be another document's.
func (a *Activities) stranger(ctx context.Context, s *schemes.Scheme, doc docstore.Document, found connectors.Receipt) (string, error) {
	owner, err := a.owner(ctx, doc, found)
	if err != nil || owner != "" {
		return owner, err
	}
	there, here, err := a.amounts(ctx, s, doc)
	switch {
	case err != nil || there == here:
		return "", err
	case doc.TargetID != "" && doc.TargetID == found.ID:
		return otherwise(doc, there, here), nil
	default:
		return fmt.Sprintf("number %s is taken at the target by a bill over %s, and this document is over %s: "+
			"see whose it is; if it is this document as it was before, delete it there; then retry or skip", doc.Target, there, here), nil
	}
}

// otherwise: of one's own bill the amount is not what was sent.
func otherwise(doc docstore.Document, there, here string) string {
	return fmt.Sprintf("its bill %s is over %s at the target, and this document is over %s: "+
		"correct it there and retry, or skip this one", doc.Target, there, here)
}

// amounts are what a document is over at the target and as it was sent. They are
// the same, too, where the scheme does not say what they are or the target cannot
// be asked.
func (a *Activities) amounts(ctx context.Context, s *schemes.Scheme, doc docstore.Document) (there, here string, err error) {
	want, known, err := s.TargetAmount(sentLines(doc.Sent))
	if err != nil || !known {
		return "", "", err
	}
	reader, err := connectors.As[connectors.Reader](a.Accounts, s.Target.Connector, s.Target.Account)
	if errors.Is(err, connectors.ErrUnsupported) {
		return "", "", nil
	}
	if err != nil {
		return "", "", err
	}
	lines, err := a.read(ctx, s, reader, doc.Target)
	if err != nil {
		return "", "", err
	}
	has, known, err := s.TargetAmount(lines)
	if err != nil || !known || has.Equal(want) {
		return "", "", err
	}
	return has.String(), want.String(), nil
}

// owner says which other document of the scheme a bill was made for: two may be
// numbered alike, of a group that was merged twice for instance, and are no less
// two documents.
func (a *Activities) owner(ctx context.Context, doc docstore.Document, found connectors.Receipt) (string, error) {
	alike, err := a.Store.List(ctx, docstore.Filter{Scheme: doc.Scheme, Target: doc.Target})
	if err != nil {
		return "", err
	}
	for _, other := range alike {
		if other.Key != doc.Key && other.TargetID != "" && other.TargetID == found.ID && other.State != docstore.Compensated {
			return fmt.Sprintf("number %s is taken at the target by the bill of document %s: "+
				"see that nothing is booked twice or left out; this one needs a number of its own, or that bill has to be deleted there; "+
				"then retry or skip", doc.Target, other.Key), nil
		}
	}
	return "", nil
}

// sentLines are the lines of an entry, as a target gives them back: its lists
// of objects.
func sentLines(sent json.RawMessage) []map[string]any {
	var body connectors.Object
	if json.Unmarshal(sent, &body) != nil {
		return nil // no entry: nothing to compare
	}
	var lines []map[string]any
	for _, m := range body {
		rows, _ := m.Value.([]any)
		for _, row := range rows {
			if o, ok := row.(connectors.Object); ok {
				lines = append(lines, plain(o))
			}
		}
	}
	return lines
}

func plain(o connectors.Object) map[string]any {
	fields := make(map[string]any, len(o))
	for _, m := range o {
		fields[m.Name] = m.Value
	}
	return fields
}

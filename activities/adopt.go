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
// The amounts, as sent and as there, decide, where the scheme says what they are and the target can be
// asked; where not, the number alone does.
func (a *Activities) stranger(ctx context.Context, s *schemes.Scheme, doc docstore.Document) (string, error) {
	want, known, err := s.TargetAmount(sentLines(doc.Sent))
	if err != nil || !known {
		return "", err
	}
	reader, err := connectors.As[connectors.Reader](a.Accounts, s.Target.Connector, s.Target.Account)
	if errors.Is(err, connectors.ErrUnsupported) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	lines, err := reader.Read(ctx, s.Target.Call(), []string{doc.Target}, s.Amounts.TargetFields)
	if err != nil {
		return "", err
	}
	has, known, err := s.TargetAmount(lines[doc.Target])
	if err != nil || !known || has.Equal(want) {
		return "", err
	}
	return fmt.Sprintf("number %s is taken at the target by a bill over %s, and this document is over %s: "+
		"see whose it is; if it is this document as it was before, delete it there; then retry or skip", doc.Target, has, want), nil
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

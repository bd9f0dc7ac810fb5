package mapping

import (
	"context"

	"github.com/erpbridge/erpbridge/connectors"
)

// HandOver makes the row another scheme is handed for a document, of the
// document, of what was written back to it, and of the target's answer.
func (m *Mapping) HandOver(d Document, written Row) (connectors.Object, error) {
	s, err := m.scope(context.Background(), d, nil)
	if err != nil {
		return nil, err
	}
	s.handed = map[string]Row{wordWritten: written}
	if len(d.Answer) > 0 {
		if s.handed[wordAnswer], err = ParseRow(d.Answer); err != nil {
			return nil, &FieldError{File: m.file, Line: 1, Field: "answer to " + d.Key, Problem: err.Error(), Err: err}
		}
	}
	return s.object(m.fields)
}

package schemes

import (
	"encoding/json"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// Written evaluates primaryWriteback over the target's answer: the values a
// delivered document gets from it. Nil without primaryWriteback.
func (s *Scheme) Written(answer json.RawMessage) (mapping.Row, error) {
	return nil, nil
}

// Handed is the row that the scheme of callBackStrategy is handed for a
// delivered document. Its values may use the document's fields and
// {{primaryWriteback.x}}.
func (s *Scheme) Handed(d mapping.Document, written mapping.Row) (json.RawMessage, error) {
	return nil, nil
}

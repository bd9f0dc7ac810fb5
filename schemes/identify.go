package schemes

import (
	"encoding/json"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// Identify gives the id and the number of a row as the source sends it, without
// the suffix of a line.
func (s *Scheme) Identify(raw json.RawMessage) (id, number string, err error) {
	row, err := mapping.ParseRow(raw)
	if err != nil {
		return "", "", s.rowError(err)
	}
	one, err := s.identify(s.Source.renamed(row))
	if err != nil {
		return "", "", s.rowError(err)
	}
	return one.Key, one.Number, nil
}

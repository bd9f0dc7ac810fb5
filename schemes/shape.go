package schemes

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// Shape makes of one row of the source the documents that are stored: the
// conditions are asked first, then beatFlat makes each line a document. Nothing
// is dropped: what is not to be carried is returned with the reason. A line
// keeps the number of its place in the row as it was sent, so its key stays the
// same when other lines are refused.
func (s *Scheme) Shape(raw json.RawMessage) ([]Shaped, error) {
	row, err := mapping.ParseRow(raw)
	if err != nil {
		return nil, s.rowError(err)
	}
	first, err := s.identify(row)
	if err != nil {
		return nil, s.rowError(err)
	}
	v, err := s.Source.judge(row)
	if err != nil {
		return nil, s.rowError(fmt.Errorf("%s %s: %w", s.Source.ID, first.Key, err))
	}
	pieces, err := s.flatten(row, v)
	if err != nil {
		return nil, s.rowError(fmt.Errorf("%s %s: %w", s.Source.ID, first.Key, err))
	}
	return s.numbered(first, pieces)
}

func (s *Scheme) rowError(err error) error {
	return fmt.Errorf("%s: a row of %s %s: %w", s.File, s.Source.Connector, s.Source.API, err)
}

func (s *Scheme) identify(row mapping.Row) (Shaped, error) {
	key, err := mapping.Text(mapping.At(row, s.Source.ID))
	if err != nil {
		return Shaped{}, fmt.Errorf("its id %s %w", s.Source.ID, err)
	}
	if key == "" {
		return Shaped{}, fmt.Errorf("it has no %s, which the scheme names as its id", s.Source.ID)
	}
	number, err := mapping.Text(mapping.At(row, s.Source.Number))
	if err != nil {
		return Shaped{}, fmt.Errorf("its number %s %w", s.Source.Number, err)
	}
	if number == "" {
		number = key
	}
	return Shaped{Key: key, Number: number}, nil
}

// piece is a row on its way through beatFlat.
type piece struct {
	row  connectors.Object
	skip string
	line int // place among the flattened lines, from 0; -1: not flattened
}

func (s *Scheme) numbered(first Shaped, pieces []piece) ([]Shaped, error) {
	var shaped []Shaped
	for _, p := range pieces {
		content, err := p.row.MarshalJSON()
		if err != nil {
			return nil, s.rowError(fmt.Errorf("%s %s: %w", s.Source.ID, first.Key, err))
		}
		one := Shaped{Key: first.Key, Number: first.Number, Content: content, Skip: p.skip}
		if p.line >= 0 {
			suffix := "-" + strconv.Itoa(s.Source.BeatFlatStart+p.line)
			one.Key, one.Number = one.Key+suffix, one.Number+suffix
		}
		shaped = append(shaped, one)
	}
	return shaped, nil
}

// flatten applies beatFlat, one list after the other; without it, refused lines
// leave their lists.
func (s *Scheme) flatten(row mapping.Row, v verdict) ([]piece, error) {
	if len(s.Source.BeatFlat) == 0 {
		return []piece{v.withoutRefused(row)}, nil
	}
	pieces := []piece{{row: row, skip: v.whole, line: -1}}
	for i, list := range s.Source.BeatFlat {
		var next []piece
		for _, p := range pieces {
			lines, err := p.lines(list, v, i == 0)
			if err != nil {
				return nil, err
			}
			next = append(next, lines...)
		}
		pieces = renumber(next)
	}
	return pieces, nil
}

// renumber counts lines through all lists; a row that had none keeps its own key.
func renumber(pieces []piece) []piece {
	n := 0
	for i := range pieces {
		if pieces[i].line >= 0 {
			pieces[i].line = n
			n++
		}
	}
	return pieces
}

package schemes

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// Shape makes of one row of the source the documents that are stored: fields get
// the names that the scheme knows, the conditions are asked, then formatResponse adds its fields, beatFlat
// makes each line a document, and groups within the row become documents of
// several lines. Nothing is dropped: what is not to be carried is returned with
// the reason. A line keeps the number of its place in the row as it was sent, so
// its key stays the same when other lines are refused. Lines of groups that
// reach over several rows are returned with their Group, for Merge.
func (s *Scheme) Shape(raw json.RawMessage) ([]Shaped, error) {
	row, err := mapping.ParseRow(raw)
	if err != nil {
		return nil, s.rowError(err)
	}
	row = s.Source.renamed(row)
	first, err := s.identify(row)
	if err != nil {
		return nil, s.rowError(err)
	}
	shaped, err := s.shape(row, first)
	if err == nil {
		err = s.date(shaped, row)
	}
	if err != nil {
		return nil, s.rowError(fmt.Errorf("%s %s: %w", s.Source.ID, first.Key, err))
	}
	return shaped, nil
}

func (s *Scheme) rowError(err error) error {
	return fmt.Errorf("%s: a row of %s %s: %w", s.File, s.Source.Connector, s.Source.API, err)
}

func (s *Scheme) shape(row mapping.Row, first Shaped) ([]Shaped, error) {
	v, err := s.Source.judge(row, time.Now())
	if err != nil {
		return nil, err
	}
	if row, err = s.Source.format(row, v); err != nil {
		return nil, err
	}
	pieces, err := s.flatten(row, v)
	if err != nil {
		return nil, err
	}
	if s.grouping != nil {
		return s.grouping.shape(first, row, pieces)
	}
	return suffixed(first, pieces)
}

// suffixed makes each piece a document.
func suffixed(first Shaped, pieces []piece) ([]Shaped, error) {
	var shaped []Shaped
	for _, p := range pieces {
		content, err := p.row.MarshalJSON()
		if err != nil {
			return nil, fmt.Errorf("write line%s: %w", p.suffix, err)
		}
		shaped = append(shaped, Shaped{
			Key: first.Key + p.suffix, Number: first.Number + p.suffix, Content: content, Skip: p.skip,
		})
	}
	return shaped, nil
}

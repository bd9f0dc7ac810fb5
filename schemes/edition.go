package schemes

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// date says of the documents of a row when the row was written.
func (s *Scheme) date(shaped []Shaped, row mapping.Row) error {
	edition, err := s.Source.edition(row)
	for i := range shaped {
		shaped[i].Edition = edition
	}
	return err
}

// edition is the row's newest, written so that texts have the order of the numbers
// and times they stand for.
func (s Source) edition(row mapping.Row) (string, error) {
	if s.Newest == "" {
		return "", nil
	}
	text, err := mapping.Text(mapping.At(row, s.Newest))
	if err != nil {
		return "", fmt.Errorf("its newest %s %w", s.Newest, err)
	}
	switch text = strings.TrimSpace(text); {
	case text == "", strings.HasPrefix(text, "0000-00-00"): // which databases write for none
		return "", nil
	case connectors.IsNumber(text):
		return connectors.OrderedNumber(text), nil
	}
	at, err := mapping.ParseTime(text, mapping.Shanghai())
	if err != nil {
		return "", fmt.Errorf("its newest %s is %q, and neither a number nor a time", s.Newest, text)
	}
	return connectors.OrderedNumber(strconv.FormatInt(at.Unix(), 10) + fmt.Sprintf(".%09d", at.Nanosecond())), nil
}

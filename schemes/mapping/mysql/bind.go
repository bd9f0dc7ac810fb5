package mysql

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Text is text that stays text whatever it looks like.
type Text string

// bind makes a value of a document one to calculate with. This is the only way
// a value enters an expression.
func (e *Engine) bind(v any) (any, error) {
	switch v := v.(type) {
	case nil, bool:
		return v, nil
	case json.Number:
		return bindNumber(v.String())
	case Text:
		return string(v), nil
	case string:
		return e.bindString(v)
	default:
		return nil, errors.New("a list or an object cannot be calculated with")
	}
}

// bindString reads text outside of quotes as MySQL would if it were written
// there: 12.50 is a number, true a truth value. 007 stays text: it is a code.
func (e *Engine) bindString(s string) (any, error) {
	if e.number.MatchString(s) {
		return bindNumber(s)
	}
	if b, ok := truthWord(s); ok {
		return b, nil
	}
	return s, nil
}

// bindNumber keeps the scale a number came with: 100.0 has one digit.
func bindNumber(digits string) (any, error) {
	return (&run{}).numberOf(digits)
}

func (e *Engine) bindAll(values []any) ([]any, error) {
	bound := make([]any, len(values))
	for i, v := range values {
		var err error
		if bound[i], err = e.bind(v); err != nil {
			return nil, err
		}
	}
	return bound, nil
}

func (e *Engine) bindRows(rows [][][]any) ([][][]any, error) {
	var bound [][][]any
	for _, list := range rows {
		var of [][]any
		for i, row := range list {
			values, err := e.bindAll(row)
			if err != nil {
				return nil, fmt.Errorf("row %d: %w", i+1, err)
			}
			of = append(of, values)
		}
		bound = append(bound, of)
	}
	return bound, nil
}

// escapeDollars keeps a $ of a replacement from meaning a group to Go.
func escapeDollars(s string) string { return strings.ReplaceAll(s, "$", "$$") }

// IsNumber says whether a text is a number MySQL would read as one.
func IsNumber(s string) bool {
	_, err := (&run{}).numberOf(s)
	return err == nil && !strings.ContainsAny(s, "eE \t\n")
}

package mapping

import (
	"fmt"
	"slices"
	"strings"
)

// MissingError says that a lookup found no row: the document waits until the
// scheme that fills the collection has it.
type MissingError struct {
	Collection string // name of the scheme whose rows were searched
	Find       string // the field that was wanted of the row
	Where      map[string]string
	Filter     string // of a _mongoQuery, which Where tells only in part
	Field      string // the target field the value is for
	File       string
	Line       int
}

// Error names the row that is missing, so that a person can go and look.
func (e *MissingError) Error() string {
	return fmt.Sprintf("%s has no row where %s yet, and %s needs its %s (%s:%d)",
		e.Collection, either(e.Filter, conditionText(e.Where)), e.Field, e.Find, e.File, e.Line)
}

func conditionText(where map[string]string) string {
	var parts []string
	for field, value := range where {
		parts = append(parts, field+"="+shown(field, value))
	}
	slices.Sort(parts)
	return strings.Join(parts, " and ")
}

// FieldError says why a field of a document has no value.
type FieldError struct {
	File       string
	Line       int
	Field      string
	Expression string
	Values     string // the values the expression was given, "items_r_qty=0"
	Problem    string
	Err        error // the cause, when there is one
}

// Error reads "scheme.yaml:40: FEntity.FTaxPrice: division by 0 in _function … (items_r_qty=0)".
func (e *FieldError) Error() string {
	text := fmt.Sprintf("%s:%d: %s: %s", e.File, e.Line, e.Field, e.Problem)
	if e.Expression != "" {
		text += " in " + e.Expression
	}
	if e.Values != "" {
		text += " (" + e.Values + ")"
	}
	return text
}

// Unwrap gives the cause.
func (e *FieldError) Unwrap() error { return e.Err }

// A Mistake is something a scheme's author wrote that cannot work.
type Mistake struct {
	Place   Place
	Message string
}

// Error reads "file:line:column: field: message".
func (m Mistake) Error() string {
	text := m.Message
	if m.Place.Field != "" {
		text = m.Place.Field + ": " + text
	}
	return fmt.Sprintf("%s:%d:%d: %s", m.Place.File, m.Place.Line, m.Place.Column, text)
}

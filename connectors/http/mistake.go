package http

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Mistake is something a description says that cannot be meant.
type Mistake struct {
	File         string
	Line, Column int
	Field        string // where in the file, by keys: apis[0].paging.kind
	Message      string
}

// Error reads "file:line:column: field: message".
func (m Mistake) Error() string {
	text := m.Message
	if m.Field != "" {
		text = m.Field + ": " + text
	}
	return fmt.Sprintf("%s:%d:%d: %s", m.File, m.Line, m.Column, text)
}

// mistakes are collected, so that the author of a file sees them all at once.
type mistakes struct {
	file   string
	all    []Mistake
	places map[string]place // where the value at each path stands
}

func (ms *mistakes) add(at place, field, format string, args ...any) {
	ms.all = append(ms.all, Mistake{
		File: ms.file, Line: at.line, Column: at.column, Field: field, Message: fmt.Sprintf(format, args...),
	})
}

func (ms *mistakes) err() error {
	slices.SortStableFunc(ms.all, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	errs := make([]error, len(ms.all))
	for i, m := range ms.all {
		errs[i] = m
	}
	return errors.Join(errs...)
}

// didYouMean is `; did you mean "x"?` for the nearest of the known words, or ""
// when none is near.
func didYouMean(word string, known []string) string {
	best, least := "", len(word)/3+2
	for _, k := range known {
		if d := distance(strings.ToLower(word), strings.ToLower(k)); d < least && k != "" {
			best, least = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

// distance is Levenshtein's.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}

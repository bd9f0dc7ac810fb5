package mapping

import (
	"encoding/json"
	"fmt"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

// agreed is the value all found rows have. Rows that disagree are an error: to
// take any of them would be to guess an organisation or a price.
func (l lookup) agreed(rows []filter.Row, where filter.Filter) (any, error) {
	value := l.value(&rows[0])
	for i := range rows[1:] {
		other := l.value(&rows[i+1])
		if !l.first && !sameValue(value, other) {
			return nil, fmt.Errorf("%s has several rows where %s and they disagree about %s: %s and %s", l.Collection,
				l.text(where), l.Find, l.said(value, rows[0]), l.said(other, rows[i+1]))
		}
	}
	if IsEmpty(value) {
		return nil, l.without(&rows[0], where)
	}
	return value, nil
}

// value is what a row has of the field. Beside its content a row has text; where
// the content has the same, it has it with its type.
func (l lookup) value(row *filter.Row) any {
	if !l.find.Meta {
		return At(row.Content, l.find.Path)
	}
	v := row.Value(l.find.Path)
	if own := At(row.Content, l.paths[l.find.Path]); l.paths[l.find.Path] != "" {
		if text, err := Text(own); err == nil && text == v {
			return own
		}
	}
	return v
}

func (l lookup) said(v any, row filter.Row) string {
	if IsEmpty(v) {
		v = "nothing"
	}
	return shown(l.Find, anyText(v)) + " (key " + row.Key + ")"
}

// without says that a row is there, but not what is wanted of it.
func (l lookup) without(row *filter.Row, where filter.Filter) error {
	found := fmt.Sprintf("found the row (key %s) of %s where %s, but ", row.Key, l.Collection, l.text(where))
	if _, there := find(row.Content, l.find.Path); there || l.find.Meta {
		return &noValueError{found + "its " + l.Find + " is empty"}
	}
	return &noValueError{found + "it has no " + l.Find + suggest.DidYouMean(l.Find, pathsOf(row.Content, ""))}
}

func sameValue(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

package collection

import (
	"fmt"
	"maps"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// fields are a document by the names under which a store finds it.
type fields struct {
	doc     docstore.Document
	content docstore.Content
}

func fieldsOf(d docstore.Document) (fields, error) {
	content, err := docstore.ReadContent(d.Content)
	if err != nil {
		return fields{}, fmt.Errorf("document %s of %s: %w", d.Key, d.Scheme, err)
	}
	return fields{d, content}, nil
}

// values are those of a field, as a store indexes them; empty text is none.
func (f fields) values(name string) []string {
	var filled []string
	for _, v := range f.all(name) {
		if v != "" {
			filled = append(filled, v)
		}
	}
	return filled
}

func (f fields) all(name string) []string {
	switch name {
	case "id":
		return []string{f.doc.Key}
	case "number":
		return []string{f.doc.Number}
	default:
		return f.content.Values(name)
	}
}

// termsOfMatches find what is put into a row; none when a field of it is empty.
func termsOfMatches(join connectors.Join, row fields) []docstore.Terms {
	return combined(join, func(p connectors.Pair) (field string, values []string) {
		return p.Field, row.values(p.Row)
	})
}

// termsOfRows find the rows that a document is put into.
func termsOfRows(join connectors.Join, d docstore.Document) ([]docstore.Terms, error) {
	of, err := fieldsOf(d)
	if err != nil {
		return nil, err
	}
	return combined(join, func(p connectors.Pair) (field string, values []string) {
		return p.Row, of.values(p.Field)
	}), nil
}

// combined are the alternatives of values that several fields have: most have
// one, a field below a list has one for each line.
func combined(join connectors.Join, wanted func(connectors.Pair) (string, []string)) []docstore.Terms {
	all := []map[string]string{{}}
	for _, pair := range join.Pairs() {
		field, values := wanted(pair)
		var next []map[string]string
		for _, before := range all {
			for _, v := range values {
				one := maps.Clone(before)
				if had, twice := one[field]; twice && had != v { // two fields that are to equal the same one
					continue
				}
				one[field] = v
				next = append(next, one)
			}
		}
		all = next
	}
	terms := make([]docstore.Terms, len(all))
	for i, one := range all {
		terms[i].Equal = one
	}
	return terms
}

package collection

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// mostPut is how many rows are put into one.
const mostPut = 500

// joiner puts rows of other collections into those of one, and remembers what it
// found: many orders are of one customer.
type joiner struct {
	store Searched
	joins []connectors.Join
	found map[string][]docstore.Document
}

// row is a document as it is read: its content, its id and number, and what is
// put into it. Wrong says why it cannot be used as it is.
func (j joiner) row(ctx context.Context, d docstore.Document) (row json.RawMessage, wrong string, err error) {
	of, err := fieldsOf(d)
	if err != nil {
		return nil, "", err
	}
	var content connectors.Object
	if err := json.Unmarshal(d.Content, &content); err != nil {
		wrong = err.Error()
	}
	content = with(content, connectors.Meta, connectors.Object{{Name: "id", Value: d.Key}, {Name: "number", Value: d.Number}})
	for i, join := range j.joins {
		value, problem, err := j.value(ctx, i, of)
		if err != nil {
			return nil, "", fmt.Errorf("document %s: with %s: %w", d.Key, join.Collection, err)
		}
		content, wrong = with(content, join.As, value), cmp.Or(wrong, problem)
	}
	row, err = content.MarshalJSON()
	return row, wrong, err
}

// value is what is put into a row: a list, or the one row there is; nil for none.
// Where one is wanted and there are several, it is the list of them: a person sees
// what they are, and others of them would be another content.
func (j joiner) value(ctx context.Context, at int, row fields) (value any, wrong string, err error) {
	join := j.joins[at]
	docs, err := j.matches(ctx, at, row)
	if err != nil {
		return nil, "", err
	}
	if len(docs) > mostPut {
		return contents(docs[:mostPut]), fmt.Sprintf("more than %d rows of %s belong to it as %s", mostPut, join.Collection, join.As), nil
	}
	if join.All {
		return contents(docs), "", nil
	}
	other, err := unlike(docs)
	switch {
	case err != nil || len(docs) == 0:
		return nil, "", err
	case other > 0:
		return contents(docs), fmt.Sprintf("several rows of %s belong to it as %s, and they differ: documents %s and %s",
			join.Collection, join.As, docs[0].Key, docs[other].Key), nil
	default:
		return docs[0].Content, "", nil
	}
}

// matches are the rows that belong to one, in the order of their keys.
func (j joiner) matches(ctx context.Context, at int, row fields) ([]docstore.Document, error) {
	terms := termsOfMatches(j.joins[at], row)
	if len(terms) == 0 {
		return nil, nil
	}
	text, err := json.Marshal(terms)
	if err != nil {
		return nil, err
	}
	question := fmt.Sprint(at, string(text))
	if docs, asked := j.found[question]; asked {
		return docs, nil
	}
	j.found[question], err = j.store.Find(ctx, docstore.Query{Collection: j.joins[at].Collection, Any: terms, Limit: mostPut + 1})
	return j.found[question], err
}

// unlike is the first of the documents whose content is not that of the first; 0
// when they agree, and so are one.
func unlike(docs []docstore.Document) (int, error) {
	first := ""
	for i := 0; i < len(docs) && len(docs) > 1; i++ {
		of, err := fieldsOf(docs[i])
		if err != nil {
			return 0, err
		}
		hash, err := of.content.Hash()
		if err != nil || i > 0 && hash != first {
			return i, err
		}
		first = hash
	}
	return 0, nil
}

func contents(docs []docstore.Document) []any {
	list := make([]any, len(docs))
	for i, d := range docs {
		list[i] = d.Content
	}
	return list
}

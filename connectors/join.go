package connectors

import (
	"maps"
	"slices"
)

// A Join puts rows of a collection into the rows that are read. A row is read
// again when a row that was put into it has changed.
type Join struct {
	Collection string            `json:"collection"` // the scheme whose documents they are
	As         string            `json:"as"`         // the field they are put into
	On         map[string]string `json:"on"`         // field of the collection → field of the row
	// All puts in the list of those that match, in the order of their keys;
	// otherwise it is the one that matches, and several are an error.
	All bool `json:"all,omitempty"`
}

// Meta is the field in which a row of a collection has what is kept beside it:
// its id and its number there.
const Meta = "_meta"

// Pair is a field of a collection and the field of the row that equals it, each by
// the name under which a store looks for it: id and number are those kept beside
// the content, whose own are content.id and content.number.
type Pair struct {
	Field, Row string
}

// Pairs are what a join compares, in a fixed order.
func (j Join) Pairs() []Pair {
	pairs := make([]Pair, 0, len(j.On))
	for _, field := range slices.Sorted(maps.Keys(j.On)) {
		pairs = append(pairs, Pair{Field: field, Row: storedName(j.On[field])})
	}
	return pairs
}

// storedName: a row has its id under Meta.
func storedName(field string) string {
	switch field {
	case Meta + ".id":
		return "id"
	case Meta + ".number":
		return "number"
	case "id", "number":
		return "content." + field
	default:
		return field
	}
}

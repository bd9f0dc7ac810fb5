package docstore

// MaxCandidates is how many documents one query may read. It is a bound on
// time, not on what is found: a query that needs more is refused, never cut.
const MaxCandidates = 200_000

// Query selects documents of a collection. Two kinds are never found: skipped
// ones, for to skip a row is to say that it is not to be used, and rows that
// their scheme could not read, which are kept without a number.
type Query struct {
	Collection string
	// Any are the alternatives an index answers; a document is a candidate when
	// it has all values of one of them. Empty: every document is one.
	Any []Terms
	// Matches decides about a candidate; nil: each is wanted.
	Matches func(Document) (bool, error)
	After   string // key to continue after
	Limit   int    // of the documents found, in the order of their keys; 0: 100
	Most    int    // candidates that may be read; 0: MaxCandidates
	Text    string // how the query reads, for errors
}

// Terms narrow a collection down by its index. Fields are "id" (the key),
// "number", and those declared.
type Terms struct {
	Equal map[string]string // field → value, compared as Content.Values writes them
	Range *Range            // asked only when nothing is equal
}

// Range is a piece of an ordered field, edges included; see connectors.OrderedField.
type Range struct {
	Field, From, To string
}

// Equal is a query for documents that have all these values.
func Equal(collection string, values map[string]string, limit int) Query {
	return Query{Collection: collection, Any: []Terms{{Equal: values}}, Limit: limit}
}

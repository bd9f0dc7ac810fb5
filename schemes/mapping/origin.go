package mapping

import "encoding/json"

// Origin says where a value of an entry came from.
type Origin struct {
	Path       string  // in the entry: FEntity[0].FTaxPrice
	Field      Field   // as the scheme writes it
	Expression string  // "" for an object or array
	Inputs     []Input // what it read of the document, in the order it is written
	Lookups    []Found // what it looked up
	Value      any     // nil: the field is not sent
	Note       string  // why it is not what was written: onError, a default, a table
	Err        error   // why it could not be made
}

// Input is one path an expression read.
type Input struct {
	Path  string
	Value any
}

// Found is one lookup and what it found.
type Found struct {
	Collection, Find string
	Where            map[string]string
	Rows             []json.RawMessage
}

package http

import (
	_ "embed" // the schema is a file, so that editors find it beside the descriptions
	"slices"
)

//go:embed examples/connector.schema.json
var schema []byte

// Schema is the JSON Schema (draft-07) of a description, for editors. Its test
// makes it of the types that Parse reads with.
func Schema() []byte { return slices.Clone(schema) }

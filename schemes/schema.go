package schemes

import (
	_ "embed" // the schema is a file, so that editors find it beside the schemes
	"slices"
)

//go:embed scheme.schema.json
var schema []byte

// Schema is the JSON Schema (draft-07) of a scheme file, for editors. Its test
// makes it of the types in format.go and the lists Parse reads with.
func Schema() []byte { return slices.Clone(schema) }

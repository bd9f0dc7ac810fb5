package mapping

// Rules are what a scheme says about all its fields.
type Rules struct {
	// Compatible passes on what the SaaS passes on: the text of a failed
	// function, an empty lookup, the first of several rows.
	Compatible bool
	Tables     []Table
	OnError    string // of fields that do not say it
	Each       bool   // a source request is made for a row, {{each.…}}
}

// What becomes of a lookup that finds nothing, of a value that is not in a
// table, and of a value that cannot be made.
const (
	Wait    = "wait"    // lookups: the document waits for base data
	Fail    = "error"   // the document fails, naming field, expression and values
	Empty   = "empty"   // lookups and tables: the field has no value
	Null    = "null"    // errors: the field has no value
	Keep    = "keep"    // errors: the text as it stands, values put in; tables: the value as it is
	Default = "default" // the default
)

// OnErrors lists what a field may do about a value that cannot be made.
func OnErrors() []string { return []string{Fail, Null, Keep, Default} }

// Parser is one step that makes something of a value before it is sent.
type Parser struct {
	Place  Place
	Name   string
	Params any // nil, string, json.Number, bool, Row or []any, as the scheme writes it
}

// TableUse names the static table that translates a field's value.
type TableUse struct {
	Place     Place
	Table     string
	Direction string // Positive or Negative
}

// The directions of a table.
const (
	Positive = "positive" // a becomes b
	Negative = "negative" // b becomes a
)

// Table translates values (数据映射).
type Table struct {
	Place    Place
	Name     string
	Title    string
	NotFound string // Fail, Keep, Empty or Default
	Default  any
	Rows     []TableRow
}

// TableRow is a pair of values, each with what people call it.
type TableRow struct {
	A, B           any
	ALabel, BLabel string
}

package connectors

import (
	"fmt"
	"slices"
	"strings"
)

// Accounts opens connectors: one per system and account, made once and shared,
// because a session and a quota belong to the account.
type Accounts interface {
	// Open returns the connector of an account. An account that is not
	// configured is an error that names the variables to set.
	Open(system, account string) (Connector, error)
}

// As opens an account and asks it for an ability, e.g. As[Auditor](set, "kingdee", "MAIN").
func As[T any](a Accounts, system, account string) (T, error) {
	var none T
	c, err := a.Open(system, account)
	if err != nil {
		return none, err
	}
	able, ok := c.(T)
	if !ok {
		return none, &Error{
			Kind: ErrUnsupported, System: system, Account: account,
			Message: fmt.Sprintf("cannot be used as %s", ability[T]()),
		}
	}
	return able, nil
}

func ability[T any]() string {
	name := fmt.Sprintf("%T", (*T)(nil))
	return name[strings.LastIndex(name, ".")+1:]
}

// API describes one API of a system as the vendor's page does.
type API struct {
	Name     string  `json:"name"`
	Title    string  `json:"title"` // the vendor's Chinese name
	Effect   Effect  `json:"effect"`
	Request  []Field `json:"request"`
	Response []Field `json:"response,omitempty"`
}

// Effect says whether an API reads or writes.
type Effect string

// The effects.
const (
	Reads  Effect = "QUERY"
	Writes Effect = "EXECUTE"
)

// Field is one field of an API. Name is dotted below arrays and objects
// (FEntity.FMaterialId).
type Field struct {
	Name      string `json:"name"`
	Title     string `json:"title"`               // Chinese name
	Type      string `json:"type"`                // string, int, decimal, bool, date, datetime, ref, object, array
	Reference string `json:"reference,omitempty"` // for ref: the key inside the reference object (FNumber)
	Mandatory bool   `json:"mandatory,omitempty"`
	About     string `json:"about,omitempty"`
}

// FindField finds a field by its dotted name, ignoring case as the vendors do.
func FindField(fields []Field, name string) (Field, bool) {
	i := slices.IndexFunc(fields, func(f Field) bool { return strings.EqualFold(f.Name, name) })
	if i < 0 {
		return Field{}, false
	}
	return fields[i], true
}

package cli

import (
	"encoding/json"
)

// preview is what a scheme would make of rows, and where each value comes from.
// Nothing of it is kept or sent.
type preview struct {
	Scheme    string      `json:"scheme"`
	Title     string      `json:"title"`
	File      string      `json:"file"`
	Live      *extent     `json:"live,omitempty"` // how far the source was read
	Documents []previewed `json:"documents"`
	Masked    bool        `json:"masked"`
}

// previewed is one document: of a row, of one of its lines, or of a group.
type previewed struct {
	Key          string          `json:"key,omitempty"`
	Number       string          `json:"number,omitempty"`
	TargetNumber string          `json:"target_number,omitempty"`
	Group        string          `json:"group,omitempty"` // of what the document's rows have in common
	Skipped      string          `json:"skipped,omitempty"`
	Problem      string          `json:"problem,omitempty"` // of the row as a whole
	Content      json.RawMessage `json:"content,omitempty"` // the row as the mapping reads it
	Fields       []origin        `json:"fields,omitempty"`
	Entry        json.RawMessage `json:"entry,omitempty"` // null when it is base data
}

// origin is one field of the entry.
type origin struct {
	Path       string          `json:"path"`
	Label      string          `json:"label,omitempty"`
	Type       string          `json:"type,omitempty"`
	Expression string          `json:"expression,omitempty"`
	Value      json.RawMessage `json:"value,omitempty"` // null: not sent; an object's or array's is told by its fields
	Read       []read          `json:"read,omitempty"`
	Lookups    []lookedUp      `json:"lookups,omitempty"`
	Note       string          `json:"note,omitempty"`
	Problem    string          `json:"problem,omitempty"`
	Waits      string          `json:"waits,omitempty"` // for a row of this collection
	parent     bool            // an object or array, told by its children
}

// read is one path of the row and what stands there.
type read struct {
	Path  string          `json:"path"`
	Value json.RawMessage `json:"value"`
}

// lookedUp is one question to another scheme's rows, and the answer.
type lookedUp struct {
	Collection string            `json:"collection"`
	Find       string            `json:"find"`
	Where      map[string]string `json:"where"`
	Rows       []json.RawMessage `json:"rows"`
}

// failed counts what keeps documents from being sent.
func (v preview) failed() int {
	n := 0
	for _, d := range v.Documents {
		if d.Problem != "" {
			n++
		}
		n += len(d.problems())
	}
	return n
}

func (d previewed) fails() bool { return d.Problem != "" || len(d.problems()) > 0 }

func (d previewed) problems() []origin {
	var found []origin
	for _, o := range d.Fields {
		if o.Problem != "" {
			found = append(found, o)
		}
	}
	return found
}

func (o origin) empty() bool { return empty(o.Value) }

func empty(value json.RawMessage) bool {
	return len(value) == 0 || string(value) == "null" || string(value) == `""`
}

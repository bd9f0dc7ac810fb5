package filter

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// Field is what of a row is compared.
type Field struct {
	Meta bool   // one of Meta, kept beside the row; otherwise a path in the row
	Path string // dotted
}

// Meta are the names of what is kept beside a row.
func Meta() []string { return []string{"id", "number", "status", "created_at", "response_at"} }

// Kept is the field a lookup by equal values means: id and number are the key
// and the number of the stored row, all else is in the row.
func Kept(name string) Field {
	if name == "id" || name == "number" {
		return Field{Meta: true, Path: name}
	}
	return Field{Path: strings.TrimPrefix(name, "content.")}
}

// Stored is the field a filter means: it speaks of the stored row, whose
// content begins with content. and beside which there is Meta.
func Stored(name string) Field {
	if slices.Contains(Meta(), name) {
		return Field{Meta: true, Path: name}
	}
	return Field{Path: strings.TrimPrefix(name, "content.")}
}

// Indexed is the name by which a store knows the field.
func (f Field) Indexed() string {
	if !f.Meta && (f.Path == "id" || f.Path == "number" || strings.HasPrefix(f.Path, "content.")) {
		return "content." + f.Path
	}
	return f.Path
}

// keyed fields are searched by every store, without being declared.
func (f Field) keyed() bool { return f.Meta && (f.Path == "id" || f.Path == "number") }

// Volatile fields change without the row's content.
func (f Field) Volatile() bool { return f.Meta && (f.Path == "status" || f.Path == "response_at") }

// timed fields are compared as times, however these are written.
func (f Field) timed() bool { return f.Meta && (f.Path == "created_at" || f.Path == "response_at") }

func (f Field) name() string {
	if f.Meta {
		return f.Path
	}
	return "content." + f.Path
}

// found are the values a row has in a field.
type found struct {
	values []any
	there  bool // the path is there, if only with an empty list
}

func (f Field) of(r *Row) found {
	if !f.Meta {
		var in found
		in.look(r.Content, f.Path)
		return in
	}
	return found{values: []any{r.meta(f.Path)}, there: true}
}

func (r *Row) meta(name string) any {
	switch name {
	case "id":
		return r.Key
	case "number":
		return r.Number
	case "status":
		return status(r.Status)
	case "created_at":
		return written(r.Created)
	default:
		return written(r.Changed)
	}
}

func status(code string) any {
	if code == "" {
		return nil
	}
	return json.Number(code)
}

// Value is what a row has beside its content.
func (r *Row) Value(meta string) any { return r.meta(meta) }

func written(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.In(shanghai()).Format(time.DateTime)
}

func shanghai() *time.Location { return time.FixedZone("Asia/Shanghai", 8*60*60) }

// look goes down a path as docstore.Content.Values does, so that what an index
// finds and what a filter matches cannot differ.
func (in *found) look(node any, path string) {
	switch n := node.(type) {
	case connectors.Object:
		in.member(n, path)
	case []any:
		in.element(n, path)
		in.there = in.there || path == ""
		for _, element := range n {
			in.look(element, path)
		}
	default:
		if path == "" {
			in.values, in.there = append(in.values, node), true
		}
	}
}

// element is the one that a path names by its place.
func (in *found) element(list []any, path string) {
	first, rest, _ := strings.Cut(path, ".")
	if at, err := strconv.ParseUint(first, 10, 16); err == nil && int(at) < len(list) {
		in.look(list[at], rest)
	}
}

func (in *found) member(object connectors.Object, path string) {
	if path == "" {
		in.there = true
		return
	}
	if whole, ok := last(object, path); ok {
		in.look(whole, "")
		return
	}
	first, rest, dotted := strings.Cut(path, ".")
	if next, ok := last(object, first); ok && dotted && rest != "" {
		in.look(next, rest)
	}
}

// last finds the member that counts when a key comes twice.
func last(object connectors.Object, name string) (any, bool) {
	for i := len(object) - 1; i >= 0; i-- {
		if object[i].Name == name {
			return object[i].Value, true
		}
	}
	return nil, false
}

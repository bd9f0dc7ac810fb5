package filter

import (
	"slices"
	"strings"
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

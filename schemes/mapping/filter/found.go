package filter

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

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

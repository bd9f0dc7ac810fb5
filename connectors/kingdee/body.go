package kingdee

import (
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// model is a document as 金蝶 takes it: references wrapped in the key their
// field wants, numbers as numbers, what is empty left out. Keys keep their
// order, except that an owner's type goes before the owner, who cannot be read
// without it. Fields that no table knows (F_XC_…) go as they are.
func (s shaper) model(body connectors.Object) connectors.Object { return s.object("", body) }

// shaper knows the fields of a form by their place (FEntity.FPrice) and by
// their name alone (FPrice), in lower case.
type shaper struct {
	byPlace, byName map[string]connectors.Field
	emptying        bool // texts that are empty are sent, for a bill that has others
}

func newShaper(fields []connectors.Field) shaper {
	s := shaper{byPlace: map[string]connectors.Field{}, byName: map[string]connectors.Field{}}
	for _, f := range fields {
		place := strings.ToLower(f.Name)
		s.byPlace[place] = f
		if _, taken := s.byName[leaf(place)]; !taken {
			s.byName[leaf(place)] = f
		}
	}
	return s
}

func leaf(name string) string { return name[strings.LastIndex(name, ".")+1:] }

func (s shaper) object(prefix string, o connectors.Object) connectors.Object {
	out := connectors.Object{}
	for _, m := range ownerTypesFirst(o) {
		v := s.value(prefix+m.Name, m.Value)
		switch {
		case !blank(v):
			out = append(out, connectors.Member{Name: m.Name, Value: v})
		case s.emptying && s.empties(prefix+m.Name):
			out = append(out, connectors.Member{Name: m.Name, Value: ""})
		}
	}
	return out
}

func (s shaper) value(name string, v any) any {
	switch v := v.(type) {
	case []connectors.Object:
		return s.rows(name, v)
	case []any:
		if rows, ok := objects(v); ok {
			return s.rows(name, rows)
		}
		return v
	}
	f, known := s.find(name)
	o, wrapped := v.(connectors.Object)
	switch {
	case wrapped && known && f.Type == "object":
		return s.object(name+".", o)
	case wrapped || !known:
		return v
	default:
		return shaped(f, v)
	}
}

func (s shaper) rows(name string, rows []connectors.Object) any {
	s.emptying = false // they are new
	out := make([]any, 0, len(rows))
	for _, row := range rows {
		out = append(out, s.object(name+".", row))
	}
	return out
}

// find looks a field up by its place, and else by its name alone: schemes put
// fields of the finance part at the head.
func (s shaper) find(name string) (connectors.Field, bool) {
	place := strings.ToLower(name)
	if f, ok := s.byPlace[place]; ok {
		return f, true
	}
	f, ok := s.byName[leaf(place)]
	return f, ok
}

func objects(items []any) ([]connectors.Object, bool) {
	out := make([]connectors.Object, 0, len(items))
	for _, item := range items {
		o, ok := item.(connectors.Object)
		if !ok {
			return nil, false
		}
		out = append(out, o)
	}
	return out, len(out) > 0
}

// ownerTypeOf names the field that says what another one refers to; the server
// reads keys in their order and fails on an owner whose type it has not read yet
// (多类别基础资料实际指向基础资料不明).
func ownerTypeOf(name string) string {
	switch strings.ToUpper(name) {
	case "FOWNERID":
		return "FOwnerTypeId"
	case "FOWNERIDHEAD":
		return "FOwnerTypeIdHead"
	case "FKEEPERID":
		return "FKeeperTypeId"
	default:
		return ""
	}
}

func ownerTypesFirst(o connectors.Object) connectors.Object {
	out := slices.Clone(o)
	for i := 0; i < len(out); i++ {
		kind := ownerTypeOf(out[i].Name)
		later := slices.IndexFunc(out[i:], func(m connectors.Member) bool { return kind != "" && equal(m.Name, kind) })
		if later > 0 {
			m := out[i+later]
			out = slices.Insert(slices.Delete(out, i+later, i+later+1), i, m)
			i++
		}
	}
	return out
}

func equal(a, b string) bool { return strings.EqualFold(a, b) }

func contains(names []string, name string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return equal(n, name) })
}

func join(fields []string) string { return strings.Join(fields, ",") }

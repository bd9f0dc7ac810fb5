package wangdiantong

import (
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// shaper leaves out of an order what says nothing: 旺店通 reads an empty number or
// time as 0, and an empty text as a text to be emptied.
type shaper struct {
	kinds map[string]string // by dotted name
}

func newShaper() shaper {
	s := shaper{kinds: map[string]string{}}
	for _, f := range pushRequest() {
		s.kinds[f.Name] = f.Type
	}
	return s
}

func (s shaper) object(path string, body connectors.Object) connectors.Object {
	shaped := connectors.Object{}
	for _, m := range body {
		name := path + strings.ToLower(m.Name)
		if v := s.value(name, m.Value); v != nil {
			shaped = append(shaped, connectors.Member{Name: m.Name, Value: v})
		}
	}
	return shaped
}

func (s shaper) value(name string, v any) any {
	switch v := v.(type) {
	case connectors.Object:
		return s.object(name+".", v)
	case []connectors.Object:
		rows := make([]any, len(v))
		for i, row := range v {
			rows[i] = s.object(name+".", row)
		}
		return rows
	case []any:
		rows := make([]any, len(v))
		for i, row := range v {
			rows[i] = s.value(name, row)
		}
		return rows
	case string:
		if kind := s.kinds[name]; strings.TrimSpace(v) == "" && kind != "" && kind != "string" {
			return nil
		}
	}
	return v
}

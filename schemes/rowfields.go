package schemes

import (
	"cmp"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// RowFields are the fields that a row of the source is known to have: those
// the API's table lists, those its request asks for by name, and those the
// scheme lists itself, the computed copies of formatResponse included. None
// when nobody says.
func (s *Scheme) RowFields(apis map[string][]connectors.API) []connectors.Field {
	fields := s.Source.knownAs(slices.Concat(s.listedFields(), s.askedFields(), s.Source.answered(apis)))
	if len(fields) == 0 {
		return nil
	}
	for _, f := range s.Source.Formats {
		copied, _ := connectors.FindField(fields, f.Old)
		fields = append(fields, connectors.Field{Name: s.Source.made(f), Title: copied.Title, Type: "string"})
	}
	return fields
}

// DocumentFields are the fields of a stored document: those of the row after
// beatFlat, and after groups below the name of their list, too.
func (s *Scheme) DocumentFields(apis map[string][]connectors.API) []connectors.Field {
	fields := s.RowFields(apis)
	for i, f := range fields {
		fields[i].Name = s.Source.flatName(f.Name)
	}
	list := s.bodyName()
	if list == "" {
		return fields
	}
	grouped := []connectors.Field{{Name: list, Type: "array"}}
	for _, f := range fields {
		f.Name = list + "." + f.Name
		grouped = append(grouped, f)
	}
	return append(fields, grouped...)
}

func (s *Scheme) listedFields() []connectors.Field {
	var fields []connectors.Field
	for _, f := range s.Source.Response {
		fields = append(fields, connectors.Field{Name: f.Field, Title: f.Label, Type: f.Type, About: f.Describe})
	}
	return fields
}

// askedFields are what 金蝶's query is asked for by FieldKeys, a text with commas
// or a list: the key FCustId.FNumber comes back as FCustId_FNumber.
func (s *Scheme) askedFields() []connectors.Field {
	var fields []connectors.Field
	const key = "FieldKeys"
	keys := []any{s.Source.Options[key]}
	for _, f := range s.Source.Request {
		if f.Name == key {
			keys = append(keys, f.Value)
		}
	}
	for _, name := range namesIn(keys) {
		fields = append(fields, connectors.Field{Name: strings.ReplaceAll(name, ".", "_")})
	}
	return fields
}

// namesIn are the names in lists and in texts with commas.
func namesIn(values []any) []string {
	var names []string
	for _, v := range values {
		switch v := v.(type) {
		case []any:
			names = append(names, namesIn(v)...)
		case string:
			if !strings.Contains(v, "{{") {
				names = append(names, commaSeparated(v)...)
			}
		}
	}
	return names
}

func responseOf(apis []connectors.API, name string) []connectors.Field {
	for _, a := range apis {
		if strings.EqualFold(a.Name, name) {
			return a.Response
		}
	}
	return nil
}

// flatName is the name a field has after beatFlat: items.qty becomes items_qty,
// below the longest list that is flattened.
func (s Source) flatName(field string) string {
	longest := ""
	for _, list := range s.BeatFlat {
		if strings.HasPrefix(field, list+".") && len(list) > len(longest) {
			longest = list
		}
	}
	if longest == "" {
		return field
	}
	return lineName(longest) + "_" + field[len(longest)+1:]
}

// bodyName is the list that lines of a group are put in.
func (s *Scheme) bodyName() string {
	if s.Target == nil {
		return ""
	}
	name := ""
	if s.Target.Operation != nil {
		name = s.Target.Operation.BodyName
	}
	if s.Target.Group != nil {
		name = cmp.Or(s.Target.Group.BodyName, name)
	}
	return name
}

// pathsOf are the paths that a key, a number or a condition names: itself, or
// those of a template.
func pathsOf(text string) []string {
	if !strings.Contains(text, "{{") {
		return []string{text}
	}
	return references(text)
}

// references are the paths of an expression; its mistakes are told by Parse.
func references(text string) []string {
	v, _ := mapping.CompileValue(mapping.Place{}, text)
	return v.References()
}

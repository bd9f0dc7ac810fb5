package schemes

import (
	"maps"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// offered adds to the tables of the APIs what can be read as a collection: the
// documents of each of the schemes.
func offered(all []*Scheme, apis map[string][]connectors.API) map[string][]connectors.API {
	o := offering{apis: maps.Clone(apis), all: all, begun: map[string]bool{}}
	if o.apis == nil {
		return nil
	}
	o.apis[Collection] = slices.Clone(o.apis[Collection])
	for _, s := range all {
		o.add(s)
	}
	slices.SortFunc(o.apis[Collection], func(a, b connectors.API) int { return strings.Compare(a.Name, b.Name) })
	return o.apis
}

type offering struct {
	apis  map[string][]connectors.API
	all   []*Scheme
	begun map[string]bool
}

// add describes the documents of a scheme, after those that are its rows.
func (o offering) add(s *Scheme) {
	if o.begun[s.Name] {
		return
	}
	o.begun[s.Name] = true // a circle, which is a mistake, ends here
	for _, name := range s.Follows() {
		if i := slices.IndexFunc(o.all, func(of *Scheme) bool { return of.Name == name }); i >= 0 {
			o.add(o.all[i])
		}
	}
	api := connectors.API{Name: s.Name, Title: s.Title, Effect: connectors.Reads}
	if fields := withoutMeta(s.DocumentFields(o.apis)); len(fields) > 0 {
		api.Response = append(fields, metaFields()...)
	}
	o.apis[Collection] = append(o.apis[Collection], api)
}

// metaFields are what a row of a collection has besides the document's content.
func metaFields() []connectors.Field {
	return []connectors.Field{
		{Name: connectors.Meta, Title: "来源单据", Type: "object"},
		{Name: connectors.Meta + ".id", Title: "来源单据的主键", Type: "string", About: "在来源方案的数据集合中"},
		{Name: connectors.Meta + ".number", Title: "来源单据的编号", Type: "string", About: "在来源方案的数据集合中"},
	}
}

// withoutMeta are fields without those of a row that was itself read from a
// collection: each has the id it has there.
func withoutMeta(fields []connectors.Field) []connectors.Field {
	return slices.DeleteFunc(fields, func(f connectors.Field) bool { return isOrBelow(connectors.Meta, f.Name) })
}

// answered are the fields of a row as the source sends it. What is put into it
// takes the place of fields that had the name.
func (s Source) answered(apis map[string][]connectors.API) []connectors.Field {
	fields := slices.Clone(responseOf(apis[s.Connector], s.API))
	if len(fields) == 0 || s.Connector != Collection {
		return fields
	}
	for _, join := range s.With {
		fields = slices.DeleteFunc(fields, func(f connectors.Field) bool { return isOrBelow(join.As, f.Name) })
		fields = append(fields, put(join, apis)...)
	}
	return fields
}

// put are the fields of what a join puts in.
func put(join connectors.Join, apis map[string][]connectors.API) []connectors.Field {
	in := connectors.Field{Name: join.As, Type: "object"}
	if join.All {
		in.Type = "array"
	}
	for _, a := range apis[Collection] {
		if a.Name == join.Collection {
			in.Title = a.Title
		}
	}
	fields := []connectors.Field{in}
	for _, f := range withoutMeta(slices.Clone(responseOf(apis[Collection], join.Collection))) {
		f.Name = join.As + "." + f.Name
		fields = append(fields, f)
	}
	return fields
}

func isOrBelow(name, field string) bool {
	return field == name || strings.HasPrefix(field, name+".")
}

package schemes

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// rules are what the whole scheme says about its fields.
func (s *Scheme) rules() mapping.Rules {
	return mapping.Rules{Compatible: s.Compatible, Tables: s.Mappings, OnError: s.Target.OnError}
}

// keep notes what an import left under saas: kept for export, run by nobody.
func (r *reader) keep(o object) {
	n := o.get("saas")
	if n == nil {
		return
	}
	var names []string
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		names = append(names, n.Content[i].Value)
	}
	message := fmt.Sprintf("kept from the SaaS's metadata and not run: %s", strings.Join(names, ", "))
	at := o.at("saas")
	if field := o.get("field"); field != nil {
		at = o.at(field.Value + ".saas")
	}
	r.kept = append(r.kept, mapping.Mistake{Place: r.place(n, at), Message: message})
}

func (r *reader) formats(parent object) []Format {
	var formats []Format
	for _, n := range parent.list("formatResponse") {
		o := r.object(n, "source.formatResponse", keysOf[formatFormat]()...)
		o.required("old", "new", "format")
		formats = append(formats, Format{
			Place: r.place(n, "source.formatResponse"),
			Old:   o.text("old", ""), New: o.text("new", ""), Format: o.text("format", ""),
		})
	}
	return formats
}

func (r *reader) operation(parent object) *Operation {
	n := parent.get("operation")
	if n == nil {
		return nil
	}
	o := r.object(n, "target.operation", keysOf[operationFormat]()...)
	o.required("method")
	return &Operation{
		Place: r.place(n, "target.operation"), Method: o.oneOf("method", "", methods()...),
		Rows: o.number("rows", 0, 1), RowsKey: o.text("rowsKey", ""), BodyName: o.text("bodyName", ""),
		Field: o.words("field"), BodySum: o.words("bodySum"), Header: o.words("header"), Body: o.words("body"),
	}
}

// words reads a list of names, or names separated by commas.
func (o object) words(key string) []string {
	if n := o.get(key); n == nil || n.Kind != yaml.ScalarNode {
		return o.texts(key)
	}
	var words []string
	for word := range strings.SplitSeq(o.text(key, ""), ",") {
		if word = strings.TrimSpace(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}

func (r *reader) group(parent object) *Group {
	n := parent.get("groupCalculate")
	if n == nil {
		return nil
	}
	o := r.object(n, "target.groupCalculate", keysOf[groupFormat]()...)
	o.required("headerGroup")
	return &Group{
		Place: r.place(n, "target.groupCalculate"), HeaderGroup: o.words("headerGroup"), BodyGroup: o.words("bodyGroup"),
		BodyName: o.text("bodyName", ""), TargetBodyName: o.text("targetBodyName", ""),
		BodyMaxLine: o.number("bodyMaxLine", 0, 1), Calculate: r.calculations(o),
	}
}

func (r *reader) calculations(parent object) []Calculation {
	n := parent.get("calculate")
	if n == nil {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.mistake(n, "target.groupCalculate.calculate", "expected field: accumulator, found %s", describe(n))
		return nil
	}
	var all []Calculation
	for i := 0; i+1 < len(n.Content); i += 2 {
		all = append(all, Calculation{Field: n.Content[i].Value, Accumulator: n.Content[i+1].Value})
	}
	return all
}

func (r *reader) allot(parent object) []string { return parent.words("distributionOrg") }

// pairs reads name: expression as fields, in the order they are written.
func (r *reader) pairs(parent object, key string) []mapping.Field {
	n := parent.get(key)
	if n == nil {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.mistake(n, parent.at(key), "expected name: value, found %s", describe(n))
		return nil
	}
	var fields []mapping.Field
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i].Value, n.Content[i+1]
		fields = append(fields, mapping.Field{
			Place: r.place(value, parent.at(key)+"."+name), Name: name, Value: scalar(value),
		})
	}
	return fields
}

func (r *reader) handOver(parent object) *HandOver {
	h := &HandOver{}
	for _, f := range r.pairs(parent, "callBackStrategy") {
		if f.Name == "strategyId" {
			h.Scheme, _ = mapping.Text(f.Value)
			h.Place = f.Place
			continue
		}
		h.Fields = append(h.Fields, f)
	}
	if n := parent.get("callBackStrategy"); n == nil {
		return nil
	} else if h.Scheme == "" {
		r.mistake(n, "target.callBackStrategy.strategyId", "is required: the name or id of the scheme that is handed the row")
	}
	return h
}

func (r *reader) parsers(parent object) []mapping.Parser {
	n := parent.get("parser")
	if n == nil {
		return nil
	}
	o := r.object(n, parent.at("parser"), keysOf[parserFormat]()...)
	o.required("name")
	var parsers []mapping.Parser
	for _, name := range o.words("name") {
		parsers = append(parsers, mapping.Parser{Place: r.place(n, parent.path), Name: name, Params: r.params(o)})
	}
	return parsers
}

// params are one text or several: {"params": ","}, {"params": [a, b]}, {"params": {view: 1}}.
func (r *reader) params(o object) any {
	n := o.get("params")
	if n == nil {
		return nil
	}
	return jsonValue(n)
}

func (r *reader) tableUse(parent object) *mapping.TableUse {
	n := parent.get("mapping")
	if n == nil {
		return nil
	}
	o := r.object(n, parent.at("mapping"), keysOf[useFormat]()...)
	o.required("target")
	return &mapping.TableUse{
		Place: r.place(n, parent.path), Table: o.text("target", ""),
		Direction: o.oneOf("direction", mapping.Positive, directions()...),
	}
}

func (r *reader) tables(parent object, s *Scheme) {
	for _, n := range parent.list("mappings") {
		o := r.object(n, "mappings", keysOf[tableFormat]()...)
		o.required("name", "rows")
		t := mapping.Table{
			Place: r.place(n, "mappings"), Name: o.text("name", ""), Title: o.text("title", ""),
			NotFound: o.oneOf("notFound", mapping.Fail, notFounds()...),
			Default:  r.constant(o, "default"),
		}
		for _, row := range o.list("rows") {
			t.Rows = append(t.Rows, r.tableRow(row))
		}
		s.Mappings = append(s.Mappings, t)
	}
}

func (r *reader) tableRow(n *yaml.Node) mapping.TableRow {
	o := r.object(n, "mappings.rows", keysOf[rowFormat]()...)
	o.required("a_value", "b_value")
	return mapping.TableRow{
		A: r.constant(o, "a_value"), ALabel: o.text("a_label", ""),
		B: r.constant(o, "b_value"), BLabel: o.text("b_label", ""),
	}
}

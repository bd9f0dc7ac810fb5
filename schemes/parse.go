package schemes

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// Parse reads one scheme. Its error lists every mistake as
// "file:line:column: field: what is wrong".
func Parse(file string, content []byte) (*Scheme, error) {
	r := &reader{file: file}
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		return nil, r.syntax(content, err)
	}
	if len(document.Content) == 0 {
		r.mistake(&yaml.Node{Line: 1, Column: 1}, "", "the file is empty")
		return nil, r.err()
	}
	if !r.aliases(&document) {
		return nil, r.err()
	}
	s := r.scheme(document.Content[0])
	s.File, s.YAML, s.Revision, s.kept = file, content, revision(content), r.kept
	if err := r.err(); err != nil {
		return nil, err
	}
	return s, nil
}

func revision(content []byte) string {
	const length = 6
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:length])
}

func (r *reader) scheme(n *yaml.Node) *Scheme {
	o := r.object(n, "", keysOf[fileFormat]()...)
	o.required("name", "title", "schedule", "source")
	s := &Scheme{
		Name: o.text("name", ""), Title: o.text("title", ""), ID: o.text("id", ""),
		Lane: Lane(o.oneOf("lane", string(LaneAuto), lanes()...)),
	}
	s.Compatible = o.oneOf("compatibility", "", compatibilities()...) != ""
	r.compatible = s.Compatible
	r.checkName(o, s.Name)
	r.tables(o, s)
	r.schedule(o, s)
	r.source(o, s)
	r.target(o, s)
	r.amounts(o, s)
	r.groups(s)
	r.sweeps(o, s)
	r.tests(o, s)
	return s
}

// checkName keeps name and file together: a name in a log leads to its file.
func (r *reader) checkName(o object, name string) {
	file := strings.TrimSuffix(path.Base(r.file), path.Ext(r.file))
	if name != "" && name != file {
		r.mistake(o.get("name"), "name", "%q differs from the name of the file, %q", name, file)
	}
}

func (r *reader) source(parent object, s *Scheme) {
	n := parent.get("source")
	if n == nil {
		return
	}
	o := r.object(n, "source", keysOf[sourceFormat]()...)
	o.required("connector", "api", "id")
	s.Source = Source{
		Connector: o.text("connector", ""), Account: o.text("account", "MAIN"), API: o.text("api", ""),
		ID: o.text("id", ""), Number: o.text("number", o.text("id", "")), Newest: o.text("newest", ""), Window: r.window(o),
		PageSize: r.pageSize(o), Each: r.each(o), Options: r.options(o, "source.options"), Request: r.fields(o.list("request"), ""),
		With: r.joins(o), Response: r.response(o), Rename: r.renames(o), Condition: r.condition(o), Formats: r.compileFormats(r.formats(o)),
		BeatFlat: o.texts("beatFlat"), BeatFlatStart: o.number("beatFlatStart", 1, 0),
	}
	r.checkSource(o, s.Source)
	s.rowKey = r.identity(o, "id", identity{})
	s.rowNumber = r.identity(o, "number", s.rowKey)
	r.optionClashes(o, s.Source.Request)
	var mistakes []mapping.Mistake
	s.request, mistakes = mapping.CompileRequest(r.file, s.Source.Request, mapping.Rules{
		Compatible: s.Compatible, Tables: s.Mappings, Each: s.Source.Each != nil,
	})
	r.mistakes = append(r.mistakes, mistakes...)
}

func (r *reader) window(parent object) Window {
	const overlap, lag, start = 10 * time.Minute, time.Duration(0), 30 * 24 * time.Hour
	n := parent.get("window")
	if n == nil {
		return Window{overlap, lag, start}
	}
	o := r.object(n, "source.window", keysOf[windowFormat]()...)
	return Window{o.duration("overlap", overlap), o.duration("lag", lag), o.duration("start", start)}
}

func (r *reader) pageSize(parent object) int {
	n := parent.get("pagination")
	if n == nil {
		return 0
	}
	return r.object(n, "source.pagination", keysOf[paginationFormat]()...).number("pageSize", 0, 1)
}

func (r *reader) response(parent object) []ResponseField {
	var fields []ResponseField
	for _, n := range parent.list("response") {
		o := r.object(n, "source.response", keysOf[responseFormat]()...)
		o.required("field")
		fields = append(fields, ResponseField{
			Field: o.text("field", ""), Label: o.text("label", ""), Type: o.text("type", ""), Describe: o.text("describe", ""),
		})
	}
	return fields
}

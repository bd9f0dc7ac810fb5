package mapping

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/erpbridge/erpbridge/connectors"
)

// Trace maps a document as Apply does and says of every field where its value
// came from. A field that cannot be made carries its error and is left out of
// the entry; the others are made all the same.
func (m *Mapping) Trace(ctx context.Context, d Document, f Finder) (connectors.Object, []Origin, error) {
	s, err := m.scope(ctx, d, f)
	if err != nil {
		return nil, nil, err
	}
	s.trace = &recorder{}
	entry, err := s.object(m.fields)
	if err == nil {
		err = ctx.Err()
	}
	return entry, s.trace.origins, err
}

// recorder notes what happens while a document is mapped. The field at hand is
// the last of open.
type recorder struct {
	origins []Origin
	open    []traced
}

// traced is a field that is being made: the place of its origin, the paths it
// reads, and how deep in lists it stands. An aggregate goes deeper, and reads
// one path many times.
type traced struct {
	origin, depth int
	paths         []string
}

// field makes one field, notes all about it, and lets the next ones be made
// whatever became of this one.
func (r *recorder) field(s *scope, f *field) (any, error) {
	n := len(r.origins)
	r.origins = append(r.origins, Origin{Path: s.path + f.Name, Field: f.Field, Expression: f.written()})
	at := traced{origin: n, depth: len(s.elements), paths: f.reads()}
	r.open = append(r.open, at)
	v, err := f.make(s)
	r.open = r.open[:len(r.open)-1]
	r.origins[n].Value, r.origins[n].Err = v, err
	if IsEmpty(v) {
		r.origins[n].Value = nil
	}
	r.rest(s, at)
	return v, nil
}

// here is the field at hand; nil between fields.
func (r *recorder) here() *traced {
	if len(r.open) == 0 {
		return nil
	}
	return &r.open[len(r.open)-1]
}

// read notes the value of a path the field's expression names.
func (r *recorder) read(path string, v any, depth int) {
	at := r.here()
	if at != nil && depth == at.depth && contains(at.paths, path) {
		r.input(at.origin, path, v)
	}
}

// rest notes the paths that were read deeper, by an aggregate, or not at all,
// because the expression failed before.
func (r *recorder) rest(s *scope, at traced) {
	for _, path := range at.paths {
		if v, ok := s.given(path); ok {
			r.input(at.origin, path, v)
		}
	}
}

func (r *recorder) input(origin int, path string, v any) {
	o := &r.origins[origin]
	for _, in := range o.Inputs {
		if in.Path == path {
			return
		}
	}
	o.Inputs = append(o.Inputs, Input{path, v})
}

// origin is that of the field at hand; nil when nobody asks.
func (s *scope) origin() *Origin {
	if s.trace == nil || s.trace.here() == nil {
		return nil
	}
	return &s.trace.origins[s.trace.here().origin]
}

// looked notes a lookup and the rows it found.
func (s *scope) looked(collection, find string, where map[string]string, rows []Row) {
	o := s.origin()
	if o == nil {
		return
	}
	found := Found{Collection: collection, Find: find, Where: where}
	for _, row := range rows {
		if content, err := row.MarshalJSON(); err == nil {
			found.Rows = append(found.Rows, json.RawMessage(content))
		}
	}
	o.Lookups = append(o.Lookups, found)
}

// note says why a value is not what was written.
func (s *scope) note(format string, args ...any) {
	o := s.origin()
	if o == nil {
		return
	}
	if o.Note != "" {
		o.Note += "; "
	}
	o.Note += fmt.Sprintf(format, args...)
}

func (s *scope) translated(t *translation, v any) (any, error) {
	to, err := t.of(v)
	if err == nil && !IsEmpty(v) {
		s.note("table %s: %s → %s", t.table.Name, anyText(v), anyText(to))
	}
	return to, err
}

// under is the scope of the fields below one; only a trace needs to know where.
func (s *scope) under(name string) *scope {
	if s.trace == nil {
		return s
	}
	inner := *s
	inner.path = s.path + name + "."
	return &inner
}

func (s *scope) underRow(name string, i int) *scope {
	if s.trace == nil {
		return s
	}
	return s.under(name + "[" + strconv.Itoa(i) + "]")
}

// written is a field's expression as the scheme has it.
func (f *field) written() string {
	if f.composite() {
		return f.list
	}
	return anyText(f.Value)
}

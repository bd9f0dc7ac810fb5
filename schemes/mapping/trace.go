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
	open    []int
}

// field makes one field, notes all about it, and lets the next ones be made
// whatever became of this one.
func (r *recorder) field(s *scope, f *field) (any, error) {
	n := len(r.origins)
	r.origins = append(r.origins, Origin{Path: s.path + f.Name, Field: f.Field, Expression: f.written()})
	r.open = append(r.open, n)
	v, err := f.make(s)
	r.open = r.open[:len(r.open)-1]
	r.origins[n].Value, r.origins[n].Err = v, err
	if IsEmpty(v) {
		r.origins[n].Value = nil
	}
	return v, nil
}

// here is the origin of the field at hand; nil between fields.
func (r *recorder) here() *Origin {
	if len(r.open) == 0 {
		return nil
	}
	return &r.origins[r.open[len(r.open)-1]]
}

func (r *recorder) read(path string, v any) {
	o := r.here()
	if o == nil {
		return
	}
	for _, in := range o.Inputs {
		if in.Path == path {
			return
		}
	}
	o.Inputs = append(o.Inputs, Input{path, v})
}

// looked notes a lookup and the rows it found.
func (s *scope) looked(collection, find string, where map[string]string, rows []Row) {
	if s.trace == nil || s.trace.here() == nil {
		return
	}
	found := Found{Collection: collection, Find: find, Where: where}
	for _, row := range rows {
		if content, err := row.MarshalJSON(); err == nil {
			found.Rows = append(found.Rows, json.RawMessage(content))
		}
	}
	o := s.trace.here()
	o.Lookups = append(o.Lookups, found)
}

// note says why a value is not what was written.
func (s *scope) note(format string, args ...any) {
	if s.trace == nil || s.trace.here() == nil {
		return
	}
	o := s.trace.here()
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

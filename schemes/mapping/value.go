package mapping

import (
	"context"
	"encoding/json"
	"time"
)

// Value is a single compiled expression over one row, without lookups.
type Value struct {
	field field
}

// CompileValue compiles an expression that stands alone.
func CompileValue(place Place, text string) (*Value, []Mistake) {
	c := newCompiler(false, Rules{})
	v := &Value{c.one(Field{Place: place, Name: place.Field, Value: text})}
	for _, l := range c.lookups {
		c.mistake(l.Place, "a lookup cannot be used here")
	}
	return v, c.mistakes
}

// References are the paths the expression reads.
func (v *Value) References() []string {
	if v.field.value == nil {
		return nil
	}
	return v.field.value.references()
}

// Place is where the expression stands.
func (v *Value) Place() Place { return v.field.Place }

// Of evaluates the expression over a row.
func (v *Value) Of(row Row) (any, error) {
	return v.In(Document{Content: json.RawMessage("{}")}, row)
}

// In evaluates the expression over the row of a document whose key, number,
// content and time are what bfn_id, bfn_num, random and CURRENT_TIME stand for.
func (v *Value) In(d Document, row Row) (any, error) {
	if v.field.value == nil {
		return nil, nil
	}
	now := d.Now
	if now.IsZero() {
		now = time.Now()
	}
	s := &scope{
		ctx: context.Background(), file: v.field.Place.File, row: row, document: &d, now: now, location: Shanghai(),
	}
	return v.field.single(s)
}

// Problem is an error about what the expression came to.
func (v *Value) Problem(what string) error {
	text, _ := Text(v.field.Value)
	p := v.field.Place
	return &FieldError{File: p.File, Line: p.Line, Field: p.Field, Expression: text, Problem: what}
}

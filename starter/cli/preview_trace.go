package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// trace shapes rows and maps what becomes of them, as a run would.
func (a *app) trace(ctx context.Context, s *schemes.Scheme, rows []json.RawMessage, look mapping.Finder) []previewed {
	var all []previewed
	for _, d := range shaped(s, rows) {
		if d.Problem == "" && d.Skipped == "" && s.Target != nil {
			a.traceOne(ctx, s, &d, look)
		}
		all = append(all, d)
	}
	return all
}

// shaped are the documents rows become; lines of several rows that belong to
// one document are merged among those at hand.
func shaped(s *schemes.Scheme, rows []json.RawMessage) []previewed {
	var all []previewed
	groups := map[string][]schemes.Shaped{}
	for _, row := range rows {
		documents, err := s.Shape(row)
		if err != nil {
			all = append(all, previewed{Content: row, Problem: err.Error()})
		}
		for _, d := range documents {
			if d.Group != "" && d.Skip == "" {
				groups[d.Group] = append(groups[d.Group], d)
				continue
			}
			all = append(all, begun(d, ""))
		}
	}
	return append(all, merged(s, groups)...)
}

func merged(s *schemes.Scheme, groups map[string][]schemes.Shaped) []previewed {
	var all []previewed
	for _, group := range sortedKeys(groups) {
		documents, err := s.Merge(group, groups[group])
		if err != nil {
			all = append(all, previewed{Group: group, Problem: err.Error()})
		}
		for _, d := range documents {
			all = append(all, begun(d, group))
		}
	}
	return all
}

func begun(d schemes.Shaped, group string) previewed {
	return previewed{Key: d.Key, Number: d.Number, Group: group, Skipped: d.Skip, Content: d.Content}
}

func (a *app) traceOne(ctx context.Context, s *schemes.Scheme, d *previewed, look mapping.Finder) {
	document := mapping.Document{Key: d.Key, Number: d.Number, Content: d.Content, Now: a.env.Now()}
	entry, origins, err := s.Trace(ctx, document, look)
	for _, o := range origins {
		d.Fields = append(d.Fields, originOf(o))
	}
	d.TargetNumber, d.Entry = entry.Number, raw(entry.Body)
	if err != nil && len(d.problems()) == 0 {
		d.Problem = err.Error()
	}
}

func originOf(o mapping.Origin) origin {
	out := origin{
		Path: o.Path, Label: o.Field.Label, Type: o.Field.Type, Expression: o.Expression, Value: raw(o.Value),
		Note: o.Note, parent: len(o.Field.Children) > 0,
	}
	if out.parent {
		out.Value = nil
	}
	for _, in := range o.Inputs {
		out.Read = append(out.Read, read{in.Path, raw(in.Value)})
	}
	for _, l := range o.Lookups {
		out.Lookups = append(out.Lookups, lookedUp(l))
	}
	out.Problem, out.Waits = problemOf(o.Err)
	return out
}

// problemOf leaves out the place and the expression, which stand beside it.
func problemOf(err error) (text, waits string) {
	var missing *mapping.MissingError
	var field *mapping.FieldError
	switch {
	case err == nil:
		return "", ""
	case errors.As(err, &missing):
		return missing.Error(), missing.Collection
	case errors.As(err, &field):
		return field.Problem, ""
	default:
		return err.Error(), ""
	}
}

// raw is a value as JSON; what cannot be written as JSON was never sent.
func raw(v any) json.RawMessage {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return json.RawMessage("null")
	}
	return bytes.TrimSpace(b.Bytes())
}

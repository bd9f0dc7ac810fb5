package saas

import (
	"errors"
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// The sides of a scheme.
const (
	sourceSide = "source"
	targetSide = "target"
)

// draft is what the files say of one scheme, before it is understood.
type draft struct {
	files          []string
	outer          connectors.Object // what stands beside the sides
	source, target connectors.Object // nil: not there
	notes          notes
}

// read takes the files apart into schemes. Two files that hold one side each
// are one scheme.
func read(files []File) ([]*draft, error) {
	var drafts []*draft
	var errs []error
	for _, f := range files {
		found, err := readFile(f)
		if err != nil {
			errs = append(errs, err)
		}
		drafts = append(drafts, found...)
	}
	return pair(drafts), errors.Join(errs...)
}

func readFile(f File) ([]*draft, error) {
	text, decoded, err := decode(f)
	if err != nil {
		return nil, err
	}
	values, repairs, err := readJSON(f.Name, text)
	if err != nil {
		return nil, err
	}
	var drafts []*draft
	for _, v := range flat(values) {
		d, err := sides(f.Name, v)
		if err != nil {
			return nil, err
		}
		drafts = append(drafts, d)
	}
	drafts = pair(drafts)
	for _, n := range slices.Concat(decoded, repairs) {
		drafts[0].notes.add(n)
	}
	return drafts, nil
}

// flat takes lists of sides apart, and leaves lists of request entries whole.
func flat(values []any) []any {
	var out []any
	for _, v := range values {
		list, ok := v.([]any)
		if !ok || len(list) == 0 || slices.ContainsFunc(list, func(e any) bool { return !isSide(e) }) {
			out = append(out, v)
			continue
		}
		out = append(out, list...)
	}
	return out
}

func isSide(v any) bool {
	o, ok := v.(connectors.Object)
	return ok && (has(o, "request") || has(o, "response") || has(o, sourceSide) || has(o, targetSide))
}

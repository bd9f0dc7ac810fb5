package connectorstest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// tables looks at what the validator of schemes and the documentation read.
func tables(_ context.Context, s *sitting) error {
	able, ok := s.connector.(connectors.Described)
	if !ok {
		return skipped("the connector is not Described")
	}
	apis := able.APIs()
	errs := []error{s.describes(apis)}
	seen := map[string]bool{}
	for _, api := range apis {
		if seen[strings.ToLower(api.Name)] {
			errs = append(errs, fmt.Errorf("API %s is described twice", api.Name))
		}
		seen[strings.ToLower(api.Name)] = true
		errs = append(errs, named(api.Name, table(api)))
	}
	return errors.Join(errs...)
}

// describes says whether what the bench uses is described.
func (s *sitting) describes(apis []connectors.API) error {
	var errs []error
	want := func(name string, effect connectors.Effect) {
		if !slices.ContainsFunc(apis, func(a connectors.API) bool { return strings.EqualFold(a.Name, name) && a.Effect == effect }) {
			errs = append(errs, fmt.Errorf("%s is used as %s and not described as one", name, effect))
		}
	}
	if s.bench.Source != nil {
		want(s.bench.Source.API, connectors.Reads)
	}
	if s.bench.Target != nil {
		want(s.bench.Target.Call.API, connectors.Writes)
	}
	return errors.Join(errs...)
}

func table(a connectors.API) error {
	var errs []error
	if a.Name == "" || a.Title == "" || a.Effect != connectors.Reads && a.Effect != connectors.Writes {
		errs = append(errs, fmt.Errorf("name %q, title %q, effect %q", a.Name, a.Title, a.Effect))
	}
	return errors.Join(append(errs, named("request", fields(a.Request)), named("response", fields(a.Response)))...)
}

func fields(list []connectors.Field) error {
	types := []string{"string", "int", "decimal", "bool", "date", "datetime", "ref", "object", "array"}
	var errs []error
	seen := map[string]bool{}
	for _, f := range list {
		key := strings.ToLower(f.Name)
		if f.Name == "" || f.Title == "" || !slices.Contains(types, f.Type) {
			errs = append(errs, fmt.Errorf("field %q has title %q and type %q", f.Name, f.Title, f.Type))
		}
		if seen[key] {
			errs = append(errs, fmt.Errorf("field %s is there twice", f.Name))
		}
		seen[key] = true
		if dot := strings.LastIndexByte(f.Name, '.'); dot >= 0 {
			errs = append(errs, named("field "+f.Name, parent(list, f.Name[:dot])))
		}
	}
	return errors.Join(errs...)
}

// parent: what is below a dot is in an object or an array that is described too.
func parent(list []connectors.Field, name string) error {
	f, ok := connectors.FindField(list, name)
	if !ok || f.Type != "object" && f.Type != "array" {
		return fmt.Errorf("%s is described as %q and not as an object or array", name, f.Type)
	}
	return nil
}

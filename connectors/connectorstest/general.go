package connectorstest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

const noSuchAPI = "exam.no.such.api"

func letIn(ctx context.Context, s *sitting) error {
	if err := s.ping(ctx); err != nil {
		return err
	}
	if s.wire.count() == 0 {
		return errors.New("nobody was asked by Ping")
	}
	return s.ping(ctx) // and again, now that there may be a session
}

// limits holds the promises of Limits and MaxBatch together.
func limits(_ context.Context, s *sitting) error {
	src, err := s.source()
	if err != nil {
		return err
	}
	l, err := src.Limits(s.bench.Source.API)
	if err != nil {
		return named("Limits", err)
	}
	switch {
	case l.PageSize < 1 || l.PageSize > l.MaxPageSize:
		return fmt.Errorf("PageSize %d of at most %d", l.PageSize, l.MaxPageSize)
	case l.MaxWindow < 0 || l.Resolution <= 0 || l.FirstPage < 0:
		return fmt.Errorf("windows to %v on %v, first page %d", l.MaxWindow, l.Resolution, l.FirstPage)
	case l.MaxWindow%l.Resolution != 0:
		return fmt.Errorf("the longest window, %v, cannot be cut on %v", l.MaxWindow, l.Resolution)
	case l.MaxWindow > 0 && l.Resolution > time.Minute:
		return fmt.Errorf("a resolution of %v is none", l.Resolution)
	}
	return nil
}

// unknownNames: a scheme with a misspelled API or another's cursor is told so,
// and nobody is called.
func unknownNames(ctx context.Context, s *sitting) error {
	src, noSource := s.source()
	dst, noTarget := target[connectors.Target](s)
	if noSource != nil && noTarget != nil {
		return noSource
	}
	var errs []error
	if noSource == nil {
		_, err := src.Limits(noSuchAPI)
		errs = append(errs, named("Limits of an unknown API", s.told(err, connectors.ErrNotFound)))
		_, err = s.fetch(ctx, connectors.Query{API: noSuchAPI})
		errs = append(errs, named("Fetch of an unknown API", s.told(err, connectors.ErrNotFound)))
		q := s.query(s.bench.Source.Window, 5)
		q.Cursor = "exam;not-a-cursor"
		_, err = s.fetch(ctx, q)
		errs = append(errs, named("Fetch with another's cursor", s.told(err, connectors.ErrRejected)))
	}
	if noTarget == nil {
		_, err := dst.Save(ctx, connectors.Call{API: noSuchAPI, Options: s.bench.Target.Call.Options}, []connectors.Entry{s.bench.Target.Entry("EX-1")})
		errs = append(errs, named("Save to an unknown API", s.told(err, connectors.ErrNotFound)))
	}
	if n := s.wire.count(); n > 0 {
		errs = append(errs, fmt.Errorf("%d calls were made for what cannot be asked", n))
	}
	return errors.Join(errs...)
}

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

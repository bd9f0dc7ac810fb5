package cli

import (
	"context"
	"slices"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// listed are the schemes of these names, all without one: those that have files, and
// those that have only documents any more, which nobody would look for.
func (a *app) listed(ctx context.Context, s store, lib *schemes.Library, names []string) (filed, gone []*schemes.Scheme, err error) {
	known := lib.Names()
	stored, err := s.SchemesWithDocuments(ctx)
	if err != nil {
		return nil, nil, a.fail("store.failed", "Error", err)
	}
	if len(names) == 0 {
		names = slices.Concat(known, slices.DeleteFunc(slices.Clone(stored), func(name string) bool { return slices.Contains(known, name) }))
	}
	for _, name := range names {
		if !slices.Contains(known, name) && slices.Contains(stored, name) {
			gone = append(gone, asKept(ctx, s, lib, name))
			continue
		}
		scheme, err := a.scheme(lib, name)
		if err != nil {
			return nil, nil, err
		}
		filed = append(filed, scheme)
	}
	return filed, gone, nil
}

// asKept is the scheme as it was when it was used last, or nothing but its name
// where that was not kept or is not understood any more.
func asKept(ctx context.Context, s activities.Revisions, lib *schemes.Library, name string) *schemes.Scheme {
	was, err := activities.NewSchemes(lib, s).Latest(ctx, name)
	if err != nil {
		return &schemes.Scheme{Name: name}
	}
	return was
}

// left are the schemes without files, and what they leave to somebody.
func (a *app) left(ctx context.Context, s store, gone []*schemes.Scheme, asked bool, e extract) ([]schemeStatus, error) {
	all, err := a.standings(ctx, s, gone, e)
	if err != nil {
		return nil, err
	}
	var left []schemeStatus
	for i, st := range all {
		if st.Gone = true; asked || unfinished(gone[i], st.Counts) {
			left = append(left, st)
		}
	}
	return left, nil
}

// unfinished says whether documents wait for somebody, or for something to happen.
func unfinished(was *schemes.Scheme, counts map[docstore.State]int) bool {
	for state, n := range counts {
		waits := state == docstore.Failed || !state.Final()
		if n > 0 && waits && (was.Target == nil || !activities.Reached(state, activities.Goal(was.Target.Steps))) {
			return true
		}
	}
	return false
}

package demo

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows"
)

// readAgain runs every scheme that delivers, or that others follow, once more, all
// of them at once, and says whether that brought anything.
func (r *run) readAgain(ctx context.Context) (bool, error) {
	var names []string
	for _, s := range r.use {
		if s.Target != nil || r.followed(s.Name) {
			names = append(names, s.Name)
		}
	}
	return r.afresh(ctx, names)
}

func (r *run) followed(scheme string) bool {
	return slices.ContainsFunc(r.use, func(s *schemes.Scheme) bool { return slices.Contains(s.Follows(), scheme) })
}

// afresh runs schemes to the end and says whether that brought documents. What
// keeps one from being read is noted; the summary says it.
func (r *run) afresh(ctx context.Context, names []string) (bool, error) {
	runs := make([]reading, len(names))
	var all sync.WaitGroup
	for i, name := range names {
		all.Go(func() { runs[i] = r.read(ctx, name) })
	}
	all.Wait()
	brought := 0
	var errs []error
	for i, one := range runs {
		brought += one.brought
		errs = append(errs, one.err)
		if one.trouble != "" {
			r.trouble[names[i]] = one.trouble
		}
	}
	return brought > 0 && len(r.trouble) == 0, errors.Join(errs...)
}

// reading is what a scheme brought when it was read again.
type reading struct {
	brought int    // documents
	trouble string // why it could not be read
	err     error
}

// read runs a scheme twice. The first run may be one that was under way already
// and has read what came before; the second was not.
func (r *run) read(ctx context.Context, scheme string) (got reading) {
	for range 2 {
		run, err := r.orders.Run(ctx, workflows.SyncInput{Scheme: scheme})
		if err != nil {
			got.err = err
			return got
		}
		var p workflows.Progress
		if err := run.Get(ctx, &p); err != nil {
			got.trouble, _, got.err = r.orders.Trouble(ctx, scheme, r.started)
			got.trouble = cmp.Or(got.trouble, err.Error())
			return got
		}
		got.brought += p.New + p.Changed
	}
	return got
}

// refill runs the schemes that bring what is waited for, once each.
func (r *run) refill(ctx context.Context, waiting []docstore.Document) error {
	var names []string
	for _, d := range waiting {
		if d.WaitsFor != "" && !slices.Contains(names, d.WaitsFor) {
			names = append(names, d.WaitsFor)
		}
	}
	_, err := r.afresh(ctx, names)
	return err
}

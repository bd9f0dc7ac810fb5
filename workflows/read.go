package workflows

import (
	"cmp"
	"time"

	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/activities"
)

// read brings every window since the watermark into the store. What it has
// delivered of that meanwhile has arrived when it returns.
func (s *sync) read(ctx workflow.Context) error {
	err := s.readAll(ctx)
	return cmp.Or(err, s.arrive(ctx))
}

func (s *sync) readAll(ctx workflow.Context) error {
	if s.place == nil {
		return nil
	}
	if err := s.prepare(ctx); err != nil {
		return err
	}
	s.progress.Stage = stageRead
	for more := true; more; more = s.moreWindows() {
		if err := s.readWindows(ctx); err != nil {
			return err
		}
	}
	return s.wakeWaiting(ctx)
}

// prepare makes the plan, unless the run goes on with the one it has.
func (s *sync) prepare(ctx workflow.Context) error {
	if s.filled {
		return nil
	}
	if err := s.makePlan(ctx); err != nil {
		return err
	}
	waited, err := s.awaitBaseData(ctx)
	if err == nil && waited { // the last window ends now, and not when the wait began
		err = s.makePlan(ctx)
	}
	if err != nil {
		return err
	}
	s.filled, s.place.Watermark = true, s.plan.Watermark
	return nil
}

// first: the scheme has never been read to the end. Its watermark moves only
// when it has been, because others take a watermark to mean that the
// collection is filled.
func (s *sync) first() bool { return s.plan.Watermark.IsZero() }

func (s *sync) makePlan(ctx workflow.Context) error {
	if err := s.course.plan(withFetchOptions(ctx)).Get(ctx, &s.plan); err != nil {
		return err
	}
	s.progress.Revision, s.progress.Paused = s.plan.Revision, s.progress.Paused || s.plan.Paused
	return nil
}

// awaitBaseData holds a scheme back until each collection that its lookups
// read has been filled once: before that, every document would only wait.
//
// It asks after a moment only: a schedule may be starting them just now.
func (s *sync) awaitBaseData(ctx workflow.Context) (waited bool, err error) {
	s.progress.Stage = stageBaseData
	for wait := 2 * time.Second; ; wait = longer(wait, time.Minute) {
		unfilled, err := s.unfilled(ctx)
		if err != nil || len(unfilled) == 0 {
			return waited, err
		}
		if waited {
			err = s.askToRun(ctx, unfilled, s.course.since)
		}
		if waited && err == nil && long(ctx) {
			err = s.course.again(ctx, nil)
		}
		if err == nil {
			err = workflow.Sleep(ctx, wait)
		}
		if err != nil {
			return waited, err
		}
		waited = true
	}
}

func (s *sync) unfilled(ctx workflow.Context) ([]string, error) {
	if err := s.gate(ctx); err != nil {
		return nil, err
	}
	var unfilled []string
	err := workflow.ExecuteLocalActivity(withLocalOptions(ctx), s.acts.Unfilled, s.plan.Collections).Get(ctx, &unfilled)
	return unfilled, err
}

func (s *sync) askToRun(ctx workflow.Context, collections []string, since time.Time) error {
	for _, name := range collections {
		if err := workflow.ExecuteActivity(withStoreOptions(ctx), s.acts.AskToRun, name, since).Get(ctx, nil); err != nil {
			return err
		}
	}
	return nil
}

func (s *sync) count(page activities.Fetched) {
	s.progress.Pages++
	s.progress.Rows += page.Rows
	s.progress.New += page.New
	s.progress.Changed += page.Changed
}

// wakeWaiting lets documents of other schemes look again when rows they may
// be waiting for have arrived.
func (s *sync) wakeWaiting(ctx workflow.Context) error {
	if s.progress.New+s.progress.Changed == 0 {
		return nil
	}
	return workflow.ExecuteActivity(withStoreOptions(ctx), s.acts.WakeWaiting, s.plan.Scheme).Get(ctx, nil)
}

func longer(d, limit time.Duration) time.Duration {
	return min(2*d, limit)
}

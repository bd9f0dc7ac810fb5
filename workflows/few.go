package workflows

import (
	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/activities"
)

// few is the lane in which each document has a workflow of its own, and holds a
// place while it is on its way.
type few struct {
	places workflow.Semaphore
	all    workflow.WaitGroup
}

func (s *sync) oneByOne(ctx workflow.Context) *few {
	if s.few == nil {
		s.few = &few{places: workflow.NewSemaphore(ctx, int64(s.concurrency())), all: workflow.NewWaitGroup(ctx)}
	}
	return s.few
}

// deliverPage has each document of a page carried. It returns when all of them
// have a place, where there are more to come: one that takes long holds one place
// then, and not the next page. At the end it returns when they have left theirs.
func (s *sync) deliverPage(ctx workflow.Context, page []activities.Delivery, more bool) error {
	lane := s.oneByOne(ctx)
	for _, d := range page {
		if err := s.send(ctx, lane.places, lane.all, d); err != nil {
			return err
		}
	}
	if !more || !slides(ctx) {
		lane.all.Wait(ctx)
	}
	return ctx.Err()
}

// slidesOn is the name of a change to Sync and Backfill: before it, a page was
// begun when the last document of the one before it had left its place.
const slidesOn = "documents-slide"

func slides(ctx workflow.Context) bool {
	return workflow.GetVersion(ctx, slidesOn, workflow.DefaultVersion, 1) != workflow.DefaultVersion
}

// arrive returns when everything that was begun has arrived, in either lane.
func (s *sync) arrive(ctx workflow.Context) error {
	if s.few != nil && ctx.Err() == nil {
		s.few.all.Wait(ctx)
	}
	if s.lane == nil {
		return nil
	}
	err := s.lane.flush(ctx)
	s.lane.all.Wait(ctx)
	if s.lane.trouble != nil {
		return s.lane.trouble
	}
	return err
}

package workflows

import (
	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// pagesUnderWay is how many pages of documents a run carries at once. While one is
// saved another is approved, and a third is waiting for its turn at the target;
// more would only be more that is under way when a worker dies. It is also how far
// a source is read ahead of what is delivered.
const pagesUnderWay = 4

// laneBulk is what Progress calls the lane of many documents.
const laneBulk = "bulk"

// bulk is the lane of many documents. A page of them takes each step together, by
// one activity, and a document that does not go smoothly leaves its page for a
// workflow of its own. Of those, as many are on their way at once as in the other
// lane; a page lets the next one in only when all of its own have had their places.
type bulk struct {
	*sync
	pages   workflow.Semaphore
	places  workflow.Semaphore
	all     workflow.WaitGroup // the pages, and the documents that left them
	keys    []string           // of documents that were read, and wait for their page to be full
	carried map[string]bool    // by key: it is in a page that is under way
	trouble error              // that ends the run, when what is under way has arrived
}

// many says whether there are so many documents that they go page by page. It
// stays so: what a run has counted does not become less.
func (s *sync) many() bool {
	n := s.plan.Open + s.progress.New + s.progress.Changed
	if s.plan.Merges {
		n = s.plan.Open + s.made
	}
	if s.plan.Bulk > 0 && n >= s.plan.Bulk {
		s.progress.Lane = laneBulk
	}
	return s.progress.Lane == laneBulk
}

// inBulk is the run's lane of many documents.
func (s *sync) inBulk(ctx workflow.Context) *bulk {
	if s.lane == nil {
		s.lane = &bulk{
			sync: s, all: workflow.NewWaitGroup(ctx), pages: workflow.NewSemaphore(ctx, pagesUnderWay),
			places: workflow.NewSemaphore(ctx, int64(s.concurrency())), carried: map[string]bool{},
		}
	}
	return s.lane
}

// begin waits for a place for a page, and carries it beside what else is done.
func (b *bulk) begin(ctx workflow.Context, page []activities.Delivery) error {
	page = b.once(ctx, page)
	if len(page) == 0 {
		return nil
	}
	if err := b.pages.Acquire(ctx, 1); err != nil {
		return err
	}
	b.all.Add(1)
	b.progress.Started += len(page)
	b.holds(page, true)
	workflow.Go(ctx, func(ctx workflow.Context) {
		defer b.all.Done()
		defer b.pages.Release(1)
		defer b.holds(page, false)
		b.carryPage(ctx, page)
	})
	return b.trouble
}

// carryPage takes the documents of a page from one state to the next, those that
// are behind first, until none of them is left.
func (b *bulk) carryPage(ctx workflow.Context, page []activities.Delivery) {
	left := map[docstore.State][]activities.Delivery{docstore.Fetched: page}
	for _, state := range docstore.States() {
		for len(left[state]) > 0 {
			done, err := b.take(ctx, state, left[state])
			if err != nil {
				b.interrupt(ctx, left, err)
				return
			}
			left[state] = nil
			for _, reached := range docstore.States() {
				left[reached] = append(left[reached], done.On[reached]...)
			}
			b.leave(ctx, done.Alone)
		}
	}
}

// leave gives those workflows of their own that did not go smoothly.
func (b *bulk) leave(ctx workflow.Context, alone []activities.Delivery) {
	for _, d := range alone {
		b.progress.Started-- // it is counted where its workflow is started
		if err := b.send(ctx, b.places, b.all, d); err != nil {
			workflow.GetLogger(ctx).Info("left to the next run", "scheme", b.plan.Scheme, "key", d.Key, "reason", err)
		}
	}
}

// interrupt ends a page that cannot go on: the run was cancelled, or no try is any use.
// The next run finds its documents where they are.
func (b *bulk) interrupt(ctx workflow.Context, left map[docstore.State][]activities.Delivery, err error) {
	for _, state := range docstore.States() {
		if n := len(left[state]); n > 0 {
			b.progress.Ended["interrupted"] += n
		}
	}
	if ctx.Err() == nil {
		b.trouble = err
	}
	workflow.GetLogger(ctx).Error("page interrupted", "scheme", b.plan.Scheme, "error", err)
}

package workflows

import (
	"cmp"
	"errors"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// documentsAPage is how many documents a run takes up at once: their keys are
// in its history, so not too many.
const documentsAPage = 200

// defaultConcurrency is how many documents of a scheme are on their way at once where
// the plan does not say: that of an earlier version, which some histories were made with.
const defaultConcurrency = 20

// deliver gives every unfinished document a workflow of its own, a bounded
// number at a time, and waits until each has ended or begun to wait for base
// data. A long run continues as new between pages.
func (s *sync) deliver(ctx workflow.Context) error {
	s.progress.Stage, s.place = stageDeliver, nil
	err := s.deliverAll(ctx)
	return cmp.Or(err, s.arrive(ctx))
}

func (s *sync) deliverAll(ctx workflow.Context) error {
	for {
		next, err := s.nextDocuments(ctx)
		if err != nil {
			return err
		}
		if err := s.carryAll(ctx, next); err != nil {
			return err
		}
		if s.after = next.After; s.after == "" {
			return nil
		}
		if workflow.GetInfo(ctx).GetContinueAsNewSuggested() {
			return s.continueAsNew(ctx)
		}
	}
}

func (s *sync) nextDocuments(ctx workflow.Context) (activities.Next, error) {
	var next activities.Next
	in := activities.NextInput{
		Scheme: s.plan.Scheme, After: s.after, Limit: documentsAPage,
		Goal: s.plan.Goal, Merges: s.plan.Merges, Updates: s.plan.Updates, Bulk: s.many(),
	}
	err := workflow.ExecuteActivity(withStoreOptions(ctx), s.acts.NextDocuments, in).Get(ctx, &next)
	return next, err
}

// carryAll carries what was found, in the lane for so many documents.
func (s *sync) carryAll(ctx workflow.Context, found activities.Next) error {
	s.progress.Elsewhere += found.Elsewhere
	if !s.many() {
		return s.deliverPage(ctx, found.Documents, found.After != "")
	}
	return s.inBulk(ctx).begin(ctx, found.Documents)
}

// send waits for a place for a document, and has it carried beside what else is done.
func (s *sync) send(ctx workflow.Context, places workflow.Semaphore, all workflow.WaitGroup, d activities.Delivery) error {
	if err := places.Acquire(ctx, 1); err != nil {
		return err
	}
	if err := s.gate(ctx); err != nil { // behind the wait for a place, or one document would slip through
		return err
	}
	all.Add(1)
	s.progress.OnTheWay++
	workflow.Go(ctx, func(ctx workflow.Context) {
		defer all.Done()
		defer places.Release(1)
		defer func() { s.progress.OnTheWay-- }()
		s.carry(ctx, d)
	})
	return nil
}

func (s *sync) concurrency() int {
	if s.plan.Concurrency > 0 {
		return s.plan.Concurrency
	}
	return defaultConcurrency
}

// carry starts a document's workflow and returns when it has ended or waits.
// A document's trouble is its own: it never fails the run.
func (s *sync) carry(ctx workflow.Context, d activities.Delivery) {
	free, settle := workflow.NewFuture(ctx)
	s.parked[d.Key] = settle
	defer delete(s.parked, d.Key)
	in := DocumentInput{
		Scheme: s.plan.Scheme, Key: d.Key, Number: d.Number, Revision: s.revision(d),
		Parent: workflow.GetInfo(ctx).WorkflowExecution.ID, Quiet: true,
	}
	ctx, _ = workflow.NewDisconnectedContext(ctx) // a cancelled run starts nothing more, and lets what is on its way arrive
	child := workflow.ExecuteChildWorkflow(withDocumentOptions(ctx, s.plan.Scheme, s.plan.Target, d), Document, in)
	if err := child.GetChildWorkflowExecution().Get(ctx, nil); err != nil {
		s.notStarted(ctx, d, err)
		return
	}
	s.progress.Started++
	workflow.NewSelector(ctx).
		AddFuture(child, func(f workflow.Future) { s.ended(ctx, d, f) }).
		AddFuture(free, func(workflow.Future) { s.progress.Ended[string(docstore.Waiting)]++ }).
		Select(ctx)
}

// revision: a document finishes under the revision it started with. One that
// has none has not started.
func (s *sync) revision(d activities.Delivery) string {
	if d.Revision != "" {
		return d.Revision
	}
	return s.plan.Revision
}

func (s *sync) notStarted(ctx workflow.Context, d activities.Delivery, err error) {
	if temporal.IsWorkflowExecutionAlreadyStartedError(err) || isChildAlreadyStarted(err) {
		s.progress.Elsewhere++ // another run, or its own waiting workflow, has it
		return
	}
	workflow.GetLogger(ctx).Error("document not started", "scheme", s.plan.Scheme, "key", d.Key, "error", err)
}

func isChildAlreadyStarted(err error) bool {
	var started *temporal.ChildWorkflowExecutionAlreadyStartedError
	return errors.As(err, &started)
}

func (s *sync) ended(ctx workflow.Context, d activities.Delivery, f workflow.Future) {
	var st activities.Standing
	if err := f.Get(ctx, &st); err != nil {
		s.progress.Ended["interrupted"]++ // terminated or cancelled; the next run takes it up again
		workflow.GetLogger(ctx).Error("document interrupted", "scheme", s.plan.Scheme, "key", d.Key, "error", err)
		return
	}
	s.progress.Ended[string(st.State)]++
}

// free gives a document's place to the next one. A document may park again
// after it was woken; its place can be given away only once.
func (s *sync) free(key string) {
	if settle, ok := s.parked[key]; ok {
		delete(s.parked, key)
		settle.Set(nil, nil)
	}
}

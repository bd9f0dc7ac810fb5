package workflows

import (
	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// deliversWhileReading: a run that may come to carry many documents is told which
// rows are new, so that it need not wait for the last of them. Rows that are to be
// merged are waited for.
func (s *sync) deliversWhileReading() bool {
	return s.plan.Bulk > 0 && s.plan.Delivers && !s.plan.Merges
}

// collect takes in the keys of documents that were read, and begins a page whenever
// there is a full one. As long as there are few they only wait: where few are all,
// they are delivered after reading, in the other lane.
func (b *bulk) collect(ctx workflow.Context, keys []string) error {
	b.keys = append(b.keys, keys...)
	for b.many() && len(b.keys) >= documentsAPage {
		page := b.keys[:documentsAPage]
		b.keys = b.keys[documentsAPage:]
		if err := b.beginRead(ctx, page); err != nil {
			return err
		}
	}
	return nil
}

// restsGo is the name of a change to Sync and Backfill: before it, what did not fill
// a page waited for the end of the reading.
const restsGo = "bulk-rests-go"

// nothingNew: a page was read, and nobody has to wait for what it brought. A source
// is read again until nothing has changed meanwhile, which may take as long as the
// first time.
func (s *sync) nothingNew(ctx workflow.Context) error {
	if s.lane == nil || len(s.lane.keys) == 0 || !s.many() ||
		workflow.GetVersion(ctx, restsGo, workflow.DefaultVersion, 1) == workflow.DefaultVersion {
		return nil
	}
	return s.lane.flush(ctx)
}

// flush begins a page of the keys that wait for one. Those of a run that stayed
// small are found in the store.
func (b *bulk) flush(ctx workflow.Context) error {
	keys := b.keys
	b.keys = nil
	if len(keys) == 0 || !b.many() || ctx.Err() != nil {
		return ctx.Err()
	}
	return b.beginRead(ctx, keys)
}

func (b *bulk) beginRead(ctx workflow.Context, keys []string) error {
	next, err := b.nextOf(ctx, keys)
	if err != nil {
		return err
	}
	b.progress.Elsewhere += next.Elsewhere
	return b.begin(ctx, next.Documents)
}

// take has a page take its step. While nothing of it gets through it rests; a
// few documents do not hold the run up, but are tried each by itself.
func (b *bulk) take(ctx workflow.Context, state docstore.State, documents []activities.Delivery) (activities.Paged, error) {
	for {
		if err := b.hold(ctx); err != nil {
			return activities.Paged{}, err
		}
		done, err := b.step(ctx, state, documents)
		switch {
		case err == nil:
			return done, b.took(ctx, done)
		case !tryAgain(err):
			return done, err
		case len(documents) <= activities.Few:
			return activities.Paged{Alone: documents}, nil
		}
		b.progress.Trouble = err.Error()
		err = workflow.Sleep(ctx, awayPause)
		if b.progress.Trouble = ""; err != nil {
			return done, err
		}
	}
}

// hold keeps a page where it is while the run is paused. That of a run that is
// cancelled goes on: what is under way arrives.
func (b *bulk) hold(ctx workflow.Context) error {
	if !b.progress.Paused {
		return nil
	}
	return b.gate(ctx)
}

func (b *bulk) step(ctx workflow.Context, state docstore.State, documents []activities.Delivery) (activities.Paged, error) {
	b.progress.OnTheWay += len(documents)
	defer func() { b.progress.OnTheWay -= len(documents) }()
	ctx, _ = workflow.NewDisconnectedContext(ctx)
	var done activities.Paged
	in := activities.PageInput{Scheme: b.plan.Scheme, Revision: b.plan.Revision, State: state, Documents: documents}
	err := workflow.ExecuteActivity(withPageOptions(ctx, b.plan.Target, state), b.acts.CarryPage, in).Get(ctx, &done)
	return done, err
}

// took counts what came of a step.
func (b *bulk) took(ctx workflow.Context, done activities.Paged) error {
	for _, state := range docstore.States() {
		if n := done.Ended[state]; n > 0 {
			b.progress.Ended[string(state)] += n
		}
	}
	b.progress.Elsewhere += done.Elsewhere
	b.progress.Started -= done.Elsewhere
	if !done.Paused {
		return nil
	}
	ctx, _ = workflow.NewDisconnectedContext(ctx)
	return workflow.ExecuteLocalActivity(withLocalOptions(ctx), b.acts.IsPaused, b.plan.Scheme).Get(ctx, &b.progress.Paused)
}

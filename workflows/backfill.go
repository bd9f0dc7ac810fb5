package workflows

import (
	"errors"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/activities"
)

// BackfillInput names a stretch of the past that is read again.
type BackfillInput struct {
	activities.PastInput
	// Back, when set, is how far the stretch reaches back from the time of the
	// schedule that started it.
	Back time.Duration `json:"back,omitempty"`
	// Resume carries a backfill over continue-as-new.
	Resume *Resume `json:"resume,omitempty"`
}

// Backfill reads a stretch of the past of a scheme again, a day at a time, and
// has what it finds unfinished delivered page by page. The watermark is left
// alone, and what has arrived before is recognised, so it may be done as often
// as one likes. Unlike a run, which the next one follows, it does not give up
// when the source is away.
func Backfill(ctx workflow.Context, in BackfillInput) (Progress, error) {
	if in.Back > 0 {
		in.From, in.To = scheduled(ctx, in.Back)
		in.Back = 0
	}
	s := newSync(in.Scheme, in.Resume, backfillCourse(in))
	if err := s.listen(ctx); err != nil {
		return s.progress, err
	}
	for rest := firstLook; ; rest = longer(rest, longest) {
		err := s.read(ctx)
		if err == nil {
			s.progress.Stage = stageDone
		}
		if err == nil || !passes(err) {
			return s.progress, err
		}
		if err := s.rest(ctx, rest, err); err != nil {
			return s.progress, err
		}
	}
}

func backfillCourse(in BackfillInput) course {
	var acts *activities.Activities
	return course{
		plan: func(ctx workflow.Context) workflow.Future {
			return workflow.ExecuteActivity(ctx, acts.PlanPast, in.PastInput)
		},
		again: func(ctx workflow.Context, r *Resume) error {
			return workflow.NewContinueAsNewError(ctx, BackfillName, BackfillInput{PastInput: in.PastInput, Resume: r})
		},
	}
}

// passes: it is no use to ask a person. Every login that is refused brings an
// account closer to being locked, so that is not tried for ever.
func passes(err error) bool {
	var app *temporal.ApplicationError
	if errors.As(err, &app) && app.Type() == activities.TypeUnauthorized {
		return false
	}
	return tryAgain(err)
}

// rest lets a while pass. The window is read from its beginning then: a page is
// found by its cursor only as long as the source stands still.
func (s *sync) rest(ctx workflow.Context, pause time.Duration, because error) error {
	s.progress.Trouble, s.place.Cursor = because.Error(), ""
	err := workflow.Sleep(ctx, pause)
	s.progress.Trouble = ""
	return err
}

// deliverKeys has those delivered that a page has brought: of the past at once, of
// a run as soon as they are many.
func (s *sync) deliverKeys(ctx workflow.Context, keys []string) error {
	if len(keys) == 0 {
		return s.nothingNew(ctx)
	}
	if s.many() || !s.plan.Past {
		return s.inBulk(ctx).collect(ctx, keys)
	}
	next, err := s.nextOf(ctx, keys)
	if err != nil {
		return err
	}
	s.progress.Elsewhere += next.Elsewhere
	return s.deliverPage(ctx, next.Documents, true)
}

func (s *sync) nextOf(ctx workflow.Context, keys []string) (activities.Next, error) {
	var next activities.Next
	in := activities.NextOfInput{Scheme: s.plan.Scheme, Keys: keys, Goal: s.plan.Goal, Updates: s.plan.Updates, Bulk: s.many()}
	err := workflow.ExecuteActivity(withStoreOptions(ctx), s.acts.NextOf, in).Get(ctx, &next)
	return next, err
}

package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/activities"
)

// Place is where a run is in reading its windows.
type Place struct {
	Window int    `json:"window"`           // of those of the plan, from 0
	Before int    `json:"before,omitempty"` // windows of plans before it
	Cursor string `json:"cursor,omitempty"` // of the page that comes next
	// Watermark is what the window advances from.
	Watermark time.Time `json:"watermark,omitzero"`
}

func (s *sync) readWindows(ctx workflow.Context) error {
	for s.place.Window < len(s.plan.Windows) {
		if err := s.readWindow(ctx); err != nil {
			return err
		}
	}
	return nil
}

// moreWindows goes on to the windows that were too many for the plan.
func (s *sync) moreWindows() bool {
	read := len(s.plan.Windows)
	if !s.plan.Next() {
		return false
	}
	s.place.Before, s.place.Window = s.place.Before+read, 0
	return true
}

// readWindow reads a window page by page, one call each. The last page moves
// the watermark. Between pages a long run continues as new.
func (s *sync) readWindow(ctx workflow.Context) error {
	for {
		if long(ctx) {
			return s.continueAsNew(ctx)
		}
		if err := s.gate(ctx); err != nil {
			return err
		}
		in := s.nextPage()
		var page activities.Fetched
		turns := workflow.WithPriority(withFetchOptions(ctx), fair(s.plan.Source))
		err := workflow.ExecuteActivity(turns, s.acts.FetchPage, in).Get(ctx, &page)
		if stopped(err) {
			s.progress.Paused = true
			continue
		}
		if err != nil {
			return err
		}
		s.count(page)
		if err := s.deliverKeys(ctx, page.Keys); err != nil {
			return err
		}
		if s.place.Cursor = page.Next; page.Next == "" {
			s.leaveWindow(in)
			return nil
		}
	}
}

func (s *sync) nextPage() activities.FetchInput {
	s.progress.Window, s.progress.Windows = s.place.Before+s.place.Window+1, s.place.Before+s.plan.Left()
	return activities.FetchInput{
		Scheme: s.plan.Scheme, Revision: s.plan.Revision, Position: s.plan.Position,
		Window: s.plan.Windows[s.place.Window], Cursor: s.place.Cursor, Watermark: s.place.Watermark,
		Hold: s.plan.Past || s.first() && s.progress.Window < s.progress.Windows, Name: s.plan.Past && s.plan.Delivers,
		Fresh: !s.plan.Past && s.deliversWhileReading(),
	}
}

func (s *sync) leaveWindow(in activities.FetchInput) {
	s.place.Window++
	if !in.Hold {
		s.place.Watermark = in.Window.To
	}
}

// readsOn is the name of a change to Sync: before it, only a run that delivers
// continued as new.
const readsOn = "sync-reads-on"

// long says that the history of a run that is not delivering has become long.
func long(ctx workflow.Context) bool {
	return workflow.GetInfo(ctx).GetContinueAsNewSuggested() && // and no version is noted of the many that stay short
		workflow.GetVersion(ctx, readsOn, workflow.DefaultVersion, 1) != workflow.DefaultVersion
}

// continueAsNew ends the run's history and begins another where this one stands.
func (s *sync) continueAsNew(ctx workflow.Context) error {
	if err := s.arrive(ctx); err != nil {
		return err
	}
	s.hear(ctx)
	return s.course.again(ctx, &Resume{Plan: s.plan, Reading: s.place, After: s.after, Progress: s.progress, Failed: s.failed})
}

// hear takes in a pause that was signalled and not followed yet: the next
// history would not know of it. What the store says in a moment is right.
func (s *sync) hear(ctx workflow.Context) {
	for workflow.GetSignalChannel(ctx, PauseSignal).ReceiveAsync(nil) {
		s.progress.Paused = true
	}
}

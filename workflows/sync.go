package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/activities"
)

// SyncInput starts a run of a scheme.
type SyncInput struct {
	Scheme string `json:"scheme"`
	// Since is where the first window of a scheme that never ran starts.
	Since time.Time `json:"since,omitzero"`
	// Resume carries a run over continue-as-new.
	Resume *Resume `json:"resume,omitempty"`
}

// Resume is what a run that continues as new has already done.
type Resume struct {
	Plan     activities.Plan `json:"plan"`
	Reading  *Place          `json:"reading,omitempty"` // set while it reads; afterwards it delivers
	After    string          `json:"after,omitempty"`   // the document to continue after
	Progress Progress        `json:"progress"`
	// Failed is set when it delivers although it could not read to the end.
	Failed *Failure `json:"failed,omitempty"`
}

// Progress is the answer to ProgressQuery and the result of a run.
type Progress struct {
	Scheme    string         `json:"scheme"`
	Revision  string         `json:"revision,omitempty"`
	Stage     string         `json:"stage"`
	Lane      string         `json:"lane,omitempty"` // bulk as soon as documents are carried page by page
	Paused    bool           `json:"paused,omitempty"`
	Trouble   string         `json:"trouble,omitempty"` // why a backfill rests
	Window    int            `json:"window,omitempty"`  // the one being read, from 1
	Windows   int            `json:"windows,omitempty"`
	Pages     int            `json:"pages"`
	Rows      int            `json:"rows"`
	New       int            `json:"new"`
	Merged    int            `json:"merged,omitempty"` // rows that became part of documents
	Changed   int            `json:"changed"`
	Started   int            `json:"started"`    // documents given to a workflow by this run
	OnTheWay  int            `json:"on_the_way"` // of those, the ones that hold a place now
	Elsewhere int            `json:"elsewhere,omitempty"`
	Ended     map[string]int `json:"ended,omitempty"` // by the state they ended in; waiting ones go on by themselves
}

// The stages of a run.
const (
	stagePlan     = "plan"
	stageBaseData = "base data"
	stageRead     = "read"
	stageMerge    = "merge"
	stageDeliver  = "deliver"
	stageDone     = "done"
)

// Sync is one run of a scheme: it reads every window since the watermark into
// the store, merges rows where the scheme makes its documents out of several,
// then has each unfinished document delivered by a workflow of its own. What it
// reads and what it delivers are apart, so that a run which dies between the two
// loses nothing: the next one delivers what it finds.
func Sync(ctx workflow.Context, in SyncInput) (Progress, error) {
	s := newSync(in.Scheme, in.Resume, syncCourse(in))
	if err := s.listen(ctx); err != nil {
		return s.progress, err
	}
	readErr := s.read(ctx)
	if workflow.IsContinueAsNewError(readErr) {
		return s.progress, readErr
	}
	if readErr == nil {
		readErr = s.failed.err()
	}
	if s.failed = failureOf(readErr); readErr == nil {
		if err := s.merge(ctx); err != nil {
			return s.progress, err
		}
	}
	if ctx.Err() == nil && s.plan.Delivers && s.filled { // also when the source is away: what is in the store waits for no source
		if err := s.deliver(ctx); err != nil {
			return s.progress, err
		}
	}
	if readErr == nil {
		s.progress.Stage = stageDone
	}
	return s.progress, readErr
}

// course is what runs of different kinds do differently.
type course struct {
	plan  func(workflow.Context) workflow.Future
	again func(workflow.Context, *Resume) error // as new; without what it has done: from the beginning
	since time.Time
}

func syncCourse(in SyncInput) course {
	var acts *activities.Activities
	return course{
		since: in.Since,
		plan: func(ctx workflow.Context) workflow.Future {
			return workflow.ExecuteActivity(ctx, acts.PlanSync, activities.PlanInput{Scheme: in.Scheme, Since: in.Since})
		},
		again: func(ctx workflow.Context, r *Resume) error {
			return workflow.NewContinueAsNewError(ctx, SyncName, SyncInput{Scheme: in.Scheme, Since: in.Since, Resume: r})
		},
	}
}

// sync is a run in flight.
type sync struct {
	course   course
	plan     activities.Plan
	progress Progress
	place    *Place // where it reads; nil when it does not any more
	after    string
	filled   bool                         // the collections its lookups read have been filled
	made     int                          // documents that rows were merged into
	lane     *bulk                        // once there are many documents
	few      *few                         // once there are documents that go each by itself
	parked   map[string]workflow.Settable // by document key: its place is free
	failed   *Failure                     // why it could not read to the end
	acts     *activities.Activities
}

func newSync(scheme string, done *Resume, c course) *sync {
	s := &sync{
		course:   c,
		progress: Progress{Scheme: scheme, Stage: stagePlan, Ended: map[string]int{}},
		parked:   map[string]workflow.Settable{},
		place:    &Place{},
	}
	if done != nil {
		s.plan, s.place, s.after, s.progress = done.Plan, done.Reading, done.After, done.Progress
		s.filled, s.failed = true, done.Failed
		if s.progress.Ended == nil {
			s.progress.Ended = map[string]int{}
		}
	}
	return s
}

// listen answers queries and follows signals for as long as the run lasts.
func (s *sync) listen(ctx workflow.Context) error {
	err := workflow.SetQueryHandler(ctx, ProgressQuery, func() (Progress, error) { return s.progress, nil })
	if err != nil {
		return err
	}
	// Documents report also while a cancelled run lets them arrive.
	ctx, _ = workflow.NewDisconnectedContext(ctx)
	workflow.Go(ctx, func(ctx workflow.Context) { s.follow(ctx) })
	return nil
}

func (s *sync) follow(ctx workflow.Context) {
	sel := workflow.NewSelector(ctx)
	sel.AddReceive(workflow.GetSignalChannel(ctx, PauseSignal), func(c workflow.ReceiveChannel, _ bool) {
		c.Receive(ctx, nil)
		s.progress.Paused = true
	})
	sel.AddReceive(workflow.GetSignalChannel(ctx, ResumeSignal), func(c workflow.ReceiveChannel, _ bool) {
		c.Receive(ctx, nil)
		s.progress.Paused = false
	})
	sel.AddReceive(workflow.GetSignalChannel(ctx, parkedSignal), func(c workflow.ReceiveChannel, _ bool) {
		var key string
		c.Receive(ctx, &key)
		s.free(key)
	})
	for ctx.Err() == nil {
		sel.Select(ctx)
	}
}

// gate holds the run while it is paused.
func (s *sync) gate(ctx workflow.Context) error {
	for s.progress.Paused {
		resumed, err := workflow.AwaitWithTimeout(ctx, lookAgain, func() bool { return !s.progress.Paused })
		if err != nil || resumed {
			return err
		}
		err = workflow.ExecuteLocalActivity(withLocalOptions(ctx), s.acts.IsPaused, s.progress.Scheme).Get(ctx, &s.progress.Paused)
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

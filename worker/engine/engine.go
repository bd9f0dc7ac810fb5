// Package engine puts the parts of a worker together: schemes, accounts, store
// and Temporal. The worker's main and the standalone program run the same one.
package engine

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/interceptor"
	"go.temporal.io/sdk/worker"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/activities/reconcile"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/collection"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

// Parts are what an engine is made of; whoever opens them closes them.
type Parts struct {
	Library  *schemes.Library
	Accounts connectors.Accounts
	Store    Store
	Temporal client.Client
	Log      *slog.Logger
	Alerts   reconcile.Alerter // nil: nobody is told what comparisons come to
	Now      func() time.Time  // nil: time.Now
}

func (p Parts) now() func() time.Time {
	if p.Now == nil {
		return time.Now
	}
	return p.Now
}

// Store is the whole of the document store that an engine needs.
type Store interface {
	activities.Store
	reconcile.Shelf
	activities.Versioned
	activities.Revisions
	collection.Followed
	Declare(ctx context.Context, collection string, fields []string) error
	Follow(ctx context.Context, collections ...string) error
}

// Engine is a worker that can be started and stopped.
type Engine struct {
	worker    worker.Worker
	followers *activities.Followers
	log       *slog.Logger
}

// inFlight bounds what a worker does at once, over all accounts. Each account
// bounds its calls further down, and what waits for a slow one waits in here: it is
// far more than the documents that a few schemes have on their way, so that they
// leave room for the others.
const inFlight = 1000

// keptAnswers is how many bytes a worker keeps of what lookups found.
const keptAnswers = 64 << 20

// New prepares an engine: it declares the fields that lookups search by, so
// that they are indexed, and the collections whose changes other schemes read, and
// says which schemes cannot run for want of an account.
func New(ctx context.Context, p Parts) (*Engine, error) {
	if err := declare(ctx, p.Store, p.Library); err != nil {
		return nil, err
	}
	p.Accounts = collection.Among(p.Accounts, p.Store)
	for _, err := range Unable(p.Library, p.Accounts) {
		p.Log.WarnContext(ctx, "scheme cannot run", "reason", err)
	}
	w := worker.New(p.Temporal, workflows.TaskQueue, worker.Options{
		MaxConcurrentActivityExecutionSize: inFlight,
		MaxHeartbeatThrottleInterval:       heartbeatEvery,
		WorkerStopTimeout:                  10 * time.Second,
		Interceptors:                       []interceptor.WorkerInterceptor{&heartbeats{}},
	})
	workflows.Register(w)
	known, o := activities.NewSchemes(p.Library, p.Store), orders.Orders{Temporal: p.Temporal}
	lookups := activities.NewLookups(p.Store, keptAnswers)
	followers := activities.NewFollowers(known, p.Store, o, p.Log)
	w.RegisterActivity(&activities.Activities{
		Schemes: known, Accounts: p.Accounts, Store: p.Store, Lookups: lookups,
		Followers: followers, Orders: o, Log: p.Log, Now: p.now(),
	})
	w.RegisterActivity(p.comparer(known, lookups))
	return &Engine{worker: w, followers: followers, log: p.Log}, nil
}

// Start begins to take work.
func (e *Engine) Start() error {
	if err := e.worker.Start(); err != nil {
		return fmt.Errorf("start the worker: %w", err)
	}
	return nil
}

// Stop ends taking work and waits for what is under way.
func (e *Engine) Stop() {
	e.worker.Stop()
	e.followers.Close()
}

func declare(ctx context.Context, s Store, l *schemes.Library) error {
	for scheme, fields := range l.IndexedFields() {
		if err := s.Declare(ctx, scheme, fields); err != nil {
			return fmt.Errorf("index collection %s by %v: %w", scheme, fields, err)
		}
	}
	if followed := l.Followed(); len(followed) > 0 {
		if err := s.Follow(ctx, followed...); err != nil {
			return fmt.Errorf("follow collections %v: %w", followed, err)
		}
	}
	return nil
}

// Unable says of each scheme that cannot run why: an account that is not
// configured, or a system that lacks an ability the scheme asks for.
func Unable(l *schemes.Library, a connectors.Accounts) []error {
	var errs []error
	for _, name := range l.Names() {
		s, err := l.Get(name)
		if err == nil {
			err = Able(s, a)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("scheme %s: %w", name, err))
		}
	}
	return errs
}

// Able says what keeps a scheme from running; nil when nothing does.
func Able(s *schemes.Scheme, a connectors.Accounts) error {
	_, err := connectors.As[connectors.Source](a, s.Source.Connector, s.Source.Account)
	if err != nil || s.Target == nil {
		return err
	}
	target, err := connectors.As[connectors.Target](a, s.Target.Connector, s.Target.Account)
	if err == nil {
		err = cmp.Or(activities.Changeable(target, s), activities.Withdrawable(target, s), activities.Undoable(target, s))
	}
	if err == nil && !activities.Repeats(target, s) { // a save whose answer is lost has to be looked for
		_, err = connectors.As[connectors.Finder](a, s.Target.Connector, s.Target.Account)
	}
	if err == nil && (s.Target.Has(schemes.Submit) || s.Target.Has(schemes.Audit)) {
		_, err = connectors.As[connectors.Auditor](a, s.Target.Connector, s.Target.Account)
	}
	if err == nil && len(s.Target.Allot) > 0 {
		_, err = connectors.As[connectors.Allotter](a, s.Target.Connector, s.Target.Account)
	}
	return err
}

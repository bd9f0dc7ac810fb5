package activities

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

const (
	followPace = 2 * time.Second  // between two asks of a scheme
	followRest = 30 * time.Second // while a run of it goes on
	followWait = 10 * time.Second // how long Temporal and the store may take for an ask
)

// Followers asks the schemes whose source is a collection to run when rows have
// arrived in it, once they have run before. Many rows ask once in a while, the last of them included. While a
// run is under way, which may have read already, the ask is kept and made again
// later. It is kept in memory: what a process forgets when it ends is left to the
// scheme's schedule.
type Followers struct {
	schemes *Schemes
	store   Standings
	runs    Runs
	log     *slog.Logger

	mu      sync.Mutex
	resting map[string]*rest // by scheme: it has been asked just now
	closed  bool
}

// Standings say which schemes have run, and which a person has stopped.
type Standings interface {
	Watermark(ctx context.Context, scheme string) (time.Time, bool, error)
	Paused(ctx context.Context, scheme string) (docstore.Pause, bool, error)
}

// Runs are begun at Temporal.
type Runs interface {
	// Running lists the runs of a scheme that are under way.
	Running(ctx context.Context, scheme string) ([]string, error)
	// Begin starts a run of a scheme; false when one is under way after all.
	Begin(ctx context.Context, scheme string) (begun bool, err error)
}

// rest is the time in which a scheme is not asked.
type rest struct {
	timer  *time.Timer
	pause  time.Duration
	wanted bool // it is to be asked afterwards
}

// NewFollowers asks the schemes that s gives out. Whoever makes it closes it.
func NewFollowers(s *Schemes, st Standings, r Runs, log *slog.Logger) *Followers {
	return &Followers{schemes: s, store: st, runs: r, log: log, resting: map[string]*rest{}}
}

// Ask asks every scheme that reads the collection. None of them may hinder who
// has brought the rows: what cannot be asked is logged, and runs by its schedule.
func (f *Followers) Ask(ctx context.Context, collection string) {
	if f == nil || f.runs == nil { // there is nobody to ask
		return
	}
	for _, name := range f.schemes.library.Followers(collection) {
		if f.awake(name) {
			f.rest(name, f.begin(ctx, name))
		}
	}
}

// awake says whether a scheme may be asked now; otherwise it will be.
func (f *Followers) awake(name string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r, rests := f.resting[name]; rests {
		r.wanted = true
		return f.closed
	}
	f.resting[name] = &rest{}
	return true
}

// rest lets a scheme alone for a while, which grows as long as it cannot begin.
func (f *Followers) rest(name string, begun bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	r := f.resting[name]
	r.pause = min(2*r.pause, followRest)
	if begun || r.pause == 0 {
		r.pause = followPace
	}
	if r.wanted = r.wanted || !begun; !f.closed {
		r.timer = time.AfterFunc(r.pause, func() { f.wake(name) })
	}
}

func (f *Followers) wake(name string) {
	if f.due(name) {
		f.rest(name, f.begin(context.Background(), name))
	}
}

// due says whether a scheme is to be asked after its rest.
func (f *Followers) due(name string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	r := f.resting[name]
	switch {
	case f.closed:
		return false
	case !r.wanted:
		delete(f.resting, name)
		return false
	}
	r.wanted = false
	return true
}

// begin asks one scheme. It is asked again only when a run is under way.
func (f *Followers) begin(ctx context.Context, name string) bool {
	ctx, cancel := context.WithTimeout(ctx, followWait)
	defer cancel()
	begun, err := f.run(ctx, name)
	if err != nil {
		f.log.WarnContext(ctx, "a scheme was not told of new rows; it reads them by its schedule", "scheme", name, "error", err)
		return true
	}
	return begun
}

// run begins a run, unless a person has stopped the scheme, or it has never run:
// then nobody has set it to work yet.
func (f *Followers) run(ctx context.Context, name string) (begun bool, err error) {
	_, paused, err := f.store.Paused(ctx, name)
	if err != nil || paused {
		return true, err
	}
	under, err := f.runs.Running(ctx, name)
	if err != nil || len(under) > 0 {
		return false, err
	}
	_, worked, err := f.store.Watermark(ctx, name)
	if err != nil || !worked {
		return true, err
	}
	return f.runs.Begin(ctx, name)
}

// Close makes the asks that are still due, once.
func (f *Followers) Close() {
	f.mu.Lock()
	f.closed = true
	var due []string
	for name, r := range f.resting {
		if r.timer != nil && r.timer.Stop() && r.wanted {
			due = append(due, name)
		}
	}
	f.mu.Unlock()
	for _, name := range due {
		f.begin(context.Background(), name)
	}
}

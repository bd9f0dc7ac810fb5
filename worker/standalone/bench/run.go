package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// ErrWrong: a lane was fast, perhaps, and wrong; the summary has said what of it.
var ErrWrong = errors.New("the benchmark found bills that are missing, doubled or different")

// Run measures the lanes one after another, as often as is asked for, and says what
// came of it: ErrWrong when a ledger is not what it should be.
func Run(ctx context.Context, o Options) (err error) {
	o, err = o.checked()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(o.Dir, "erpbridge-bench-")
	if err != nil {
		return fmt.Errorf("make a folder for the benchmark: %w", err)
	}
	if o.Profile != "" {
		if err := os.MkdirAll(o.Profile, 0o700); err != nil {
			return fmt.Errorf("make the folder of --profile: %w", err)
		}
	}
	b := &bench{opts: o, dir: dir, show: newShow(o), lanes: map[string][]Lane{}}
	defer func() { err = errors.Join(err, b.close(err)) }()
	b.show.opened(o)
	if err := b.all(ctx); err != nil {
		return err
	}
	return b.report()
}

// bench is a benchmark under way.
type bench struct {
	opts  Options
	dir   string
	show  *show
	lanes map[string][]Lane // by lane, a run after another
}

// all takes the lanes in turn, so that a machine that is busy for a while is busy
// for each of them.
func (b *bench) all(ctx context.Context) error {
	for run := range b.opts.Runs {
		for _, lane := range b.opts.lanes() {
			l, err := b.one(ctx, lane, run)
			if err != nil {
				return fmt.Errorf("lane %s: %w", lane, err)
			}
			b.lanes[lane] = append(b.lanes[lane], l)
			b.show.measured(lane, run, l)
		}
	}
	return nil
}

func (b *bench) one(ctx context.Context, lane string, run int) (l Lane, err error) {
	dir := filepath.Join(b.dir, lane+"-"+strconv.Itoa(run+1))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return l, err
	}
	log, err := os.Create(filepath.Join(dir, "bench.log"))
	if err != nil {
		return l, err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	s, err := newStage(ctx, b.opts, lane, dir, log)
	if err != nil {
		return l, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	l, err = s.measure(ctx, func(now standing, m Memory) { b.show.progress(lane, now, m) })
	if err == nil && l.Right {
		err = os.RemoveAll(filepath.Join(dir, "temporal")) // large, and nothing is to be looked for
	}
	return l, err
}

func (b *bench) report() error {
	sum := b.summary()
	b.show.summary(sum)
	if err := write(sum, b.opts.Summary); err != nil {
		return err
	}
	if !sum.Right {
		return ErrWrong
	}
	return nil
}

// summary is the median run of each lane.
func (b *bench) summary() Summary {
	s := Summary{
		Right: true, Scheme: b.opts.Scheme, Steps: b.opts.Steps, Latency: b.opts.Latency, Documents: b.opts.Documents,
		Stored: b.opts.Stored, Rate: b.opts.Rate, Runs: b.opts.Runs, Lanes: map[string]Lane{}, All: map[string][]float64{},
	}
	for lane, runs := range b.lanes {
		for _, l := range runs {
			s.Right = s.Right && l.Right
			s.All[lane] = append(s.All[lane], l.DocumentsPerSecond)
		}
		sorted := slices.SortedFunc(slices.Values(runs), func(a, b Lane) int {
			return cmp.Compare(a.DocumentsPerSecond, b.DocumentsPerSecond)
		})
		s.Lanes[lane] = sorted[len(sorted)/2]
	}
	s.compare()
	return s
}

// close removes what was written. The folder stays when somebody has to look for
// the cause.
func (b *bench) close(outcome error) error {
	if outcome == nil {
		return os.RemoveAll(b.dir)
	}
	b.show.kept(b.dir)
	return nil
}

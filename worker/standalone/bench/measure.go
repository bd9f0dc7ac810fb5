package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"time"
)

// Lane is what was measured of a lane.
type Lane struct {
	Right              bool               `json:"right"` // every bill is there once, audited, with its amount
	DocumentsPerSecond float64            `json:"documents_per_second"`
	Seconds            float64            `json:"seconds"`             // from the first refund's coming to the last audit
	CPU                map[string]float64 `json:"cpu_ms_per_document"` // by process
	StoreShare         float64            `json:"store_share_of_engine"`
	Peak               map[string]float64 `json:"peak_rss_mb"`
	Bytes              map[string]float64 `json:"bytes_per_document"`
	CallsPerDocument   float64            `json:"api_calls_per_document"`
	TargetLimit        float64            `json:"target_limit_per_second,omitempty"`
	ShareOfLimit       float64            `json:"share_of_limit,omitempty"`
	Memory             []Memory           `json:"memory,omitempty"`
	Verdict            Verdict            `json:"verdict"`
}

// Memory is what the processes hold at a time.
type Memory struct {
	Seconds  float64 `json:"seconds"`
	Audited  int     `json:"audited"`
	Engine   float64 `json:"engine_mb"`
	Temporal float64 `json:"temporal_mb"`
}

// The processes, and what of the engine's is its store's.
const (
	partEngine     = "engine"
	partTemporal   = "temporal"
	partStore      = "store"
	partSimulators = "simulators"
)

// measure runs a lane once, from the refunds' coming to the last audited bill.
func (s *stage) measure(ctx context.Context, tell func(standing, Memory)) (Lane, error) {
	if err := s.fillCollections(ctx); err != nil {
		return Lane{}, err
	}
	before, err := s.costs(ctx)
	if err != nil {
		return Lane{}, err
	}
	began := time.Now()
	if err := s.ask(ctx, http.MethodPost, "/begin", &standing{}); err != nil {
		return Lane{}, err
	}
	l := Lane{}
	if err := s.drive(ctx, began, func(now standing, m Memory) {
		l.Memory = append(l.Memory, m)
		tell(now, m)
	}); err != nil {
		return l, err
	}
	l.Seconds = time.Since(began).Seconds()
	s.rest(ctx)
	after, err := s.costs(ctx)
	if err != nil {
		return l, err
	}
	if err := s.ask(ctx, http.MethodGet, "/verdict", &l.Verdict); err != nil {
		return l, err
	}
	if l.Verdict.Last.After(began) { // the run itself may go on to see that nothing more has come
		l.Seconds = l.Verdict.Last.Sub(began).Seconds()
	}
	l.weigh(before, after, limit(s.opts.Latency, s.opts.Steps))
	return l, s.shareStore(&l)
}

// costs are what has been used up to now.
type costs struct {
	cpu   map[string]time.Duration
	peak  map[string]int64
	bytes map[string]int64
}

func (s *stage) costs(ctx context.Context) (c costs, err error) {
	c = costs{cpu: map[string]time.Duration{}, peak: map[string]int64{}, bytes: map[string]int64{}}
	for part, p := range map[string]*process{partEngine: s.engine, partTemporal: s.temporal, partSimulators: s.world} {
		c.cpu[part] = cpuOf(p.cmd.Process.Pid)
		_, c.peak[part] = memoryOf(p.cmd.Process.Pid)
	}
	if s.opts.Store != "" {
		c.cpu[partStore] = s.store.cpu(ctx)
	}
	if c.bytes[partStore], err = s.store.bytes(ctx); err != nil {
		return c, err
	}
	c.bytes[partTemporal], err = s.temporalBytes(ctx)
	return c, err
}

func (s *stage) temporalBytes(ctx context.Context) (n int64, err error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(s.dir, "temporal", "temporal.db"))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return sizeOf(ctx, db, sqliteSize)
}

// rest waits until Temporal has noted what there is to note of the documents: that
// is their cost, too.
func (s *stage) rest(ctx context.Context) {
	const every, idle, longest = 500 * time.Millisecond, 30 * time.Millisecond, 20 * time.Second
	last := cpuOf(s.temporal.cmd.Process.Pid)
	for began := time.Now(); time.Since(began) < longest; {
		select {
		case <-ctx.Done():
			return
		case <-time.After(every):
		}
		now := cpuOf(s.temporal.cmd.Process.Pid)
		if now-last < idle {
			return
		}
		last = now
	}
}

func (l *Lane) weigh(before, after costs, limit float64) {
	n := float64(l.Verdict.Bills)
	l.Right = l.Verdict.Right()
	l.DocumentsPerSecond = float64(l.Verdict.Audited) / l.Seconds
	l.CPU, l.Peak, l.Bytes = map[string]float64{}, map[string]float64{}, map[string]float64{}
	for part, cpu := range after.cpu {
		l.CPU[part] = float64((cpu - before.cpu[part]).Microseconds()) / 1000 / n
	}
	for part, peak := range after.peak {
		l.Peak[part] = mega(peak)
	}
	for part, size := range after.bytes {
		l.Bytes[part] = float64(size-before.bytes[part]) / n
	}
	calls := 0
	for _, times := range l.Verdict.Calls {
		calls += times
	}
	l.CallsPerDocument = float64(calls) / n
	if limit > 0 {
		l.TargetLimit, l.ShareOfLimit = limit, l.DocumentsPerSecond/limit
	}
}

// shareStore tells what of the engine's time was spent in a store inside it. The
// profile is written when the process ends.
func (s *stage) shareStore(l *Lane) error {
	file := s.profile("engine", true)
	if err := s.close(); err != nil {
		return err
	}
	share, err := shareOfStore(file)
	if err != nil {
		return fmt.Errorf("%w; the log of the engine says why it has none", err)
	}
	l.StoreShare = share
	if s.opts.Store == "" {
		l.CPU[partStore] = l.CPU[partEngine] * share
		l.CPU[partEngine] -= l.CPU[partStore]
	}
	return nil
}

func mega(n int64) float64 { return float64(n) / (1 << 20) }

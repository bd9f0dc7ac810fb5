package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// wish is the world that is wanted.
type wish struct {
	Documents int     `json:"documents"` // refunds
	Lines     int     `json:"lines"`
	EachLine  bool    `json:"each_line"`
	Orders    bool    `json:"orders"`
	Latency   string  `json:"latency"`
	Rate      float64 `json:"rate"`
}

// scene is the simulated world and when its refunds came.
type scene struct {
	wish  wish
	world *simulators.World

	mu      sync.Mutex
	brought []time.Time // by refund: when it was there
	calls   map[string]int
	failed  error
}

// runWorld serves the simulated systems, and answers the benchmark's questions
// about them at an address of its own.
func runWorld(ctx context.Context, wanted string) error {
	s := &scene{}
	if err := json.Unmarshal([]byte(wanted), &s.wish); err != nil {
		return fmt.Errorf("read which world is wanted: %w", err)
	}
	var err error
	s.world, err = simulators.NewWorld(simulators.Options{
		Documents: s.wish.Documents, Seed: 1, NoLimits: true, RepeatedNumbers: true, // what is sent twice is there twice
		Load: &simulators.Load{Lines: s.wish.Lines, Orders: s.wish.Orders, Pace: paceOf(s.wish.Latency)},
	})
	if err != nil {
		return err
	}
	h := hello{Environ: map[string]string{}}
	for _, system := range simulators.Systems() {
		address, err := listen(ctx, s.world.Handler(system))
		if err != nil {
			return err
		}
		maps.Copy(h.Environ, s.world.Env(system, "http://"+address))
	}
	if h.Address, err = listen(ctx, s.questions(ctx)); err != nil {
		return err
	}
	if err := h.say(); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

func listen(ctx context.Context, h http.Handler) (string, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp4", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("serve a simulated system: %w", err)
	}
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = srv.Serve(l) }() // ends with the process
	return l.Addr().String(), nil
}

// questions are what the benchmark asks.
func (s *scene) questions(ctx context.Context) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /begin", func(w http.ResponseWriter, _ *http.Request) {
		s.begin(ctx)
		tell(w, s.standing())
	})
	mux.HandleFunc("GET /standing", func(w http.ResponseWriter, _ *http.Request) { tell(w, s.standing()) })
	mux.HandleFunc("GET /verdict", func(w http.ResponseWriter, _ *http.Request) { tell(w, s.verdict()) })
	return mux
}

func tell(w http.ResponseWriter, answer any) {
	_ = json.NewEncoder(w).Encode(answer) // who asked may have gone
}

// begin lets the refunds come: all of them now, or at their rate from now on. The
// calls that were made before are none of the documents'.
func (s *scene) begin(ctx context.Context) {
	s.mu.Lock()
	s.calls = s.allCalls()
	s.mu.Unlock()
	if s.wish.Rate == 0 {
		s.bring(s.wish.Documents)
		return
	}
	go s.trickle(ctx)
}

func (s *scene) trickle(ctx context.Context) {
	const every = 100 * time.Millisecond
	began, tick := time.Now(), time.NewTicker(every)
	defer tick.Stop()
	for came := 0; came < s.wish.Documents; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		due := int(time.Since(began).Seconds()*s.wish.Rate) - came
		s.bring(due)
		came += due
	}
}

func (s *scene) bring(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	came, err := s.world.Bring(n)
	if err != nil && s.failed == nil {
		s.failed = err
	}
	now := time.Now()
	for range came {
		s.brought = append(s.brought, now)
	}
}

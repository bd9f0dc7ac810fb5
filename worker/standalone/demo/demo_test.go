package demo_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/worker/standalone/demo"
)

const (
	refunds = "jushuitan-refund-to-kingdee-return"
	form    = "SAL_RETURNSTOCK"
)

// stage is a demo whose books are kept outside of it, so that a test can look
// into them and change them.
type stage struct {
	*testing.T
	books *kingdeetest.Server
	world *simulators.World
	url   string
	opts  demo.Options

	mu    sync.Mutex
	seen  func(r *http.Request, body []byte) // each request to the books, before it is answered
	saves int                                // how often one was asked to save
}

// setup makes books for a demo of so many documents; the demo makes the same
// refunds, because the seed is the same.
func setup(t *testing.T, documents int) *stage {
	t.Helper()
	s := &stage{T: t}
	var err error
	s.world, err = simulators.NewWorld(simulators.Options{Documents: documents, Seed: 1})
	s.ok(err)
	s.books = s.world.Kingdee
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	s.url = srv.URL
	s.opts = demo.Options{
		Exit: true, Documents: documents, Stall: 8 * time.Minute, Lang: "en",
		Environ: s.world.Env(simulators.Kingdee, srv.URL),
		Summary: filepath.Join(t.TempDir(), "summary.json"),
	}
	return s
}

// ServeHTTP is the books with somebody looking on.
func (s *stage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the caller went away
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	s.mu.Lock()
	seen := s.seen
	if strings.Contains(r.URL.Path, "BatchSave") {
		s.saves++
	}
	s.mu.Unlock()
	if seen != nil {
		seen(r, body)
	}
	s.books.ServeHTTP(w, r)
}

func (s *stage) watch(seen func(r *http.Request, body []byte)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = seen
}

// saved counts the saves that were asked for, those that were refused too.
func (s *stage) saved() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.saves
}

func (s *stage) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// run runs the demo and returns what it printed.
func (s *stage) run(ctx context.Context) (string, error) {
	s.Helper()
	ctx, cancel := context.WithTimeout(ctx, 15*time.Minute)
	defer cancel()
	var out bytes.Buffer
	o := s.opts
	o.Out, o.Environ = &out, maps.Clone(s.opts.Environ)
	err := demo.Run(ctx, o)
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		s.Fatalf("the demo took too long; it printed\n%s", out.String())
	}
	return out.String(), err
}

// summary is what the demo reported to scripts.
func (s *stage) summary() map[string]scheme {
	s.Helper()
	data, err := os.ReadFile(s.opts.Summary)
	s.ok(err)
	var sum struct {
		Finished bool
		Seconds  float64
		Schemes  []scheme
	}
	s.ok(json.Unmarshal(data, &sum))
	if !sum.Finished {
		s.Errorf("it did not finish: %s", data)
	}
	all := map[string]scheme{}
	for _, one := range sum.Schemes {
		all[one.Scheme] = one
	}
	return all
}

// scheme is a scheme's part of the summary, as a script reads it.
type scheme struct {
	Scheme, Title, Goal                                               string
	Fetched, Stored, Saved, Audited, Merged, Skipped, Waiting, Failed int
	InFlight                                                          int `json:"in_flight"`
	Problem                                                           string
	Counted                                                           *struct {
		Documents        int
		Missing          []string
		Unasked, Problem string
	}
	Amounts *struct {
		Title, Source, Target, Difference string
		Documents                         int
		Missing                           []string
		Different                         []struct{ Number, Source, Target string }
		Problem                           string
	}
}

// says makes sure that a text has these parts.
func says(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("this does not say %q:\n%s", part, text)
		}
	}
}

// raw finds ids of messages that were printed instead of what they stand for.
var raw = regexp.MustCompile(`\bdemo\.[a-z.]+|\{\{|<no value>`)

func inWords(t *testing.T, text string) {
	t.Helper()
	for _, id := range raw.FindAllString(text, -1) {
		if id != "demo.log" {
			t.Errorf("this shows %q:\n%s", id, text)
		}
	}
}

// once makes sure that every bill was saved, submitted and audited one time.
func (s *stage) once() {
	s.Helper()
	for _, b := range s.books.Bills(form) {
		if b.Saves != 1 || b.Submits != 1 || b.Audits != 1 || b.Status != "C" {
			s.Errorf("bill %s is %s, saved %d, submitted %d, audited %d times", b.Number, b.Status, b.Saves, b.Submits, b.Audits)
		}
	}
}

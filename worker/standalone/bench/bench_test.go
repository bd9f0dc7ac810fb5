package bench_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/worker/settings"
	"github.com/erpbridge/erpbridge/worker/standalone/bench"
)

// part is the first argument of this program when a benchmark starts it as one of
// its processes.
const part = "bench-part"

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == part {
		if err := bench.Part(context.Background(), os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// Every lane carries every bill; what is measured is there by the names it is read by.
func TestEveryLaneIsMeasured(t *testing.T) {
	o := options(t)
	text, err := run(t, o)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	s := summary(t, o)
	for _, lane := range []string{bench.Document, bench.Bulk, bench.Naive} {
		l := s.Lanes[lane]
		bytes, weighed := l.Bytes["temporal"] // a page of documents may find room in what the file has
		if l.DocumentsPerSecond <= 0 || !weighed || bytes < 0 || l.Calls <= 0 {
			t.Errorf("lane %s: %+v", lane, l)
		}
		if used := l.CPU["engine"] * l.CPU["temporal"] * l.CPU["simulators"] * l.Peak["engine"] * l.Peak["temporal"]; used <= 0 && runtime.GOOS == "linux" {
			t.Errorf("lane %s has used nothing: %+v", lane, l)
		}
	}
	if s.Lanes[bench.Naive].Calls < 3 || s.Lanes[bench.Document].Bytes["store"] <= 0 {
		t.Errorf("%+v", s)
	}
	if g := s.Gains[bench.Bulk]; g.Bytes <= 0 || g.Documents <= 0 {
		t.Errorf("the gain of the bulk lane is %+v", g)
	}
	if !strings.Contains(text, "Right: every bill") || !strings.Contains(text, "less CPU than naive") {
		t.Errorf("it said:\n%s", text)
	}
}

// Integration 0, coming one by one, with the latency of real systems, in a store
// that has documents from before.
func TestWhatIsMeasuredCanBeChosen(t *testing.T) {
	o := options(t)
	o.Lane, o.Scheme, o.Latency, o.Steps = bench.Auto, bench.Refunds, bench.Realistic, bench.OneCall
	o.Documents, o.Rate, o.Stored, o.Lang, o.Profile = 20, 10, 1000, "zh", t.TempDir()
	text, err := run(t, o)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	l := summary(t, o).Lanes[bench.Auto]
	if l.Limit <= 0 || l.Share <= 0 || l.Verdict.P50 <= 0 || l.Verdict.P99 < l.Verdict.P50 {
		t.Errorf("%+v", l)
	}
	for _, name := range []string{"engine-auto.pprof", "temporal-auto.pprof"} {
		if info, err := os.Stat(filepath.Join(o.Profile, name)); err != nil || info.Size() == 0 {
			t.Errorf("the profile %s: %v", name, err)
		}
	}
	if !strings.Contains(text, "正确：每张单据都在") || !strings.Contains(text, "事先已有 1000 张单据") {
		t.Errorf("它说：\n%s", text)
	}
}

// What the gateway acknowledges is in the store.
func TestCallbacksAreMeasured(t *testing.T) {
	o := options(t)
	var text bytes.Buffer
	c := bench.CallbackOptions{
		Rate: 20, Seconds: 2, Lang: "en", Summary: o.Summary, Dir: o.Dir, Environ: o.Environ, Program: o.Program, Out: &text,
	}
	if err := bench.RunCallbacks(t.Context(), c); err != nil {
		t.Fatalf("%v\n%s", err, &text)
	}
	var r bench.Callbacks
	data, err := os.ReadFile(o.Summary)
	if err == nil {
		err = json.Unmarshal(data, &r)
	}
	if err != nil || r.Calls != 40 || r.Acknowledged+r.Busy != 40 || r.P99 < r.P50 || r.P50 <= 0 || r.Lost != 0 {
		t.Errorf("%+v %v", r, err)
	}
	if !strings.Contains(text.String(), "Right: every acknowledged order") {
		t.Errorf("it said:\n%s", &text)
	}
	if err := bench.RunCallbacks(t.Context(), bench.CallbackOptions{Seconds: 1}); err == nil || !strings.Contains(err.Error(), "--rate and --seconds") {
		t.Error(err)
	}
}

func TestWhatCannotBeDoneIsASentence(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*bench.Options){
		"--lane fast: it is one of all, document": func(o *bench.Options) { o.Lane = "fast" },
		"--latency slow: it is one of none":       func(o *bench.Options) { o.Latency = "slow" },
		"--scheme orders: it is one of standard":  func(o *bench.Options) { o.Scheme = "orders" },
		"--steps two: it is one of one, three":    func(o *bench.Options) { o.Steps = "two" },
		"--documents and --runs must be at least": func(o *bench.Options) { o.Runs = 0 },
		"--rate and --stored cannot be negative":  func(o *bench.Options) { o.Rate = -1 },
		"--store takes a PostgreSQL":              func(o *bench.Options) { o.Store = "sqlite:x.db" },
		"this is started by a benchmark":          nil,
	} {
		o := options(t)
		err := bench.Part(t.Context(), []string{"cook"})
		if change != nil {
			change(&o)
			_, err = run(t, o)
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, wanted %q", err, want)
		}
	}
}

func options(t *testing.T) bench.Options {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return bench.Options{
		Lane: bench.All, Documents: 60, Latency: bench.None, Scheme: bench.Standard, Steps: bench.ThreeCalls, Runs: 1, Lang: "en",
		Dir: t.TempDir(), Summary: filepath.Join(t.TempDir(), "summary.json"), Environ: settings.Environ(), Program: []string{program, part},
	}
}

func run(t *testing.T, o bench.Options) (string, error) {
	t.Helper()
	var text bytes.Buffer
	o.Out = &text
	err := bench.Run(t.Context(), o)
	return text.String(), err
}

// said is what others read of a summary, by the names they read it by.
type said struct {
	Lanes map[string]struct {
		DocumentsPerSecond float64            `json:"documents_per_second"`
		CPU                map[string]float64 `json:"cpu_ms_per_document"`
		Peak               map[string]float64 `json:"peak_rss_mb"`
		Bytes              map[string]float64 `json:"bytes_per_document"`
		Calls              float64            `json:"api_calls_per_document"`
		Limit              float64            `json:"target_limit_per_second"`
		Share              float64            `json:"share_of_limit"`
		Verdict            struct {
			P50 float64 `json:"p50_seconds"`
			P99 float64 `json:"p99_seconds"`
		}
	}
	Gains map[string]struct {
		Documents float64 `json:"documents_per_second"`
		CPU       float64 `json:"cpu_per_document"`
		Bytes     float64 `json:"bytes_per_document"`
	}
}

func summary(t *testing.T, o bench.Options) (s said) {
	t.Helper()
	data, err := os.ReadFile(o.Summary)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

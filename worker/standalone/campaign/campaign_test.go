package campaign_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/worker/settings"
	"github.com/erpbridge/erpbridge/worker/standalone/campaign"
)

// part is the first argument of this program when a campaign starts it as one of
// its processes.
const part = "campaign-part"

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == part {
		if err := campaign.Part(context.Background(), os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// A small campaign with every kind of fault that can be made here.
func TestTheEngineKeepsItsPromise(t *testing.T) {
	o := options(t, 60, 26)
	text, err := run(t, o)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	s := summary(t, o)
	if s.Lost != 0 || s.Duplicated != 0 || s.Unresolved != 0 || s.Difference != "0.00" || s.Bills == 0 || s.Orders == 0 || !s.Finished {
		t.Errorf("%+v\n%s", s, text)
	}
	if s.Faults["kill-worker"] == 0 || s.Faults["kill-temporal"] == 0 || s.Faults["cut"] == 0 || s.Faults["kill-gateway"] == 0 || len(s.Recovered) == 0 {
		t.Errorf("these faults were made: %v, and recovered from in %v", s.Faults, s.Recovered)
	}
	if !strings.Contains(text, "Passed: nothing is lost") || !strings.Contains(text, "kill-worker") {
		t.Errorf("it said:\n%s", text)
	}
}

// A campaign that cannot fail proves nothing: each of these engines lacks one of
// the things that keep a document from being sent twice. Its seed makes several
// faults that show it: saves that are done, and whose caller does not hear of it.
func TestABrokenEngineIsFound(t *testing.T) {
	for broken, by := range map[string]struct {
		fault string
		seed  uint64
	}{campaign.Forgetful: {"cut", 7}, campaign.Heedless: {"kill-worker", 19}} {
		t.Run(broken, func(t *testing.T) {
			o := options(t, 60, 8)
			o.Broken, o.Only, o.Seed, o.Limit = broken, []string{by.fault}, by.seed, 5*time.Minute
			text, err := run(t, o)
			if !errors.Is(err, campaign.ErrFailed) {
				t.Fatalf("it ended with %v\n%s", err, text)
			}
			if s := summary(t, o); s.Duplicated == 0 || s.Passed {
				t.Errorf("%+v\n%s", s, text)
			}
			if !strings.Contains(text, ": 2 bills") || !strings.Contains(text, fmt.Sprintf("seed %d makes the same faults again", by.seed)) {
				t.Errorf("it said:\n%s", text)
			}
		})
	}
}

func TestWhatCannotBeDoneIsASentence(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*campaign.Options){
		"--documents must be at least 1":               func(o *campaign.Options) { o.Documents = 0 },
		"--faults cannot be negative":                  func(o *campaign.Options) { o.Faults = -1 },
		"--only flood: there is no such fault":         func(o *campaign.Options) { o.Only = []string{"flood"} },
		"--stop-seconds and --minutes cannot be":       func(o *campaign.Options) { o.Stop = -1 },
		"can be broken as one of forgetful, heedless":  func(o *campaign.Options) { o.Broken = "lazy" },
		"the database URL must be sqlite:PATH":         func(o *campaign.Options) { o.Store = "oracle" },
		"this is started by a campaign, and by nobody": nil,
	} {
		o := options(t, 1, 0)
		err := campaign.Part(t.Context(), []string{"cook"})
		if change != nil {
			change(&o)
			_, err = run(t, o)
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, wanted %q", err, want)
		}
	}
}

func options(t *testing.T, documents, faults int) campaign.Options {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return campaign.Options{
		Seed: 7, Documents: documents, Faults: faults, Stop: 6 * time.Second, Limit: 15 * time.Minute, Lang: "en", Dir: t.TempDir(),
		Summary: filepath.Join(t.TempDir(), "summary.json"), Environ: settings.Environ(), Program: []string{program, part},
	}
}

func run(t *testing.T, o campaign.Options) (string, error) {
	t.Helper()
	var text bytes.Buffer
	o.Out = &text
	err := campaign.Run(t.Context(), o)
	return text.String(), err
}

// said is what others read of a summary, by the names they read it by.
type said struct {
	Passed     bool
	Bills      int
	Orders     int
	Finished   bool
	Lost       int
	Duplicated int
	Unresolved int
	Difference string `json:"amount_difference"`
	Faults     map[string]int
	Recovered  []float64 `json:"recovery_seconds"`
}

func summary(t *testing.T, o campaign.Options) (s said) {
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

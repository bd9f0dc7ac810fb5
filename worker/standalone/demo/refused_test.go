package demo_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/erpbridge/erpbridge/worker/standalone/demo"
)

// What cannot work is one sentence before any work begins.
func TestWhatCannotWorkIsASentence(t *testing.T) {
	t.Parallel()
	busy, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = busy.Close() })
	port := busy.Addr().(*net.TCPAddr).Port
	cases := map[string]struct {
		change func(*demo.Options)
		words  []string
	}{
		"a wrong secret": {
			func(o *demo.Options) { o.Environ["KINGDEE_MAIN_APP_SECRET"] = "not-the-secret" },
			[]string{"kingdee MAIN", "unauthorized", "KINGDEE_MAIN_APP_SECRET", "see the variables KINGDEE_MAIN_*"},
		},
		"a dead port": {
			func(o *demo.Options) { o.Environ["KINGDEE_MAIN_URL"] = "http://127.0.0.1:1/k3cloud/" },
			[]string{"kingdee MAIN", "cannot be reached", "see the variables KINGDEE_MAIN_*"},
		},
		"an account that is not whole": {
			func(o *demo.Options) { delete(o.Environ, "KINGDEE_MAIN_ACCT_ID") },
			[]string{"KINGDEE_MAIN_ACCT_ID"},
		},
		"a busy port of the Web UI": {
			func(o *demo.Options) { o.Ports.UI = port },
			[]string{fmt.Sprintf("port %d", port), "already in use", "--ui-port"},
		},
		"a busy port of a system": {
			func(o *demo.Options) { o.Ports.Jushuitan = port },
			[]string{"simulated jushuitan is in use", "--jushuitan-port"},
		},
		"an unknown scheme": {
			func(o *demo.Options) { o.Schemes = []string{"kingdee-customer"} },
			[]string{`"kingdee-customer"`, `did you mean "kingdee-customers"?`},
		},
		"a data folder that is a file": {
			func(o *demo.Options) { o.Data = "refused_test.go" },
			[]string{"--data refused_test.go cannot be used"},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := setup(t, 1)
			c.change(&s.opts)
			text, err := s.run(t.Context())
			if err == nil {
				t.Fatalf("it ran:\n%s", text)
			}
			says(t, err.Error(), c.words...)
			if strings.Contains(err.Error(), "\n") || strings.Contains(text+err.Error(), "not-the-secret") {
				t.Errorf("it is not one sentence, or shows a secret: %v\n%s", err, text)
			}
			if n := len(s.books.Bills(form)); n > 0 {
				t.Errorf("%d bills were made", n)
			}
		})
	}
}

// reader reads what the demo prints, and acts once on a sentence.
type reader struct {
	text  bytes.Buffer
	until string
	then  func(text string)
	once  sync.Once
}

// Write is called by the demo alone, one line after the other.
func (r *reader) Write(p []byte) (int, error) {
	n, err := r.text.Write(p)
	if text := r.text.String(); strings.Contains(text, r.until) {
		r.once.Do(func() { r.then(text) })
	}
	return n, err
}

// Without --exit the demo stays up, with its Web UI where it says, until
// Ctrl-C, and says what to try.
func TestTheDemoStaysUp(t *testing.T) {
	t.Parallel()
	s := setup(t, 1)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out := &reader{until: "Ctrl-C ends it.", then: func(text string) {
		defer cancel()
		_, rest, _ := strings.Cut(text, "  Web UI ")
		if status := s.get(strings.Fields(rest)[0]); status != http.StatusOK {
			t.Errorf("the Web UI answers %d", status)
		}
	}}
	s.opts.Exit, s.opts.Out = false, out
	s.ok(demo.Run(ctx, s.opts))
	text := out.text.String()
	inWords(t, text)
	says(t, text, "It stays up", "export TEMPORAL_ADDRESS=127.0.0.1:", "export STORE_URL=sqlite:",
		"go run ./starter status\n", "go run ./starter documents show "+refunds+" 500001-1\n", "go run ./starter pause "+refunds, "Stopping.")
}

func (s *stage) get(url string) int {
	request, err := http.NewRequestWithContext(s.Context(), http.MethodGet, url, nil)
	if err != nil {
		s.Error(err)
		return 0
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		s.Error(err)
		return 0
	}
	if err := answer.Body.Close(); err != nil {
		s.Error(err)
	}
	return answer.StatusCode
}

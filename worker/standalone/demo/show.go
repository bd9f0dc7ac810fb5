package demo

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/starter/messages"
)

// show is what the person sees.
type show struct {
	out      io.Writer
	say      *messages.Printer
	terminal bool
	bar      *progressbar.ProgressBar
	last     string // the last plain line
	began    time.Time
	base     int // what was done before the first look
	looked   bool
}

func newShow(o Options) *show {
	lang := o.Lang
	if lang == "" {
		lang = messages.Detect(o.Environ)
	}
	return &show{out: o.Out, say: messages.New(lang), terminal: o.Terminal}
}

func (s *show) line(id string, pairs ...any) {
	fmt.Fprintln(s.out, s.say.Text(id, pairs...))
}

// opened says what has been started and where to look.
func (s *show) opened(r *run) {
	s.line("demo.opened", "Seconds", fmt.Sprintf("%.1f", time.Since(r.begun).Seconds()))
	for _, name := range r.systems.pretend {
		s.line("demo.simulated", "System", name)
	}
	for _, name := range r.systems.real {
		s.line("demo.real", "System", name)
	}
	s.line("demo.ui", "URL", r.uiLink())
	for _, scheme := range r.use {
		s.line("demo.scheme", "Name", scheme.Name, "Title", scheme.Title)
	}
	for _, scheme := range r.called() {
		s.line("demo.callback", "URL", r.address(scheme))
	}
	fmt.Fprintln(s.out)
}

// uiLink opens the Web UI on the workflows of the scheme that was asked for, or
// of all when it is several.
func (r *run) uiLink() string {
	if len(r.opts.Schemes) > 1 || slices.Contains(r.opts.Schemes, All) {
		return r.server.UIURL()
	}
	return r.server.WorkflowsURL(fmt.Sprintf("Scheme = %q", r.main().Name))
}

// main is the scheme to look at: the last that delivers, or the last.
func (r *run) main() *schemes.Scheme {
	for _, s := range slices.Backward(r.use) {
		if s.Target != nil {
			return s
		}
	}
	return r.use[len(r.use)-1]
}

// every is how often progress is looked at: a line in a log needs no hurry.
func (s *show) every() time.Duration {
	if s.terminal {
		return 250 * time.Millisecond
	}
	return time.Second
}

// progress draws the bar, or prints a line when something has changed.
func (s *show) progress(t Tally) {
	if !s.looked {
		s.looked, s.began, s.base = true, time.Now(), t.done()
	}
	text := s.say.Text("demo.progress", "Done", t.done()-t.Failed, "Failed", t.Failed, "Waiting", t.Waiting, "Total", t.Fetched, "Rate", s.rate(t))
	if s.terminal {
		s.draw(t, text)
		return
	}
	state := fmt.Sprint(t)
	if state != s.last && t.Fetched > 0 {
		s.last = state
		fmt.Fprintln(s.out, text)
	}
}

func (s *show) rate(t Tally) string {
	seconds := time.Since(s.began).Seconds()
	if seconds < 1 {
		return "–"
	}
	return fmt.Sprintf("%.1f", float64(t.done()-s.base)/seconds)
}

func (s *show) draw(t Tally, text string) {
	if t.Fetched == 0 {
		return
	}
	if s.bar == nil {
		s.bar = progressbar.NewOptions(t.Fetched,
			progressbar.OptionSetWriter(s.out), progressbar.OptionSetWidth(24),
			progressbar.OptionSetPredictTime(false), progressbar.OptionSetElapsedTime(true),
			progressbar.OptionSetDescription(text), progressbar.OptionThrottle(100*time.Millisecond))
	}
	s.bar.ChangeMax(t.Fetched)
	s.bar.Describe(text)
	_ = s.bar.Set(t.done() + t.Waiting) // a bar that cannot be drawn stops nobody
}

func (s *show) endProgress() {
	if s.bar != nil {
		_ = s.bar.Exit()
	}
	fmt.Fprintln(s.out)
}

// stay tells what to try while the demo stays up.
func (s *show) stay(r *run) {
	s.line("demo.stay")
	fmt.Fprintln(s.out, "  export TEMPORAL_ADDRESS="+r.set.TemporalAddress)
	if r.opts.Environ["STORE_URL"] == "" { // a person's own may hold a password, and is set already
		fmt.Fprintln(s.out, "  export STORE_URL="+r.set.StoreURL)
	}
	name := r.main().Name
	for _, command := range []string{
		"status", "documents list --scheme " + name + " --state failed",
		"documents show " + name + " " + r.example, "pause " + name, "resume " + name,
	} {
		fmt.Fprintln(s.out, "  go run ./starter", strings.TrimSpace(command))
	}
	s.line("demo.ui", "URL", r.uiLink())
	s.line("demo.ctrlc")
}

func (s *show) stopping() { s.line("demo.stopping") }

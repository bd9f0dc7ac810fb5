package demo_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/worker/standalone/demo"
)

// wanted counts by the rules of the integration what must become of the world.
func wanted(w *simulators.World) scheme {
	var want scheme
	for _, d := range w.Documents() {
		want.Fetched += max(1, len(d.Lines))
		switch {
		case len(d.Lines) == 0:
			want.Skipped++
		case d.Kind == simulators.Cancelled, d.Kind == simulators.Merged, d.Kind == simulators.NothingReceived:
			want.Skipped += len(d.Lines)
		case d.Kind == simulators.UnknownShop:
			want.Waiting += len(d.Lines)
		case d.Kind == simulators.MissingMaterial:
			want.Failed += len(d.Lines)
		default: // also those whose order came late
			want.Audited += len(d.Lines)
		}
	}
	return want
}

// checkSummary compares the summary with the world and with the ledger.
func (s *stage) checkSummary() {
	s.Helper()
	got, want := s.summary()[refunds], wanted(s.world)
	if got.Fetched != want.Fetched || got.Audited != want.Audited || got.Skipped != want.Skipped ||
		got.Waiting != want.Waiting || got.Failed != want.Failed || got.InFlight != 0 {
		s.Errorf("the summary is %+v, want %+v", got, want)
	}
	total := decimal.Zero
	bills := s.books.Bills(form)
	for _, b := range bills {
		total = total.Add(b.AllAmount)
	}
	if len(bills) != want.Audited || got.Amounts == nil || got.Amounts.Documents != len(bills) {
		s.Fatalf("金蝶 has %d bills, want %d; the amounts are %+v", len(bills), want.Audited, got.Amounts)
	}
	if a := got.Amounts; a.Target != total.StringFixed(2) || a.Source != a.Target || a.Difference != "0.00" || len(a.Missing)+len(a.Different) > 0 {
		s.Errorf("the amounts are %+v; the ledger has %s", a, total)
	}
}

// The data folder keeps what is done: a second run finds everything and does
// nothing twice. The first prints lines in English, the second a bar in Chinese.
func TestTheDemoAndItsSecondRun(t *testing.T) {
	t.Parallel()
	s := setup(t, 26)
	s.opts.Data = filepath.Join(t.TempDir(), "data")
	text, err := s.run(t.Context())
	s.ok(err)
	s.checkSummary()
	s.once()
	inWords(t, text)
	says(t, text, "erpbridge is up after", "simulated  jushuitan http://127.0.0.1:", "real       kingdee "+s.url, "Web UI     http://127.0.0.1:",
		"scheme     "+refunds, "documents/s", "Summary, after", "difference 0.00", "Nothing is lost, nothing is different")
	if strings.Contains(text, "\r") {
		t.Error("lines for a log have carriage returns")
	}
	saves := s.saved()
	s.opts.Lang, s.opts.Terminal, s.opts.Documents = "zh", true, 500
	text, err = s.run(t.Context())
	s.ok(err)
	s.checkSummary()
	s.once()
	if again := s.saved() - saves; again > 0 {
		t.Errorf("the second run asked for %d saves", again)
	}
	inWords(t, text)
	says(t, text, "erpbridge 已启动", "数据目录里已有 26 张单据的模拟数据", "真实系统   kingdee", "汇总", "差额 0.00", "没有遗漏，没有差异", "\r")
}

// A demo that is to end with its work and is stopped before says so to a
// script, and one with the same data folder finishes the work.
func TestADemoThatWasStoppedIsResumed(t *testing.T) {
	t.Parallel()
	s := setup(t, 26)
	s.opts.Data = filepath.Join(t.TempDir(), "data")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s.watch(func(*http.Request, []byte) {
		if s.saved() >= 7 { // several are counted at once
			cancel()
		}
	})
	if _, err := s.run(ctx); !errors.Is(err, demo.ErrInterrupted) {
		t.Errorf("stopped in the middle, it ended with %v", err)
	}
	if made := len(s.books.Bills(form)); made < 5 || made >= wanted(s.world).Audited {
		t.Fatalf("it was stopped with %d bills of %d", made, wanted(s.world).Audited)
	}
	s.watch(nil)
	text, err := s.run(t.Context())
	s.ok(err)
	inWords(t, text)
	s.checkSummary()
	s.once()
}

// Somebody deletes one audited bill and changes another before the amounts are
// read back: the demo must not say that all is well.
func TestBooksThatWereTamperedWithAreNotGood(t *testing.T) {
	t.Parallel()
	s := setup(t, 8)
	var once sync.Once
	var deleted, changed kingdeetest.Bill
	s.watch(func(r *http.Request, body []byte) {
		if strings.Contains(r.URL.Path, "ExecuteBillQuery") && bytes.Contains(body, []byte("FTaxPrice")) {
			once.Do(func() { deleted, changed = s.tamper() })
		}
	})
	text, err := s.run(t.Context())
	s.notGood(err)
	inWords(t, text)
	says(t, text, "1 document that has arrived is not at the target: "+deleted.Number,
		changed.Number+": source "+changed.AllAmount.StringFixed(2)+", target 7.77", "The lines above say what is missing or different")
	if strings.Contains(text, "Nothing is lost") {
		t.Error("it says that nothing is lost")
	}
	a := s.summary()[refunds].Amounts
	if len(a.Missing) != 1 || a.Missing[0] != deleted.Number || len(a.Different) != 1 || a.Different[0].Target != "7.77" {
		t.Errorf("the summary says %+v", a)
	}
	off := deleted.AllAmount.Add(changed.AllAmount).Sub(decimal.RequireFromString("7.77"))
	if a.Difference != off.StringFixed(2) {
		t.Errorf("the difference is %s, want %s", a.Difference, off)
	}
}

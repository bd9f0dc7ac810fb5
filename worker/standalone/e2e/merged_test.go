package e2e

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// A scheme that makes one bill of the lines of a shop and warehouse, and the
// scheme it hands its audited bills to.
const (
	byShop    = "returns-by-shop"
	noted     = "bills-noted"
	mergedDir = "../../../activities/testdata/merged"
)

// Lines become one bill a shop; audited, it is handed to another scheme, and
// that one's entry is allotted. The worker is stopped while bills are audited
// and cannot be handed over: another goes on from there.
func TestMergedBillsAreHandedOver(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]func(testing.TB) string{
		"sqlite": func(testing.TB) string { return "" }, "postgresql": postgres,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setupSchemes(t, 60, url(t), mergedDir)
			stop := s.workerOn(feedAway{s.store})
			run := s.start(byShop)
			s.until("bills audited, and none handed over", func() bool { return s.inState(byShop, docstore.Handing) >= 2 })
			stop()
			if n := len(s.statesOf(noted)); n > 0 {
				t.Errorf("%d documents were handed over while that was not possible", n)
			}
			s.worker()
			s.ok(run.Get(s.ctx, nil))
			s.until("everything carried", func() bool { return s.inFlightOf(byShop) == 0 && s.inFlightOf(noted) == 0 })
			s.checkMerged()
			s.ok(s.start(byShop).Get(s.ctx, nil))
			s.ok(s.start(noted).Get(s.ctx, nil))
			s.checkMerged() // a repeated run does nothing twice
		})
	}
}

// feedAway is a store that does not take what is handed over.
type feedAway struct{ *sqlstore.Store }

func (f feedAway) Keep(ctx context.Context, p docstore.Page) (docstore.Kept, error) {
	if p.Scheme == noted {
		return docstore.Kept{}, errors.New("the database is away")
	}
	return f.Store.Keep(ctx, p)
}

func (s *stage) inState(scheme string, state docstore.State) int {
	s.t.Helper()
	counts, _, err := s.store.Counts(s.ctx, scheme)
	s.ok(err)
	return counts[state]
}

// checkMerged compares each line, bill and handed document with what must be.
func (s *stage) checkMerged() {
	s.t.Helper()
	docs, parts := s.statesOf(byShop), map[string][]expect{}
	for _, e := range expectations(s.world, true) {
		d := docs[e.key]
		delete(docs, e.key)
		if e.state == docstore.Skipped {
			if d.State != docstore.Skipped {
				s.t.Errorf("%s (%s) is %s: %s", e.key, e.doc.Kind, d.State, d.Reason)
			}
			continue
		}
		if d.State != docstore.Merged || d.Reason != docstore.PartOf(d.PartOf) {
			s.t.Errorf("%s (%s) is %s: %s", e.key, e.doc.Kind, d.State, d.Reason)
		}
		parts[d.PartOf] = append(parts[d.PartOf], e)
	}
	audited := 0
	for key, d := range docs {
		if d.Parts == 0 || d.Parts != len(parts[key]) {
			s.t.Errorf("%s says that it is made of %d lines, and %d say so", key, d.Parts, len(parts[key]))
		}
		if s.checkMergedBill(d, parts[key]) {
			audited++
		}
	}
	if bills := s.world.Kingdee.Bills(form); len(bills) != audited || audited < 2 {
		s.t.Errorf("金蝶 has %d bills, want %d", len(bills), audited)
	}
	if handed := s.statesOf(noted); len(handed) != audited {
		s.t.Errorf("%d documents were handed over, want %d", len(handed), audited)
	}
}

// checkMergedBill says whether the document is audited, as it must be when none
// of its lines lacks base data.
func (s *stage) checkMergedBill(d docstore.Document, lines []expect) bool {
	s.t.Helper()
	want, total := docstore.Audited, decimal.Zero
	for _, e := range lines {
		total = total.Add(decimal.RequireFromString(e.line.Amount).Round(2))
		if e.doc.Kind == simulators.UnknownShop || e.doc.Kind == simulators.MissingMaterial {
			want = docstore.Failed
		}
	}
	if d.State != want {
		s.t.Errorf("%s is %s, want %s: %s", d.Key, d.State, want, d.Reason)
	}
	if d.State != docstore.Audited {
		return false
	}
	b, _ := s.world.Kingdee.Bill(form, d.Number)
	if b.Status != "C" || b.Saves != 1 || b.Audits != 1 || len(b.Lines) != len(lines) || !b.AllAmount.Equal(total) {
		s.t.Errorf("bill %s is %s, saved %d and audited %d times, %d lines over %s; want %d over %s",
			d.Number, b.Status, b.Saves, b.Audits, len(b.Lines), b.AllAmount, len(lines), total)
	}
	if want := fmt.Sprintf(`{"number":%q,"id":%q}`, b.Number, b.ID); string(d.Written) != want {
		s.t.Errorf("written back of %s is %s, want %s", d.Key, d.Written, want)
	}
	s.checkHanded(d, b.ID)
	return true
}

// checkHanded: what was handed over is a supplier that both organisations have.
func (s *stage) checkHanded(d docstore.Document, billID string) {
	s.t.Helper()
	fed, err := s.store.Get(s.ctx, docstore.Ref{Scheme: noted, Key: billID})
	s.ok(err)
	if fed.State != docstore.Audited || fed.HandedBy != byShop+":"+d.Key {
		s.t.Errorf("%s of %s is %s (%s), handed over by %s", fed.Key, noted, fed.State, fed.Reason, fed.HandedBy)
	}
	var have []string
	for _, row := range s.world.Kingdee.Bases("BD_Supplier", "N"+billID) {
		have = append(have, row.UseOrg+" "+row.Status)
	}
	if got := strings.Join(have, ", "); got != "100 C, 101 C" {
		s.t.Errorf("supplier N%s is there for %s", billID, got)
	}
}

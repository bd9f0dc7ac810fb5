package activities_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// losses are the ways in which the answer to a call is lost, whether the system
// has done what it was asked or not.
func losses() map[string]spoiler {
	page := func(status int, body string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) {
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body)) // a caller that went away needs no answer
		}
	}
	list := map[string]spoiler{
		"reset, nothing done": gone,
		"half an answer":      half,
		"reset":               behind(func(http.ResponseWriter) { panic(http.ErrAbortHandler) }),
		"no answer":           late(true),
	}
	for name, say := range map[string]func(http.ResponseWriter){
		"HTTP 500": page(http.StatusInternalServerError, "<html>Runtime Error</html>"),
		"a page":   page(http.StatusOK, "<!doctype html><html>维护中</html>"),
		"nothing":  page(http.StatusOK, ""),
	} {
		list[name] = behind(say)
		list[name+", nothing done"] = func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { say(w) }
	}
	list["no answer, nothing done"] = late(false)
	return list
}

// behind lets the system do its work, and says something else.
func behind(say func(http.ResponseWriter)) spoiler {
	return func(w http.ResponseWriter, r *http.Request, system http.Handler) {
		system.ServeHTTP(httptest.NewRecorder(), r)
		say(w)
	}
}

func half(w http.ResponseWriter, r *http.Request, system http.Handler) {
	rec := httptest.NewRecorder()
	system.ServeHTTP(rec, r)
	_, _ = w.Write(rec.Body.Bytes()[:rec.Body.Len()/2]) // a caller that went away needs no answer
}

// late answers only when nobody waits any more.
func late(done bool) spoiler {
	return func(_ http.ResponseWriter, r *http.Request, system http.Handler) {
		if done {
			system.ServeHTTP(httptest.NewRecorder(), r)
		}
		<-r.Context().Done()
	}
}

// impatient accounts give a call up soon: for a loss that leaves the caller waiting.
func (s *stage) impatient(loss string) {
	s.Helper()
	if !strings.HasPrefix(loss, "no answer") {
		return
	}
	for _, system := range []string{"KINGDEE", "WANGDIANTONG", "KUAIDI100", "XIAOMANCANG"} {
		s.environ[system+"_MAIN_TIMEOUT"] = "2s"
	}
	s.acts = s.activities(s.environ)
}

// carried takes the steps of a document as its workflow does, and those that Temporal
// would try again once more, until it is at rest. Time passes: a target that does not
// have a document is believed.
func (s *stage) carried(ref activities.Ref, goal docstore.State) docstore.Document {
	s.Helper()
	ref.Settled = time.Minute
	steps := map[docstore.State]step{
		docstore.Mapped: s.acts.Save, docstore.Recalled: s.acts.Save, docstore.Saving: s.acts.Save, docstore.Unknown: s.acts.Resolve,
		docstore.Saved: s.acts.Submit, docstore.Submitted: s.acts.Audit, docstore.Refused: s.acts.Withdraw,
		docstore.Allotting: s.acts.Allot, docstore.Handing: s.acts.HandOver,
	}
	for range 20 {
		doc := s.doc(ref)
		take, more := steps[doc.State]
		if doc.State == goal || !more {
			return doc
		}
		st, err := s.do(ref, take)
		if err == nil && st.Recall {
			_, err = s.do(ref, s.acts.Recall)
		}
		if err != nil && s.retried(err).NonRetryable() {
			break
		}
	}
	return s.doc(ref)
}

// askedBetween says whether a question lies between each two of the same call.
func askedBetween(made, call, question string) bool {
	open := false
	for _, name := range strings.Fields(made) {
		switch {
		case name == question:
			open = false
		case name == call && open:
			return false
		case name == call:
			open = true
		}
	}
	return true
}

// losing is a document right before a call that is lost.
type losing struct {
	call, question string // on the wire; without a question the call is made again as it was
	ends           docstore.State
	open           func(t *testing.T) (*stage, *wire, activities.Ref, func())
}

func calls() map[string]losing {
	approved := func(saves, audits int, remark string) func(*changing) {
		return func(c *changing) {
			if b := c.has("C", remark); b.Saves < saves || saves == 1 && b.Saves > 1 || b.Submits != audits || b.Audits != audits { // in its place it may be saved again
				c.Errorf("saved %d, submitted %d and audited %d times", b.Saves, b.Submits, b.Audits)
			}
		}
	}
	deleted := func(c *changing) { c.noBill(c.ref) }
	audited := []docstore.State{docstore.Mapped, docstore.Saved, docstore.Submitted, docstore.Audited}
	return map[string]losing{
		"金蝶 save":     {"BatchSave", query, docstore.Audited, billed(asWritten, "", approved(1, 1, "first"), audited[:1]...)},
		"金蝶 submit":   {"Submit", query, docstore.Audited, billed(asWritten, "", approved(1, 1, "first"), audited[:2]...)},
		"金蝶 audit":    {"Audit", query, docstore.Audited, billed(asWritten, "", approved(1, 1, "first"), audited[:3]...)},
		"金蝶 un-audit": {"UnAudit", query, docstore.Audited, billed(updating, "second", approved(2, 2, "second"), audited...)},
		"金蝶 change":   {"BatchSave", query, docstore.Audited, billed(updating, "second", approved(2, 2, "second"), audited...)},
		"金蝶 withdraw": {"CancelAssign", query, docstore.Failed, billed(deleting, "", deleted, refused()["Audit"]...)},
		"金蝶 delete":   {"Delete", query, docstore.Failed, billed(deleting, "", deleted, refused()["Audit"]...)},
		"金蝶 allot":    {"Allocate", "", docstore.Audited, allotting},
		"旺店通 push":    {"trade_push", "", docstore.Saved, ordered},
		"快递100 poll":  {"poll", "", docstore.Saved, watched},
		"小满仓 create":  {"create", "list", docstore.Saved, noticed},
	}
}

const query = "ExecuteBillQuery"

// billed is a refund that has come so far, and changes then.
func billed(edit func(string) string, remark string, check func(*changing), way ...docstore.State) func(*testing.T) (*stage, *wire, activities.Ref, func()) {
	return func(t *testing.T) (*stage, *wire, activities.Ref, func()) {
		c := openChanging(t, "sqlite::memory:", edit)
		w := c.wiredKingdee()
		if slices.Contains(way, docstore.Refused) {
			c.refuses("Audit", "库存不足")
		}
		c.goes(way...)
		if remark != "" {
			c.changes(remark)
			c.goes(docstore.Mapped)
		}
		return c.stage, w, c.ref, func() { check(c) }
	}
}

func allotting(t *testing.T) (*stage, *wire, activities.Ref, func()) {
	s := feeding(t)
	w := s.wiredKingdee()
	ref := s.shop(70001, "甲", docstore.Allotting)
	return s, w, ref, func() {
		if all := s.customers(ref); len(all) != 2 {
			t.Errorf("金蝶 has %+v", all)
		}
	}
}

func ordered(t *testing.T) (*stage, *wire, activities.Ref, func()) {
	p := openPushing(t, "sqlite::memory:", asWritten)
	w := p.wired(p.shop, func(url string) map[string]string {
		return map[string]string{"WANGDIANTONG_MAIN_URL": p.shop.Variables(url)["URL"]}
	})
	ref := p.comes(order("T1", "30", "first"))
	p.stands(ref, docstore.Mapped, p.acts.Map)
	return p.stage, w, ref, func() {
		if all := p.shop.Orders(); len(all) != 1 || all[0].Text("buyer_message") != "first" || !slices.Equal(all[0].Statuses, []string{"30"}) {
			t.Errorf("旺店通 has %+v", all)
		}
	}
}

func watched(t *testing.T) (*stage, *wire, activities.Ref, func()) {
	s := setupSchemes(t, "testdata/lost", 2)
	s.environ["KUAIDI100_MAIN_CALLBACK_URL"] = "https://erpbridge.example/kuaidi100"
	w := s.wiredTo(simulators.Kuaidi100)
	ref := s.come("parcels-watched", map[string]any{"no": "1", "parcel": "YT1"})
	return s, w, ref, func() {
		if subscriptions, _ := s.world.Kuaidi100.Subscribed("YT1"); subscriptions != 1 {
			t.Errorf("快递100 has %d subscriptions", subscriptions)
		}
	}
}

func noticed(t *testing.T) (*stage, *wire, activities.Ref, func()) { return noticing(t, asWritten) }

// noticing is a notice for 小满仓, as it is described after an edit.
func noticing(t *testing.T, edit func(string) string) (*stage, *wire, activities.Ref, func()) {
	s := setupSchemes(t, "testdata/lost", 2)
	text, err := os.ReadFile(filepath.Join("..", "connectors", "http", "examples", "xiaomancang.yaml"))
	s.ok(err)
	s.environ[all.ConnectorsDir] = s.TempDir()
	s.ok(os.WriteFile(filepath.Join(s.environ[all.ConnectorsDir], "xiaomancang.yaml"), []byte(edit(string(text))), 0o600))
	w := s.wiredTo(simulators.Xiaomancang)
	ref := s.come("notices-made", map[string]any{"no": "N1", "items": []any{map[string]any{"sku": "A-01"}}})
	return s, w, ref, func() {
		if notices := s.world.Xiaomancang.Notices(); len(notices) != 1 {
			t.Errorf("小满仓 has %+v", notices)
		}
	}
}

// come is a row of a scheme that is about to be saved.
func (s *stage) come(scheme string, row map[string]any) activities.Ref {
	s.Helper()
	s.rows(scheme, row)
	number, _ := row["no"].(string)
	ref := activities.Ref{Scheme: scheme, Key: number}
	s.stands(ref, docstore.Mapped, s.acts.Map)
	return ref
}

// However the answer to a call is lost, and whether the call was done: the target is
// asked before it is made again, where it can be made twice, and has the document
// once, as it should be.
func TestNoAnswerIsTakenForOne(t *testing.T) {
	t.Parallel()
	for name, l := range calls() {
		for loss, with := range losses() {
			t.Run(name+"/"+loss, func(t *testing.T) {
				t.Parallel()
				s, w, ref, check := l.open(t)
				s.impatient(loss)
				w.spoil(l.call, with)
				doc := s.carried(ref, l.ends)
				if doc.State != l.ends {
					t.Fatalf("it is %s (%s)", doc.State, doc.Reason)
				}
				check()
				if made := w.made(); !strings.Contains(made, l.call) || l.question != "" && !askedBetween(made, l.call, l.question) {
					t.Errorf("the calls were %s", made)
				}
			})
		}
	}
}

// Where the target cannot be asked, it is for a person, who sees what was sent; it is
// not sent again.
func TestWhatCannotBeAskedAboutStaysUnknown(t *testing.T) {
	t.Parallel()
	for loss, with := range losses() {
		t.Run(loss, func(t *testing.T) {
			t.Parallel()
			s, w, ref, _ := noticing(t, func(yaml string) string {
				before, rest, _ := strings.Cut(yaml, "    find: {api: notice.list")
				_, behind, _ := strings.Cut(rest, "\n")
				return before + behind
			})
			s.impatient(loss)
			w.spoil("create", with)
			for range 2 { // whoever takes it up
				if doc := s.carried(ref, docstore.Saved); doc.State != docstore.Unknown || !strings.Contains(string(doc.Sent), `"notice_no":"N1"`) ||
					strings.Count(doc.Reason, "say what you found") != 1 {
					t.Errorf("it is %s (%s), sent %s", doc.State, doc.Reason, doc.Sent)
				}
			}
			if made := w.made(); strings.Count(made, "create") != 1 {
				t.Errorf("the calls were %s", made)
			}
		})
	}
}

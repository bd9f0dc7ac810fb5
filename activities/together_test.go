package activities_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
)

// crowd is a stage with many documents that go the same way at the same time.
type crowd struct {
	*stage
	refs []activities.Ref
}

// aCrowd is sixty documents that are about to be saved.
func aCrowd(t *testing.T) *crowd {
	t.Helper()
	c := &crowd{stage: setupWorld(t, 160)}
	c.baseData()
	c.fetched(simulators.Plain)
	for _, d := range c.world.Documents() {
		if d.Kind == simulators.Plain && len(c.refs) < 60 {
			c.refs = append(c.refs, activities.Ref{Scheme: refunds, Key: d.AsID + "-1"})
		}
	}
	c.stand(docstore.Mapped, c.acts.Map)
	return c
}

// together takes a step of all the documents at once.
func together(t *testing.T, refs []activities.Ref, take step) []activities.Standing {
	t.Helper()
	standings := make([]activities.Standing, len(refs))
	var all sync.WaitGroup
	for i, ref := range refs {
		all.Go(func() {
			var err error
			if standings[i], err = take(t.Context(), ref); err != nil {
				t.Errorf("%s: %v", ref.Key, err)
			}
		})
	}
	all.Wait()
	return standings
}

// stand takes a step of all the documents, and compares where it leads.
func (c *crowd) stand(want docstore.State, take step) {
	c.Helper()
	for i, st := range together(c.T, c.refs, take) {
		if st.State != want {
			c.Errorf("%s stands at %s (%s), want %s", c.refs[i].Key, st.State, st.Reason, want)
		}
	}
}

// called: there were calls, and far fewer than documents.
func (c *crowd) called(method string) {
	c.Helper()
	calls := c.world.Kingdee.Calls()
	if n := calls.Count[method]; n == 0 || n > len(c.refs)/3 || calls.Peak[method] > 5 {
		c.Errorf("%d calls of %s for %d documents, %d at once", n, method, len(c.refs), calls.Peak[method])
	}
}

// billed says of each document whether 金蝶 has it, exactly once.
func (c *crowd) billed() (there, missing []activities.Ref) {
	c.Helper()
	for _, ref := range c.refs {
		bill, ok := c.world.Kingdee.Bill(form, ref.Key)
		switch {
		case !ok:
			missing = append(missing, ref)
		case bill.Saves != 1:
			c.Errorf("%s was saved %d times", ref.Key, bill.Saves)
		default:
			there = append(there, ref)
		}
	}
	return there, missing
}

func (c *crowd) allBilled() {
	c.Helper()
	if _, missing := c.billed(); len(missing) > 0 {
		c.Errorf("金蝶 does not have %v", missing)
	}
}

func TestDocumentsThatComeTogetherShareCalls(t *testing.T) {
	t.Parallel()
	c := aCrowd(t)
	c.stand(docstore.Saved, c.acts.Save)
	c.stand(docstore.Submitted, c.acts.Submit)
	c.stand(docstore.Audited, c.acts.Audit)
	c.allBilled()
	for _, method := range []string{"BatchSave", "Submit", "Audit"} {
		c.called(method)
	}
	for _, ref := range c.refs {
		if doc, bill := c.doc(ref), c.bill(ref); doc.TargetID != bill.ID || bill.Status != "C" || bill.Submits != 1 {
			t.Errorf("%s has id %s; its bill %s is %s, handed in %d times", ref.Key, doc.TargetID, bill.ID, bill.Status, bill.Submits)
		}
	}
}

func TestARefusedRowIsNotTheOthers(t *testing.T) {
	t.Parallel()
	c := aCrowd(t)
	bad := c.refs[7]
	c.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.RefuseRow, Method: "BatchSave", Number: bad.Key, Message: "含税单价为 0"})
	for i, st := range together(t, c.refs, c.acts.Save) {
		want := docstore.Saved
		if c.refs[i] == bad {
			want = docstore.Failed
		}
		if st.State != want || want == docstore.Failed && !strings.Contains(st.Reason, "含税单价为 0") {
			t.Errorf("%s stands at %s (%s)", c.refs[i].Key, st.State, st.Reason)
		}
	}
	if _, missing := c.billed(); len(missing) != 1 || missing[0] != bad {
		t.Errorf("金蝶 does not have %v", missing)
	}
}

// The answer to a batch is lost: each of its documents is looked for, and they are
// looked for together.
func TestABatchWhoseAnswerIsLostIsResolvedByDocument(t *testing.T) {
	t.Parallel()
	for _, fault := range []kingdeetest.FaultKind{kingdeetest.Cut, kingdeetest.Truncated} {
		t.Run(string(fault), func(t *testing.T) {
			t.Parallel()
			c := aCrowd(t)
			c.world.Kingdee.Fault(kingdeetest.Fault{Kind: fault, Method: "BatchSave"})
			c.stand(docstore.Unknown, c.acts.Save)
			c.world.Kingdee.ClearFaults()
			c.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Delay, Method: "ExecuteBillQuery", Delay: 200 * time.Millisecond})
			c.stand(docstore.Saved, c.acts.Resolve)
			if n := c.world.Kingdee.Calls().Count["ExecuteBillQuery"]; n >= 2*len(c.refs) { // for each, whether it is there and over how much
				c.Errorf("%d questions for %d documents", n, len(c.refs))
			}
			c.allBilled()
		})
	}
}

// inFront is a proxy before 金蝶: it sees each call's body first, and may answer itself.
func (c *crowd) inFront(answers func(body string, w http.ResponseWriter) bool) {
	c.Helper()
	kingdee := c.world.Handler("kingdee")
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			c.Error(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		if !strings.Contains(r.URL.Path, "BatchSave") || !answers(string(body), w) {
			kingdee.ServeHTTP(w, r)
		}
	}))
	c.Cleanup(srv.Close)
	environ := c.world.Env("kingdee", srv.URL)
	for name, value := range environ {
		c.environ[name] = value
	}
	c.acts = c.activities(c.environ)
}

// 金蝶's filter refuses a whole call for a word in one document.
func TestADocumentThatSpoilsTheCallIsFound(t *testing.T) {
	t.Parallel()
	c := aCrowd(t)
	bad := c.refs[11]
	c.inFront(func(body string, w http.ResponseWriter) bool {
		if !strings.Contains(body, bad.Key) {
			return false
		}
		_, err := io.WriteString(w, `{"actionname":"ShowErrMsg","params":[{"msg":"输入内容含非法字符"}]}`)
		return err == nil
	})
	for i, st := range together(t, c.refs, c.acts.Save) {
		if failed := st.State == docstore.Failed; failed != (c.refs[i] == bad) || failed && !strings.Contains(st.Reason, "含非法字符") {
			t.Errorf("%s stands at %s (%s)", c.refs[i].Key, st.State, st.Reason)
		}
	}
	if _, missing := c.billed(); len(missing) != 1 || missing[0] != bad {
		t.Errorf("金蝶 does not have %v", missing)
	}
}

// One who is not waited for any more, while the call is under way, is looked for;
// the call goes on for the others.
func TestACallGoesOnForThoseWhoWait(t *testing.T) {
	t.Parallel()
	c := aCrowd(t)
	reached, answer := make(chan struct{}, len(c.refs)), make(chan struct{})
	bad := c.refs[3]
	c.inFront(func(body string, _ http.ResponseWriter) bool {
		if strings.Contains(body, bad.Key) {
			reached <- struct{}{}
			<-answer
		}
		return false
	})
	ctx, giveUp := context.WithCancel(t.Context())
	go func() { <-reached; giveUp() }()
	standings := together(t, c.refs, func(all context.Context, ref activities.Ref) (activities.Standing, error) {
		if ref != bad {
			return c.acts.Save(all, ref)
		}
		st, err := c.acts.Save(ctx, ref)
		close(answer)
		return st, err
	})
	for i, st := range standings {
		if unknown := st.State == docstore.Unknown; unknown != (c.refs[i] == bad) {
			t.Errorf("%s stands at %s (%s)", c.refs[i].Key, st.State, st.Reason)
		}
	}
	c.stands(bad, docstore.Saved, c.acts.Resolve)
	c.allBilled()
}

// taker is a store from which another worker takes one document over, once its
// call is noted.
type taker struct {
	activities.Store
	key string
}

// Mark takes the document over behind the note.
func (s *taker) Mark(ctx context.Context, p docstore.Progress) error {
	err := s.Store.Mark(ctx, p)
	if err == nil && p.Key == s.key && p.State == docstore.Saving {
		err = s.Store.Mark(ctx, docstore.Progress{Ref: p.Ref, State: docstore.Unknown, Reason: "asked about"})
	}
	return err
}

func TestOnlyTheDocumentThatWasTakenOverIsLeftOut(t *testing.T) {
	t.Parallel()
	c := aCrowd(t)
	taken := c.refs[5]
	c.acts.Store = &taker{c.acts.Store, taken.Key}
	for i, st := range together(t, c.refs, c.acts.Save) {
		if unknown := st.State == docstore.Unknown; unknown != (c.refs[i] == taken) {
			t.Errorf("%s stands at %s (%s)", c.refs[i].Key, st.State, st.Reason)
		}
	}
	if _, missing := c.billed(); len(missing) != 1 || missing[0] != taken {
		t.Errorf("金蝶 does not have %v", missing)
	}
}

// 旺店通 takes fifty orders in a push, and sixty pushes a minute: one order a push
// would be one a second. A scheme may ask for fewer.
func TestOrdersShareAPush(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		edit     func(string) string
		at, most int // pushes, at least and at most
	}{
		"as many as it takes": {asWritten, 2, 20},
		"ten":                 {with("  operation: {method: batchArraySave, rows: 10}\n"), 10, 33},
		"one":                 {with("  operation: {method: batchArraySave, rows: 1}\n"), 100, 100},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := openPushing(t, "sqlite::memory:", test.edit)
			var refs []activities.Ref
			for i := range 100 {
				refs = append(refs, p.comes(order(fmt.Sprint("T", i), "30", "first")))
			}
			together(t, refs, p.acts.Map)
			for i, st := range together(t, refs, p.acts.Save) {
				if st.State != docstore.Saved {
					t.Errorf("%s stands at %s (%s)", refs[i].Key, st.State, st.Reason)
				}
			}
			if n := p.shop.Calls()[wangdiantongtest.Push]; n < test.at || n > test.most || len(p.shop.Orders()) != 100 {
				t.Errorf("%d pushes, %d orders", n, len(p.shop.Orders()))
			}
		})
	}
}

// with adds lines to the target of the scheme.
func with(lines string) func(yaml string) string {
	return func(yaml string) string { return strings.Replace(yaml, "target:\n", "target:\n"+lines, 1) }
}

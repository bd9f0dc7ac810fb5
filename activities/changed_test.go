package activities_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
	"github.com/erpbridge/erpbridge/schemes"
)

// An order that changes after it was delivered is carried again with the next
// run, once, as what it was.
func TestAChangedDocumentIsCarriedAgain(t *testing.T) {
	t.Parallel()
	onBothStores(t, func(p *pushing) {
		ref := p.delivered(order("T1", "30", "first"))
		p.nextAre()
		before := p.doc(ref)
		p.comes(order("T1", "30", "second"))
		p.comes(order("T1", "70", "third"))
		p.nextAre("T1")
		p.nextAre("T1") // a run that asks twice changes nothing
		p.push(ref)
		p.has("third", "30 70", 2)
		p.nextAre()
		after := p.doc(ref)
		if after.Target != before.Target || after.Number != before.Number || after.Attempts != 2 || after.Newer != nil {
			p.Errorf("it has become %+v", after)
		}
	})
}

// What the target has need not be sent to it again.
func TestAChangeThatIsTakenBackIsNotCarried(t *testing.T) {
	t.Parallel()
	p := openPushing(t, "sqlite::memory:", asWritten)
	ref := p.delivered(order("T1", "30", "first"))
	p.comes(order("T1", "30", "second"))
	p.comes(order("T1", "30", "first"))
	p.nextAre()
	p.stands(ref, docstore.Saved, p.acts.Map)
	p.has("first", "30", 1)
}

// A change that the scheme would skip is not carried, but a later one is.
func TestAChangeThatIsSkippedIsNotCarried(t *testing.T) {
	t.Parallel()
	onBothStores(t, func(p *pushing) {
		ref := p.delivered(order("T1", "30", "first"))
		p.comes(order("T1", "50", "on its way"))
		p.nextAre()
		p.stands(ref, docstore.Saved, p.acts.Map)
		p.ok(p.intake().Carry(p.Context(), p.scheme(), []string{"T1"}))
		if len(p.orders.carried) > 0 {
			p.Errorf("carried: %v", p.orders.carried)
		}
		p.comes(order("T1", "70", "there"))
		p.nextAre("T1")
		p.push(ref)
		p.has("there", "30 70", 2)
	})
}

// Its workflow takes up a changed document by itself, under the newest revision
// of its scheme and no longer under the one it was delivered with.
func TestMappingTakesUpWhatHasChanged(t *testing.T) {
	t.Parallel()
	onBothStores(t, func(p *pushing) {
		ref := p.delivered(order("T1", "30", "first"))
		ref.Revision = p.doc(ref).Revision
		p.library = p.edited(func(yaml string) string { return strings.Replace(yaml, "{{message}}", "new: {{message}}", 1) })
		p.acts = p.activities(p.environ)
		p.comes(order("T1", "30", "second"))
		st := p.stands(ref, docstore.Mapped, p.acts.Map)
		if newest := p.scheme().Revision; st.Revision != newest || p.doc(ref).Revision != newest || newest == ref.Revision {
			p.Errorf("it goes on under %q, in the store %q; the newest is %q", st.Revision, p.doc(ref).Revision, newest)
		}
		ref.Revision = st.Revision
		p.stands(ref, docstore.Saved, p.acts.Save)
		p.has("new: second", "30", 2)
		if st := p.stands(ref, docstore.Saved, p.acts.Map); st.Revision != "" {
			p.Errorf("nothing has changed, and it goes on under %q", st.Revision)
		}
	})
}

// A scheme that keeps what was sent leaves the change to a person.
func TestAChangeIsKeptBesideWhereTheSchemeSaysSo(t *testing.T) {
	t.Parallel()
	p := openPushing(t, "sqlite::memory:", keeping)
	ref := p.delivered(order("T1", "30", "first"))
	p.comes(order("T1", "70", "second"))
	p.stands(ref, docstore.Saved, p.acts.Map)
	p.ok(p.intake().Carry(p.Context(), p.scheme(), []string{"T1"}))
	if plan, err := p.acts.PlanSync(p.Context(), activities.PlanInput{Scheme: pushed}); err != nil || plan.Updates || len(p.orders.carried) > 0 {
		p.Errorf("a run updates: %v (%v); carried %v", plan.Updates, err, p.orders.carried)
	}
	p.has("first", "30", 1)
}

func keeping(yaml string) string {
	return strings.Replace(yaml, "onChange: update", "onChange: keep", 1)
}

// A refused order that changes is carried again, whether the target has an
// earlier state of it or not.
func TestARefusedChangeIsFollowedByTheNext(t *testing.T) {
	t.Parallel()
	p := openPushing(t, "sqlite::memory:", asWritten)
	ref := p.delivered(order("T1", "30", "first"))
	p.comes(order("T1", "20", "second")) // a move that 旺店通 does not make
	p.nextAre("T1")
	p.stands(ref, docstore.Mapped, p.acts.Map)
	p.stands(ref, docstore.Failed, p.acts.Save)
	p.nextAre()
	p.comes(order("T1", "70", "third"))
	p.nextAre("T1")
	p.push(ref)
	p.has("third", "30 70", 2)
}

// Content that comes is carried at once where it can be, and behind what is
// under way; what the target has, and what nobody changed, is left alone.
func TestWhatComesIsCarried(t *testing.T) {
	t.Parallel()
	onBothStores(t, func(p *pushing) {
		still := p.delivered(order("T1", "30", "first"))
		p.Run("what has not changed", func(*testing.T) { p.carries(still) })
		p.comes(order("T1", "70", "second"))
		p.Run("what was delivered", func(*testing.T) { p.carries(still, still) })
		way := p.lost(order("T2", "30", "first"))
		p.Run("what is under way", func(*testing.T) { p.carries(way) })
		p.comes(order("T2", "70", "second"))
		p.Run("what changes while it is under way", func(*testing.T) { p.carries(way, way) })
	})
}

// carries has a document carried, and compares what Temporal was asked for.
func (p *pushing) carries(ref activities.Ref, want ...activities.Ref) {
	p.Helper()
	p.orders.carried = nil
	p.ok(p.intake().Carry(p.Context(), p.scheme(), []string{ref.Key}))
	var wanted []docstore.Ref
	for _, w := range want {
		wanted = append(wanted, w.Document())
	}
	if !slices.Equal(p.orders.carried, wanted) {
		p.Errorf("carried %v, want %v", p.orders.carried, wanted)
	}
}

// Where changes are carried, a line that is put before others needs nobody:
// each place gets what stands there now.
func TestAnAddedLineIsCarriedWhereChangesAre(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		edit func(string) string
		want docstore.State
	}{
		"update": {lineByLine, docstore.Fetched},
		"keep":   {func(yaml string) string { return keeping(lineByLine(yaml)) }, docstore.Failed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := openPushing(t, "sqlite::memory:", test.edit)
			p.reads(`{"tid": "T1", "status": "30", "items": [{"no": "a"}]}`)
			ref := activities.Ref{Scheme: pushed, Key: "T1-1"}
			p.ok(p.store.Mark(t.Context(), docstore.Progress{Ref: ref.Document(), State: docstore.Mapped}))
			p.ok(p.store.Mark(t.Context(), docstore.Progress{Ref: ref.Document(), State: docstore.Saving}))
			p.reads(`{"tid": "T1", "status": "30", "items": [{"no": "b"}, {"no": "a"}]}`)
			if added := p.doc(activities.Ref{Scheme: pushed, Key: "T1-2"}); added.State != test.want {
				t.Errorf("the line is %s (%s), want %s", added.State, added.Reason, test.want)
			}
		})
	}
}

func lineByLine(yaml string) string {
	return strings.NewReplacer("  id: tid\n", "  id: tid\n  beatFlat: [items]\n", "{{tid}}-{{items.no}}", "{{tid}}", "value: items", "value: no").Replace(yaml)
}

// reads keeps a row as one that is called in.
func (p *pushing) reads(row string) {
	p.Helper()
	documents, err := p.intake().Documents(p.Context(), p.scheme(), []json.RawMessage{json.RawMessage(row)})
	p.ok(err)
	_, err = p.intake().Keep(p.Context(), p.scheme(), documents[0], nil)
	p.ok(err)
}

func (p *pushing) intake() *activities.Intake {
	return activities.NewIntake(p.acts.Schemes, p.store, p.orders, p.acts.Log)
}

func (p *pushing) scheme() *schemes.Scheme {
	p.Helper()
	s, err := p.acts.Schemes.Latest(p.Context(), pushed)
	p.ok(err)
	return s
}

// Only a target that takes the same document again can be updated.
func TestOnlySomeTargetsAreUpdated(t *testing.T) {
	t.Parallel()
	p := openPushing(t, "sqlite::memory:", func(yaml string) string {
		return strings.Replace(yaml, "api: trade_push", "api: other_push", 1)
	})
	_, err := p.acts.PlanSync(t.Context(), activities.PlanInput{Scheme: pushed})
	const want = "scheme orders-pushed: target.onChange: update needs a target that takes the same document again, or changes one it has; wangdiantong other_push does not: use keep"
	if app := p.retried(err); !app.NonRetryable() || app.Message() != want {
		t.Errorf("the plan says %v", err)
	}
}

// The reason says why it is being saved again while it is: nobody knows whether it arrived.
func TestThePushThatIsMadeAgainSaysWhy(t *testing.T) {
	t.Parallel()
	p := openPushing(t, "sqlite::memory:", asWritten)
	document := activities.Ref{Scheme: pushed, Key: "T1"}.Document()
	var pushes atomic.Int32
	p.shop.OnPush = func() {
		if pushes.Add(1) == 1 {
			return // the one that is lost
		}
		doc, err := p.store.Get(t.Context(), document)
		if err != nil || doc.State != docstore.Saving || !strings.Contains(doc.Reason, "outcome unknown") {
			t.Errorf("it is %s (%s) %v", doc.State, doc.Reason, err)
		}
	}
	ref := p.lost(order("T1", "30", "first"))
	p.stands(ref, docstore.Saved, p.acts.Resolve)
	if n := pushes.Load(); n != 2 {
		t.Errorf("it was pushed %d times", n)
	}
}

// What is read from the answer is read of each push anew.
func TestEachDeliveryIsWrittenBack(t *testing.T) {
	t.Parallel()
	p := openPushing(t, "sqlite::memory:", func(yaml string) string {
		return strings.Replace(yaml, "  onChange: update\n", "  onChange: update\n  primaryWriteback: {changed: \"{{chg_count}}\"}\n", 1)
	})
	ref := p.comes(order("T1", "30", "first"))
	for _, written := range []string{`{"changed":0}`, `{"changed":1}`} {
		p.stands(ref, docstore.Mapped, p.acts.Map)
		p.stands(ref, docstore.Handing, p.acts.Save)
		p.stands(ref, docstore.Saved, p.acts.HandOver)
		if got := string(p.doc(ref).Written); got != written {
			t.Errorf("written back is %s, want %s", got, written)
		}
		p.comes(order("T1", "30", "second"))
	}
	p.has("second", "30", 2)
}

// What came while a push was refused is carried, though the source does not send
// it twice, also where changes are kept: what was refused was not delivered.
func TestWhatCameDuringARefusalIsCarried(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(string) string{"update": asWritten, "keep": keeping} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := openPushing(t, "sqlite::memory:", edit)
			ref := p.comes(order("T1", "30", "first"))
			p.stands(ref, docstore.Mapped, p.acts.Map)
			p.shop.Fault(wangdiantongtest.Fault{Kind: wangdiantongtest.Refuse, API: wangdiantongtest.Push, Code: 9007, Message: "否", Times: 1})
			store := p.acts.Store
			p.acts.Store = &sleeper{store, docstore.Saving, func() { p.comes(order("T1", "70", "second")) }}
			p.stands(ref, docstore.Fetched, p.acts.Save)
			p.acts.Store = store
			p.nextAre("T1")
			p.push(ref)
			p.has("second", "70", 1)
		})
	}
}

package activities_test

import (
	"sync/atomic"
	"testing"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
)

// Whatever becomes of the answer, a push that was not answered is made again, and
// 旺店通 has the order once.
func TestALostPushIsMadeAgain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault  wangdiantongtest.Fault
		pushes int
	}{
		"cut before":         {wangdiantongtest.Fault{Kind: wangdiantongtest.Drop}, 1},
		"cut after":          {wangdiantongtest.Fault{Kind: wangdiantongtest.Cut}, 2},
		"half an answer":     {wangdiantongtest.Fault{Kind: wangdiantongtest.Truncated}, 2},
		"no answer":          {wangdiantongtest.Fault{Kind: wangdiantongtest.Empty}, 2},
		"another's answer":   {wangdiantongtest.Fault{Kind: wangdiantongtest.Garbage, Body: "<html>"}, 2},
		"a failure after it": {wangdiantongtest.Fault{Kind: wangdiantongtest.ServerError, AfterCommit: true}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := openPushing(t, "sqlite::memory:", asWritten)
			test.fault.API, test.fault.Times = wangdiantongtest.Push, 1
			p.shop.Fault(test.fault)
			ref := p.comes(order("T1", "30", "first"))
			p.stands(ref, docstore.Mapped, p.acts.Map)
			p.stands(ref, docstore.Unknown, p.acts.Save)
			p.stands(ref, docstore.Saved, p.acts.Resolve)
			p.has("first", "30", test.pushes)
		})
	}
}

// An answer that comes later than it is waited for is a lost one.
func TestAPushAnsweredTooLateIsMadeAgain(t *testing.T) {
	t.Parallel()
	p := openPushing(t, "sqlite::memory:", asWritten)
	reached, answer := make(chan struct{}), make(chan struct{})
	var pushes atomic.Int32
	p.shop.OnPush = func() {
		if pushes.Add(1) == 1 {
			close(reached)
			<-answer
		}
	}
	t.Cleanup(func() { close(answer) })
	ref := p.comes(order("T1", "30", "first"))
	p.stands(ref, docstore.Mapped, p.acts.Map)
	p.stands(ref, docstore.Unknown, p.with("WANGDIANTONG_MAIN_TIMEOUT", "3s").Save)
	<-reached
	p.stands(ref, docstore.Saved, p.acts.Resolve)
	p.has("first", "30", 2)
}

// A worker that died left the document as being saved. Another pushes it again.
func TestAPushThatAWorkerLeftIsMadeAgain(t *testing.T) {
	t.Parallel()
	onBothStores(t, func(p *pushing) {
		ref := p.comes(order("T1", "30", "first"))
		p.stands(ref, docstore.Mapped, p.acts.Map)
		p.ok(p.store.Mark(p.Context(), docstore.Progress{Ref: ref.Document(), State: docstore.Saving}))
		p.stands(ref, docstore.Unknown, p.acts.Save)
		p.stands(ref, docstore.Saved, p.acts.Resolve)
		p.stands(ref, docstore.Saved, p.acts.Resolve) // what has arrived is not pushed again
		p.has("first", "30", 1)
	})
}

// While nobody knows whether it arrived, the document stays what it is: a
// second try that is lost too, or cannot be made, changes nothing about it, and
// newer content waits.
func TestALostPushStaysUnknownUntilItIsAnswered(t *testing.T) {
	t.Parallel()
	onBothStores(t, func(p *pushing) {
		ref := p.lost(order("T1", "30", "first"))
		p.comes(order("T1", "70", "second"))
		p.shop.Fault(wangdiantongtest.Fault{Kind: wangdiantongtest.Cut, API: wangdiantongtest.Push, Times: 1})
		p.stands(ref, docstore.Unknown, p.acts.Resolve)
		away := p.with("WANGDIANTONG_MAIN_URL", "http://127.0.0.1:1/openapi2")
		if _, err := p.do(ref, away.Resolve); p.retried(err).Type() != activities.TypeUnavailable {
			p.Errorf("with 旺店通 away: %v", err)
		}
		if doc := p.doc(ref); doc.State != docstore.Unknown || doc.Newer == nil {
			p.Errorf("it is %s (%s), newer %s", doc.State, doc.Reason, doc.Newer)
		}
		p.stands(ref, docstore.Saved, p.acts.Resolve)
		p.has("first", "30", 3)
		p.push(ref)
		p.has("second", "30 70", 4)
	})
}

// A refusal of the second push is one of the document.
func TestALostPushMayBeRefused(t *testing.T) {
	t.Parallel()
	p := openPushing(t, "sqlite::memory:", asWritten)
	ref := p.lost(order("T1", "30", "first"))
	p.shop.Fault(wangdiantongtest.Fault{Kind: wangdiantongtest.Refuse, API: wangdiantongtest.Push, Code: 2830, Message: "参数值无效paid"})
	p.stands(ref, docstore.Failed, p.acts.Resolve)
	p.has("first", "30", 1)
}

// What a worker is told that was thought dead is true of the content it sent,
// and not of newer content that another is sending meanwhile.
func TestALateAnswerSaysNothingOfNewerContent(t *testing.T) {
	t.Parallel()
	onBothStores(t, func(p *pushing) {
		pushed, first, third := make(chan struct{}, 3), make(chan struct{}), make(chan struct{})
		answers := map[int]chan struct{}{1: first, 3: third}
		p.shop.OnPush = func() {
			o, _ := p.shop.Order("T1")
			pushed <- struct{}{}
			if answer := answers[o.Pushes]; answer != nil {
				<-answer
			}
		}
		ref := p.comes(order("T1", "30", "first"))
		p.stands(ref, docstore.Mapped, p.acts.Map)
		dead := p.later(ref, p.acts.Save)
		<-pushed
		p.stands(ref, docstore.Unknown, p.acts.Save)
		p.stands(ref, docstore.Saved, p.acts.Resolve)
		p.comes(order("T1", "70", "second"))
		p.stands(ref, docstore.Mapped, p.acts.Map)
		alive := p.later(ref, p.acts.Save)
		<-pushed
		<-pushed
		close(first)
		st := <-dead
		close(third)
		if last := <-alive; st.State != docstore.Saving || last.State != docstore.Saved {
			p.Errorf("the late one was told %s, the other %s", st.State, last.State)
		}
		p.has("second", "30 70", 3)
	})
}

// later takes a step beside the others.
func (p *pushing) later(ref activities.Ref, take step) <-chan activities.Standing {
	done := make(chan activities.Standing, 1)
	go func() {
		st, err := p.do(ref, take)
		if err != nil {
			p.Error(err)
		}
		done <- st
	}()
	return done
}

// However often a push is made again and put off, the diary says once for each cause
// why nobody knows what became of the order.
func TestTheDiaryHasALineForEachCause(t *testing.T) {
	t.Parallel()
	onBothStores(t, func(p *pushing) {
		ref := p.lost(order("T1", "30", "first"))
		p.shop.Fault(wangdiantongtest.Fault{Kind: wangdiantongtest.Refuse, API: wangdiantongtest.Push, Code: 1090, Message: "超过每分钟最大调用频率限制", Times: 3})
		for range 3 {
			if _, err := p.do(ref, p.acts.Resolve); p.retried(err).NonRetryable() {
				p.Fatal(err)
			}
		}
		events, err := p.store.Events(p.Context(), ref.Document())
		p.ok(err)
		if len(events) != 2 || events[0].State != docstore.Unknown || events[1].State != docstore.Unknown || events[0].Reason == events[1].Reason {
			p.Errorf("the diary is %+v", events)
		}
		p.stands(ref, docstore.Saved, p.acts.Resolve)
	})
}

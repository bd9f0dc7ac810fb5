package activities_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// ownField is the scheme that sends the remark in a field of the merchant's own, too.
func ownField(yaml string) string {
	before, rest, _ := strings.Cut(updating(yaml), "- {field: F_XC_Text,")
	_, behind, _ := strings.Cut(rest, "\n")
	return before + `- {field: F_XC_Text, label: 备注, type: string, value: "{{remark}}"}` + "\n" + behind
}

// What 金蝶 would keep of a bill is not left there silently: nothing is taken back,
// and a person is told which fields. What can be emptied is.
func TestAFieldThatWouldStayIsToldBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	onEachStore(t, ownField, func(c *changing) {
		c.audited()
		c.changes("")
		c.goes(docstore.Failed)
		c.has("C", "first")
		if reason := c.doc(c.ref).Reason; !strings.Contains(reason, "has it as "+c.ref.Key+", and would keep of it F_XC_Text, which") {
			c.Errorf("the reason is %q", reason)
		}
		c.ok(c.store.Reopen(c.Context(), c.ref.Document(), "operator", ""))
		c.goes(docstore.Failed) // as often as it is tried
		c.changes("third")
		c.goes(docstore.Mapped, docstore.Recalled, docstore.Saved, docstore.Submitted, docstore.Audited)
		c.has("C", "third")
	})
}

// The amount of a bill that was changed is compared before it is handed in: here
// the lines that it had have stayed. Corrected by hand it goes on, and is not
// saved again.
func TestAChangedBillWithAnotherAmountIsNotHandedIn(t *testing.T) {
	t.Parallel()
	onEachStore(t, updating, func(c *changing) {
		wire := c.wiredKingdee()
		c.audited()
		amount := c.bill(c.ref).AllAmount
		c.changes("second")
		c.goes(docstore.Mapped, docstore.Recalled)
		wire.spoil("BatchSave", keepingLines)
		c.goes(docstore.Failed)
		b := c.has("A", "second")
		if reason := c.doc(c.ref).Reason; !strings.Contains(reason, "bill "+c.ref.Key+" is over "+b.AllAmount.String()) || b.AllAmount.Equal(amount) {
			c.Errorf("over %s, before %s: %q", b.AllAmount, amount, reason)
		}
		c.ok(c.store.Reopen(c.Context(), c.ref.Document(), "operator", ""))
		c.goes(docstore.Mapped, docstore.Unknown, docstore.Failed) // it is as it was
		c.corrects()
		c.ok(c.store.Reopen(c.Context(), c.ref.Document(), "operator", ""))
		c.goes(docstore.Mapped, docstore.Unknown, docstore.Saved, docstore.Submitted, docstore.Audited)
		if b := c.has("C", "second"); !b.AllAmount.Equal(amount) {
			c.Errorf("it is over %s and was over %s", b.AllAmount, amount)
		}
	})
}

// keepingLines has the server keep the lines that a bill had.
func keepingLines(w http.ResponseWriter, r *http.Request, system http.Handler) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the caller went away
	}
	body = bytes.Replace(body, []byte(`\"Model\":`), []byte(`\"IsDeleteEntry\":false,\"Model\":`), 1)
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	system.ServeHTTP(w, r)
}

// corrects is what a person does in 金蝶: the bill has the lines that it should have.
func (c *changing) corrects() {
	c.Helper()
	person, err := connectors.As[connectors.Target](all.NewAccounts(c.environ), "kingdee", "MAIN")
	c.ok(err)
	def, err := c.library.Get(refunds)
	c.ok(err)
	doc := c.doc(c.ref)
	entry := connectors.Entry{Key: doc.Key, Number: doc.Target, ID: doc.TargetID}
	c.ok(entry.Body.UnmarshalJSON(doc.Sent))
	outcomes, err := person.Save(c.Context(), def.Target.Call(), []connectors.Entry{entry})
	c.ok(err)
	c.ok(outcomes[0].Err)
}

// While the amount cannot be asked for, nothing is handed in.
func TestAChangedBillIsComparedLater(t *testing.T) {
	t.Parallel()
	onEachStore(t, updating, func(c *changing) {
		wire := c.wiredKingdee()
		c.audited()
		c.changes("second")
		c.goes(docstore.Mapped, docstore.Recalled)
		wire.spoil("ExecuteBillQuery", gone)
		c.goes(docstore.Unknown)
		if doc := c.doc(c.ref); !strings.Contains(doc.Reason, "still to be compared") {
			c.Errorf("the reason is %q", doc.Reason)
		}
		c.goes(docstore.Saved, docstore.Submitted, docstore.Audited)
		c.has("C", "second")
	})
}

// An order that would be pushed with another number would be there twice.
func TestAnOrderThatIsNumberedOtherwiseIsNotPushed(t *testing.T) {
	t.Parallel()
	p := openPushing(t, "sqlite::memory:", func(yaml string) string {
		return strings.Replace(yaml, `{field: tid, type: string, value: "{{tid}}"}`, `{field: tid, type: string, value: "{{tid}}-{{message}}"}`, 1)
	})
	ref := p.delivered(order("T1", "30", "a"))
	p.comes(order("T1", "30", "b"))
	st := p.stands(ref, docstore.Failed, p.acts.Map)
	if !strings.Contains(st.Reason, "has it as T1-a, and as T1-b it would be there a second time") {
		t.Errorf("the reason is %q", st.Reason)
	}
	p.has("a", "30", 1)
	p.comes(order("T1", "70", "a"))
	p.push(ref)
	p.has("a", "30 70", 2)
}

// What the target refused, or never got, may be numbered otherwise.
func TestAnOrderThatNeverArrivedMayBeNumberedOtherwise(t *testing.T) {
	t.Parallel()
	p := openPushing(t, "sqlite::memory:", func(yaml string) string {
		return strings.Replace(yaml, `{field: tid, type: string, value: "{{tid}}"}`, `{field: tid, type: string, value: "{{tid}}-{{message}}"}`, 1)
	})
	ref := p.comes(order("T1", "99", "a"))
	p.stands(ref, docstore.Mapped, p.acts.Map)
	p.stands(ref, docstore.Failed, p.acts.Save)
	p.comes(order("T1", "30", "b"))
	p.push(ref)
	p.has("b", "30", 1)
}

// A text that is gone is gone at the target, too, also when it was a change before
// that took it away and never arrived.
func TestATextThatIsGoneIsGone(t *testing.T) {
	t.Parallel()
	onEachStore(t, updating, func(c *changing) {
		c.audited()
		c.changes("")
		c.refuses("BatchSave", "数据有误")
		c.goes(docstore.Mapped, docstore.Recalled, docstore.Failed)
		c.has("D", "first")
		c.ok(c.store.Reopen(c.Context(), c.ref.Document(), "operator", ""))
		c.goes(docstore.Mapped, docstore.Recalled, docstore.Saved, docstore.Submitted, docstore.Audited)
		c.has("C", "")
	})
}

// Another parcel is another wish: it is watched, too.
func TestAnotherParcelIsWatchedAnew(t *testing.T) {
	t.Parallel()
	s, _, ref, check := watched(t)
	s.stands(ref, docstore.Saved, s.acts.Save)
	s.rows(ref.Scheme, map[string]any{"no": "1", "parcel": "YT2"})
	s.stands(ref, docstore.Mapped, s.acts.Map)
	s.stands(ref, docstore.Saved, s.acts.Save)
	check()
	if subscriptions, _ := s.world.Kuaidi100.Subscribed("YT2"); subscriptions != 1 {
		t.Errorf("快递100 has %d subscriptions to the second", subscriptions)
	}
}

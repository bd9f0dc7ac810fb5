package kingdee_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// Whatever state bills are in, one recall makes all of them changeable; one that
// does not exist is told apart.
func TestRecallMakesBillsChangeable(t *testing.T) {
	t.Parallel()
	sim, c := bills(t)
	before := sim.Calls().Count["UnAudit"]
	outcomes := must[[]connectors.Outcome](t)(c.(connectors.Amender).Recall(t.Context(), returns(), receipts("X", "C", "A", "D", "B")))
	if !errors.Is(outcomes[0].Err, connectors.ErrNotFound) {
		t.Errorf("what does not exist: %v", outcomes[0].Err)
	}
	for i, number := range []string{"C", "A", "D", "B"} {
		o := outcomes[i+1]
		bill, _ := sim.Bill("SAL_RETURNSTOCK", number)
		if o.Err != nil || o.Receipt.Status != connectors.Draft || o.Receipt.Number != number || o.Receipt.ID != bill.ID {
			t.Errorf("%s: %+v", number, o)
		}
		if bill.Status != "A" && bill.Status != "D" {
			t.Errorf("%s is %s", number, bill.Status)
		}
	}
	if calls := sim.Calls().Count; calls["UnAudit"]-before != 1 || calls["CancelAssign"] != 1 {
		t.Errorf("calls %v", calls)
	}
}

// A lost answer is not taken for done or for refused; asked again, what was done
// is done.
func TestALostRecallIsUnknown(t *testing.T) {
	t.Parallel()
	sim, c := bills(t)
	sim.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: "UnAudit", Times: 1})
	amender := c.(connectors.Amender)
	outcomes := must[[]connectors.Outcome](t)(amender.Recall(t.Context(), returns(), receipts("C")))
	if !errors.Is(outcomes[0].Err, connectors.ErrUnknown) {
		t.Errorf("%v", outcomes[0].Err)
	}
	before := sim.Calls().Count["UnAudit"]
	if err := each(amender.Recall(t.Context(), returns(), receipts("C"))); err != nil || sim.Calls().Count["UnAudit"] != before {
		t.Errorf("the second time: %v, %d calls more", err, sim.Calls().Count["UnAudit"]-before)
	}
	sim.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: "ExecuteBillQuery", Times: 1})
	if _, err := amender.Recall(t.Context(), returns(), receipts("C")); !errors.Is(err, connectors.ErrUnavailable) {
		t.Errorf("a question that nobody answered: %v", err)
	}
}

// The bill is what it is saved as last: its lines are the new ones, and a note
// that is gone is gone, also where the scheme would only change a part of it.
func TestAnEntryWithAnIDReplacesTheBill(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	if err := each(c.Save(t.Context(), returns(), []connectors.Entry{refund(t, "R-1")})); err != nil {
		t.Fatal(err)
	}
	old, _ := sim.Bill("SAL_RETURNSTOCK", "R-1")
	changed := entry(t, "R-1", strings.NewReplacer(`"七天无理由 <尺码>"`, `""`, `"33.335"`, `"10"`).Replace(text(t, refund(t, "R-1").Body)))
	changed.ID = old.ID
	options := returns("IsDeleteEntry", false, "NeedUpDateFields", "FHeadNote")
	for range 2 { // once more, it changes nothing
		if err := each(c.Save(t.Context(), options, []connectors.Entry{changed, refund(t, "R-2")})); err != nil && !errors.Is(err, connectors.ErrDuplicate) {
			t.Fatal(err)
		}
		b, _ := sim.Bill("SAL_RETURNSTOCK", "R-1")
		if b.ID != old.ID || len(b.Lines) != 1 || b.AllAmount.String() != "30" || b.Model["FHeadNote"] != "" {
			t.Errorf("%+v", b)
		}
	}
	if n := len(sim.Bills("SAL_RETURNSTOCK")); n != 2 {
		t.Errorf("%d bills", n)
	}
}

// What a bill is to have no more is emptied, where 金蝶 can be told so, and named
// where it would stay: as the simulator has it, too, when it is saved all the same.
func TestWhatABillWouldKeepIsNamed(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	full := text(t, refund(t, "R-1").Body)
	before := entry(t, "R-1", strings.NewReplacer(`"FHeadNote"`, `"FSaledeptid":"BM01","FReceiveAddress":"杭州","FCDateOffsetValue":"3","FGYDATE":"2025-08-01","FHeadNote"`,
		`"FSETTLECURRID"`, `"FBuyerNick":"某人","FExchangeRate":"1","FSETTLECURRID"`).Replace(full))
	if err := each(c.Save(t.Context(), returns(), []connectors.Entry{before})); err != nil {
		t.Fatal(err)
	}
	old, _ := sim.Bill("SAL_RETURNSTOCK", "R-1")
	now := entry(t, "R-1", strings.NewReplacer(`"FHeadNote":"七天无理由 <尺码>",`, ``, `"F_XC_Text":"小王",`, ``).Replace(full[:strings.Index(full, `,"FEntity"`)]+`}`))
	want := []string{"F_XC_Text", "FSaledeptid", "FCDateOffsetValue", "FGYDATE", "SubHeadEntity.FExchangeRate", "FEntity"}
	first, got := c.Emptied(returns(), before.Body, now.Body)
	if slices.Sort(got); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
		t.Errorf("it would keep %q\nwant %q", got, want)
	}
	now.ID = old.ID
	now.Body, _ = c.Emptied(returns(), first, now.Body) // once more, as of a change that never arrived
	if err := each(c.Save(t.Context(), returns(), []connectors.Entry{now})); err != nil {
		t.Fatal(err)
	}
	b, _ := sim.Bill("SAL_RETURNSTOCK", "R-1")
	for field, value := range map[string]any{"FReceiveAddress": "", "FHeadNote": "", "F_XC_TEXT": "小王", "FGYDATE": "2025-08-01T00:00:00"} {
		if b.Model[field] != value {
			t.Errorf("%s is %v, want %v", field, b.Model[field], value)
		}
	}
	if finance, _ := b.Model["SubHeadEntity"].(map[string]any); finance["FBuyerNick"] != "" {
		t.Errorf("of the finance part: %v", finance)
	}
	if same, kept := c.Emptied(returns(), before.Body, before.Body); len(b.Lines) != 1 || kept != nil || text(t, same) != text(t, before.Body) {
		t.Errorf("%d lines; unchanged, it is %s and would keep %q", len(b.Lines), text(t, same), kept)
	}
}

func text(t *testing.T, o connectors.Object) string {
	t.Helper()
	out, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(string(out))
}

// An audited bill is never changed, whoever asks for it.
func TestAnAuditedBillIsNotReplaced(t *testing.T) {
	t.Parallel()
	sim, c := bills(t)
	audited, _ := sim.Bill("SAL_RETURNSTOCK", "C")
	e := refund(t, "C")
	e.ID = audited.ID
	outcomes := must[[]connectors.Outcome](t)(c.Save(t.Context(), returns(), []connectors.Entry{e}))
	if err := outcomes[0].Err; !errors.Is(err, connectors.ErrRejected) || !strings.Contains(err.Error(), "单据已审核，不允许修改") {
		t.Errorf("%v", err)
	}
}

func TestOnlyBillsAreAmended(t *testing.T) {
	t.Parallel()
	_, c := pair(t)
	for form, want := range map[string]bool{"SAL_RETURNSTOCK": true, "PUR_MRB": true, "BD_MATERIAL": false, "BD_X": false} {
		if c.Amends(connectors.Call{API: "batchSave", Options: map[string]any{"FormId": form}}) != want {
			t.Errorf("%s: want %v", form, want)
		}
	}
	if c.Amends(connectors.Call{API: "view", Options: map[string]any{"FormId": "PUR_MRB"}}) {
		t.Error("only what is saved is amended")
	}
}

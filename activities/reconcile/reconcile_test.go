package reconcile_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/activities/reconcile"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// refusedOnly are the differences of a stage at which nobody has tampered.
func (s *stage) refusedOnly() map[string]reconcile.Kind {
	kinds := map[string]reconcile.Kind{}
	for _, key := range s.refused {
		kinds[key] = reconcile.Missing
	}
	return kinds
}

func (s *stage) same(got, want map[string]reconcile.Kind) {
	s.Helper()
	if !maps.Equal(got, want) {
		s.Errorf("differences\ngot  %v\nwant %v", got, want)
	}
}

func TestWhatIsAsTheSourceWantsItAgrees(t *testing.T) {
	t.Parallel()
	s := setup(t, 40)
	got := s.compare(nil)
	s.same(differ(got), s.refusedOnly())
	if got.Agree != len(s.bills) || got.Found != len(s.bills) || got.LeftOut != len(s.left) || got.Documents != len(s.bills)+len(s.refused) {
		t.Errorf("%d bills, %d refused, %d left out; it says %+v", len(s.bills), len(s.refused), len(s.left), got)
	}
	if len(s.bills) < 20 || len(s.left) == 0 {
		t.Fatalf("the world has %d bills, and %d lines that are not carried", len(s.bills), len(s.left))
	}
}

// A row at the edge between two stretches is in both, and is one row.
func TestARowThatIsReadAgainIsOne(t *testing.T) {
	t.Parallel()
	s := setup(t, 20)
	to := time.Now().Truncate(time.Second)
	edge := to.AddDate(0, 0, -32).Add(7 * 24 * time.Hour).In(mapping.Shanghai()).Format(time.DateTime)
	refunds := map[string]bool{}
	for _, d := range s.world.Documents() {
		refunds[d.AsID] = true
		s.ok(s.world.Jushuitan.Change(d.AsID, map[string]any{"modified": edge}))
	}
	if got := s.compareUntil(to, nil); got.Rows != len(refunds) {
		t.Errorf("%d rows of the source, and it says %d", len(refunds), got.Rows)
	}
}

// Whatever somebody does to the bills is found, and nothing else.
func TestTamperingIsFound(t *testing.T) {
	t.Parallel()
	s := setup(t, 12)
	rapid.Check(t, func(rt *rapid.T) {
		want := s.refusedOnly()
		var restore []connectors.Entry
		for _, bill := range s.bills {
			kind := rapid.SampledFrom([]reconcile.Kind{"", "", "", "", reconcile.Missing, reconcile.Amount, reconcile.Unfinished}).Draw(rt, bill.Key)
			if kind == "" {
				continue
			}
			want[bill.Key] = kind
			restore = append(restore, bill)
			s.tamper(bill, kind)
		}
		if got := differ(s.compare(nil)); !maps.Equal(got, want) {
			rt.Errorf("got  %v\nwant %v", got, want)
		}
		for _, bill := range restore {
			s.mend(bill, want[bill.Key])
		}
	})
}

func (s *stage) tamper(bill connectors.Entry, kind reconcile.Kind) {
	s.Helper()
	s.byHand(bill.Number, s.unaudit)
	if kind == reconcile.Unfinished {
		return
	}
	s.byHand(bill.Number, s.remove)
	if kind == reconcile.Amount {
		s.ok(s.save(over(bill, "9999.37")))
	}
}

func (s *stage) mend(bill connectors.Entry, kind reconcile.Kind) {
	s.Helper()
	switch kind {
	case reconcile.Amount:
		s.byHand(bill.Number, s.unaudit, s.remove)
	case reconcile.Unfinished:
		s.byHand(bill.Number, s.remove)
	}
	s.ok(s.save(bill))
}

// over is a bill whose lines have another price.
func over(bill connectors.Entry, price string) connectors.Entry {
	body := append(connectors.Object{}, bill.Body...)
	for i, m := range body {
		if m.Name != "FEntity" {
			continue
		}
		var lines []connectors.Object
		for _, line := range m.Value.([]connectors.Object) {
			changed := append(connectors.Object{}, line...)
			for j := range changed {
				if changed[j].Name == "FTaxPrice" {
					changed[j].Value = json.Number(price)
				}
			}
			lines = append(lines, changed)
		}
		body[i].Value = lines
	}
	bill.Body = body
	return bill
}

func TestABillOfWhatIsNotCarriedIsExtra(t *testing.T) {
	t.Parallel()
	s := setup(t, 40)
	want := s.refusedOnly()
	stray := s.bills[0]
	stray.Key, stray.Number = s.left[0].Key, s.left[0].Number
	stray.Body = append(connectors.Object{}, stray.Body...)
	for i := range stray.Body {
		if stray.Body[i].Name == s.scheme.Target.Number {
			stray.Body[i].Value = stray.Number
		}
	}
	s.ok(s.save(stray))
	want[stray.Key] = reconcile.Extra
	s.same(differ(s.compare(nil)), want)
}

// Two bills of one number are read as one over twice the amount.
func TestTwiceTheAmountIsDoubled(t *testing.T) {
	t.Parallel()
	s := setup(t, 20)
	want := s.refusedOnly()
	bill := s.bills[0]
	amount, known, err := s.scheme.TargetAmount([]map[string]any{line(bill)})
	s.ok(err)
	if !known || amount.IsZero() {
		t.Fatalf("bill %s has no amount: %s", bill.Number, amount)
	}
	price, err := decimal.NewFromString(fmt.Sprint(line(bill)["FTaxPrice"]))
	s.ok(err)
	s.byHand(bill.Number, s.unaudit, s.remove)
	s.ok(s.save(over(bill, price.Mul(decimal.NewFromInt(2)).String())))
	want[bill.Key] = reconcile.Doubled
	s.same(differ(s.compare(nil)), want)
}

// line is the one line of a bill.
func line(bill connectors.Entry) map[string]any {
	fields := map[string]any{}
	for _, m := range bill.Body {
		if lines, ok := m.Value.([]connectors.Object); ok {
			for _, field := range lines[0] {
				fields[field.Name] = field.Value
			}
		}
	}
	return fields
}

// What the store knows of a document stands beside it; one that the store takes for
// delivered, or does not know, is not explained.
func TestTheStoreSaysWhy(t *testing.T) {
	t.Parallel()
	s := setup(t, 12)
	store, err := sqlstore.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "store.db"))
	s.ok(err)
	t.Cleanup(func() { s.ok(store.Close()) })
	failed, delivered, unknown := s.bills[0], s.bills[1], s.bills[2]
	page := docstore.Page{Scheme: refunds, Revision: s.scheme.Revision}
	for _, bill := range []connectors.Entry{failed, delivered} {
		page.Rows = append(page.Rows, docstore.Incoming{Key: bill.Key, Number: bill.Number, Content: json.RawMessage(`{}`)})
	}
	_, err = store.Keep(t.Context(), page)
	s.ok(err)
	for _, step := range []struct {
		bill  connectors.Entry
		state docstore.State
	}{{failed, docstore.Failed}, {delivered, docstore.Mapped}, {delivered, docstore.Saving}, {delivered, docstore.Audited}} {
		s.ok(store.Mark(t.Context(), docstore.Progress{
			Ref: docstore.Ref{Scheme: refunds, Key: step.bill.Key}, State: step.state, Reason: "because",
		}))
	}
	for _, bill := range []connectors.Entry{failed, delivered, unknown} {
		s.byHand(bill.Number, s.unaudit, s.remove)
	}
	got := s.compare(store)
	words := map[string]reconcile.Difference{}
	for _, d := range got.Differences {
		words[d.Key] = d
	}
	if d := words[failed.Key]; !d.Explained || d.Store == nil || d.Store.State != docstore.Failed || d.Store.Reason != "because" {
		t.Errorf("failed: %+v", d)
	}
	if d := words[delivered.Key]; d.Explained || d.Store == nil || d.Store.State != docstore.Audited {
		t.Errorf("delivered: %+v", d)
	}
	if d := words[unknown.Key]; d.Explained || d.Store != nil {
		t.Errorf("unknown: %+v", d)
	}
	if want := 2 + len(s.refused); got.Unexplained != want {
		t.Errorf("%d are unexplained, want %d", got.Unexplained, want)
	}
}

// A target that cannot be asked is an error, never an agreement.
func TestWhatCannotBeAskedIsAnError(t *testing.T) {
	t.Parallel()
	s := setup(t, 4)
	window := connectors.Window{From: time.Now().AddDate(0, 0, -32), To: time.Now()}
	for _, variable := range []string{"KINGDEE_MAIN_APP_SECRET", "JUSHUITAN_MAIN_APP_SECRET"} {
		environ := maps.Clone(s.environ)
		environ[variable] = "another"
		r := reconcile.Reconciler{Accounts: all.NewAccounts(environ), Lookups: s.finder}
		if got, err := r.Compare(t.Context(), s.scheme, window); !errors.Is(err, connectors.ErrUnauthorized) {
			t.Errorf("with another %s: %v, %+v", variable, err, got)
		}
	}
	base, err := schemesNamed("kingdee-customers")
	s.ok(err)
	r := reconcile.Reconciler{Accounts: s.accounts, Lookups: s.finder}
	if _, err := r.Compare(t.Context(), base, window); err == nil {
		t.Error("base data was compared")
	}
}

// Of several documents of one number a target can have one, unless it is given
// them one after the other: then it has the last.
func TestOneNumberIsOfOneDocument(t *testing.T) {
	t.Parallel()
	s := setup(t, 4)
	for target, want := range map[string]struct{ shared, overtaken int }{
		"connector: kingdee\n  api: batchSave\n  options: {FormId: SAL_RETURNSTOCK}\n  number: FBillNo\n  request: [{field: FBillNo, value: T1}]":                                    {shared: 3},
		"connector: wangdiantong\n  api: trade_push\n  number: tid\n  request: [{field: tid, value: T1}]\namounts: {source: \"1\", target: {fields: [price], value: \"{{price}}\"}}": {overtaken: 3},
	} {
		scheme, err := schemes.Parse("numbers.yaml", []byte(numbers+target+"\n"))
		s.ok(err)
		s.scheme = scheme
		got := s.compare(nil)
		if got.Of(reconcile.Shared) != want.shared || got.Overtaken != want.overtaken || got.Of(reconcile.Missing) != 1 || got.Documents != 4 {
			t.Errorf("%s: %+v", target, got)
		}
	}
}

const numbers = `name: numbers
title: 单号
schedule: {every: 1h}
source:
  connector: jushuitan
  api: refund.single.query
  id: as_id
  request:
    - {field: modified_begin, value: "{{LAST_SYNC_TIME|datetime}}"}
    - {field: modified_end, value: "{{CURRENT_TIME|datetime}}"}
target:
  `

// A source that has no rows for whoever asks does not agree with everything.
func TestASourceThatCannotBeAskedIsAnError(t *testing.T) {
	t.Parallel()
	s := setup(t, 4)
	s.environ["CALLBACK_MAIN_SECRET"] = "a-secret-that-is-long-enough-to-be-taken"
	r := reconcile.Reconciler{Accounts: all.NewAccounts(s.environ), Lookups: s.finder}
	mall, err := schemesNamed("mall-orders-to-wangdiantong")
	s.ok(err)
	each := *s.scheme
	each.Source.Each = &schemes.Each{}
	asked := *mall
	asked.Source.Connector, asked.Source.API = "kuaidi100", "poll/query.do"
	for _, one := range []struct {
		scheme *schemes.Scheme
		want   error
	}{{mall, reconcile.ErrCalled}, {&each, reconcile.ErrEach}} {
		got, err := r.Compare(t.Context(), one.scheme, connectors.Window{From: time.Now().Add(-time.Hour), To: time.Now()})
		if !errors.Is(err, one.want) {
			t.Errorf("%s: %v, want %v; %+v", one.scheme.Name, err, one.want, got)
		}
	}
	if _, err := r.Compare(t.Context(), &asked, connectors.Window{From: time.Now().Add(-time.Hour), To: time.Now()}); errors.Is(err, reconcile.ErrCalled) {
		t.Errorf("an API that is asked is taken for one that calls: %v", err)
	}
}

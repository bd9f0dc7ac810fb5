package activities_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

func TestMapStoresTheEntry(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.baseData()
	ref := s.fetched(simulators.Plain)
	s.stands(ref, docstore.Mapped, s.acts.Map)
	doc := s.doc(ref)
	if doc.Target != ref.Key || !strings.Contains(string(doc.Sent), `"FBillNo":"`+ref.Key+`"`) {
		t.Errorf("its number is %q, its entry %s", doc.Target, doc.Sent)
	}
	if doc.Revision == "" || doc.WorkflowID == "" || doc.RunID == "" || doc.Attempts != 0 {
		t.Errorf("revision %q, workflow %q, run %q, %d calls", doc.Revision, doc.WorkflowID, doc.RunID, doc.Attempts)
	}
}

func TestMapWaitsForBaseData(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.baseData()
	cases := map[simulators.Kind]string{simulators.UnknownShop: customers, simulators.LateOrder: orderData}
	s.fetched(simulators.Plain)
	for kind, collection := range cases {
		ref := s.refOf(kind)
		st := s.stands(ref, docstore.Waiting, s.acts.Map)
		def, err := s.library.Get(refunds)
		s.ok(err)
		if st.Wait == nil || st.Wait.Collection != collection || st.Wait.Deadline != def.Target.WaitDeadline {
			t.Errorf("%s waits for %+v, want %s for %s", kind, st.Wait, collection, def.Target.WaitDeadline)
		}
		if doc := s.doc(ref); doc.WaitsFor != collection || !strings.Contains(doc.Reason, collection) {
			t.Errorf("%s: the store says it waits for %q: %s", kind, doc.WaitsFor, doc.Reason)
		}
	}
	s.ok(s.world.ReleaseLate())
	s.rows(orderData, asAny(s.world.Jushuitan.Orders())...)
	late := s.refOf(simulators.LateOrder)
	s.stands(late, docstore.Mapped, s.acts.Map)
	if doc := s.doc(late); doc.WaitsFor != "" {
		t.Errorf("mapped, it still waits for %s", doc.WaitsFor)
	}
}

func TestGiveUpNamesWhatWasMissing(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.baseData()
	ref := s.fetched(simulators.UnknownShop)
	s.stands(ref, docstore.Waiting, s.acts.Map)
	const reason = "waited 24h0m0s for kingdee-customers"
	s.stands(ref, docstore.Failed, func(ctx context.Context, ref activities.Ref) (activities.Standing, error) {
		return s.acts.GiveUp(ctx, ref, reason)
	})
	if doc := s.doc(ref); doc.Reason != reason {
		t.Errorf("the reason is %q", doc.Reason)
	}
}

// refund is a row that the scheme carries, as the source could send it.
func (s *stage) refund(id string, change map[string]any) (activities.Ref, map[string]any) {
	s.Helper()
	for _, row := range s.world.Jushuitan.Refunds() {
		if text, err := json.Marshal(row["as_id"]); err != nil || string(text)+"-1" != s.refOf(simulators.Plain).Key {
			continue
		}
		row["as_id"] = id
		for name, value := range change {
			row[name] = value
		}
		return activities.Ref{Scheme: refunds, Key: id + "-1"}, row
	}
	s.Fatal("the world has no plain refund")
	return activities.Ref{}, nil
}

func TestMapFailsByTheField(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.baseData()
	ref, row := s.refund("900001", map[string]any{"items": []any{
		map[string]any{"sku_id": "A", "r_qty": 2, "amount": "a lot"},
	}})
	s.rows(refunds, row)
	st := s.stands(ref, docstore.Failed, s.acts.Map)
	for _, part := range []string{"FTaxPrice", "a lot", refunds + ".yaml:"} {
		if !strings.Contains(st.Reason, part) {
			t.Errorf("%q does not say %q", st.Reason, part)
		}
	}
}

// meanwhile is the store, and something that happens just before a mark.
type meanwhile struct {
	activities.Store
	happens func()
}

func (m *meanwhile) Mark(ctx context.Context, p docstore.Progress) error {
	if m.happens != nil {
		happens := m.happens
		m.happens = nil
		happens()
	}
	return m.Store.Mark(ctx, p)
}

// The source changes a row while its old content is being mapped: neither the
// old entry nor the old mistake may stand for the new content.
func TestMapRefusesContentThatWasReplaced(t *testing.T) {
	t.Parallel()
	bad := map[string]any{"items": []any{map[string]any{"sku_id": "A", "r_qty": 2, "amount": "a lot"}}}
	for name, change := range map[string]map[string]any{
		"that could be mapped": nil, "that failed": bad, "that had to wait": {"shop_id": 4711},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setup(t)
			s.baseData()
			ref, old := s.refund("900001", change)
			s.rows(refunds, old)
			s.acts.Store = &meanwhile{Store: s.store, happens: func() {
				_, row := s.refund("900001", map[string]any{"remark": "changed at the source"})
				s.rows(refunds, row)
			}}
			s.stands(ref, docstore.Fetched, s.acts.Map)
			s.stands(ref, docstore.Mapped, s.acts.Map)
			if sent := string(s.doc(ref).Sent); !strings.Contains(sent, "changed at the source") {
				t.Errorf("the entry is %s", sent)
			}
		})
	}
}

// What the target has, or may have, is not mapped again: it would be saved again.
func TestMapLeavesADeliveredDocumentAlone(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ref := s.mapped()
	for _, state := range []docstore.State{docstore.Saving, docstore.Unknown, docstore.Saved, docstore.Submitted, docstore.Audited} {
		s.ok(s.store.Mark(s.Context(), docstore.Progress{Ref: ref.Document(), State: state}))
		before := s.doc(ref)
		s.stands(ref, state, s.acts.Map)
		if after := s.doc(ref); !after.UpdatedAt.Equal(before.UpdatedAt) {
			t.Errorf("mapping wrote to a document that is %s", state)
		}
	}
}

func TestMapOfNoSuchDocumentOrScheme(t *testing.T) {
	t.Parallel()
	s := setup(t)
	for words, ref := range map[string]activities.Ref{
		"document 1-1":                {Scheme: refunds, Key: "1-1"},
		`there is no scheme "refund"`: {Scheme: "refund", Key: "1-1"},
		"at revision 0000: ":          {Scheme: refunds, Key: "1-1", Revision: "0000"},
	} {
		_, err := s.do(ref, s.acts.Map)
		app := s.retried(err)
		if app.Type() != activities.TypeConfig || !app.NonRetryable() || !strings.Contains(app.Message(), words) {
			t.Errorf("%s (never again %v): %s; want %q", app.Type(), app.NonRetryable(), app.Message(), words)
		}
	}
}

package e2e

import (
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows"
)

func TestRecordSweptHistories(t *testing.T) {
	if !*record {
		t.Skip("histories are recorded with: go test ./worker/standalone/e2e -run TestRecordSweptHistories -record")
	}
	s := setup(t, 10, "")
	s.watched()
	s.carryAll()
	daily := schemes.Schedule{Every: 24 * time.Hour}
	_, err := s.orders.Apply(s.ctx, s.scheduled(refunds, []schemes.Remedy{{Name: "nightly", Schedule: daily, Window: 7 * 24 * time.Hour}},
		&schemes.Comparison{Schedule: daily, Window: 32 * 24 * time.Hour, Lag: time.Hour}), time.Time{})
	s.ok(err)
	s.save("backfill-swept", s.fired(workflows.RemedyID(refunds, "nightly"), nil).GetID())
	s.save("reconcile-differs", s.fired(workflows.ReconcileID(refunds), nil).GetID())
	s.ok(s.store.SetPause(s.ctx, refunds, docstore.Pause{By: "zhao", At: time.Now()}))
	s.save("reconcile-paused", s.fired(workflows.ReconcileID(refunds), nil).GetID())
	s.ok(s.store.ClearPause(s.ctx, refunds))
}

func TestRecordUnmadeHistories(t *testing.T) {
	if !*record {
		t.Skip("histories are recorded with: go test ./worker/standalone/e2e -run TestRecordUnmadeHistories -record")
	}
	s := setup(t, 4, "")
	s.environ["JUSHUITAN_MAIN_APP_SECRET"] = "another"
	s.watched()
	_, err := s.orders.Apply(s.ctx, s.scheduled(refunds, nil, &schemes.Comparison{Schedule: schemes.Schedule{Every: 24 * time.Hour}, Window: time.Hour}), time.Time{})
	s.ok(err)
	s.save("reconcile-unmade", s.fired(workflows.ReconcileID(refunds), nil).GetID())
}

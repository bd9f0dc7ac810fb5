package e2e

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/temporalproto"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows"
)

// Histories are recorded from the code that is deployed, on purpose and never
// by the way: a changed history in a commit says that running documents will
// meet changed code.
var record = flag.Bool("record", false, "write workflow histories into workflows/testdata/histories")

func TestRecordHistories(t *testing.T) {
	if !*record {
		t.Skip("histories are recorded with: go test ./worker/standalone/e2e -run TestRecordHistories$ -record")
	}
	s := setup(t, 40, "")
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: "BatchSave", Every: 3, Times: 1})
	s.worker()
	run := s.start(refunds)
	s.until("the first bills", func() bool { return len(s.world.Kingdee.Bills(form)) >= 3 })
	s.ok(s.orders.Pause(s.ctx, refunds, "record"))
	s.until("the run stands", s.stands)
	s.ok(s.orders.Resume(s.ctx, refunds, "record"))
	s.ok(run.Get(s.ctx, nil))
	s.save("sync-delivers-paused", workflows.SyncID(refunds))
	s.ok(s.world.ReleaseLate())
	s.ok(s.start(orderData).Get(s.ctx, nil))
	s.save("sync-base-data", workflows.SyncID(orderData))
	late := workflows.DocumentID(refunds, s.keyOf(simulators.LateOrder))
	s.ok(s.client.GetWorkflow(s.ctx, late, "").Get(s.ctx, nil))
	s.save("document-waits-then-audited", late)
	s.save("document-audited", workflows.DocumentID(refunds, s.keyOf(simulators.Plain)))
	s.save("document-failed", workflows.DocumentID(refunds, s.keyOf(simulators.MissingMaterial)))
	s.save("document-waits", workflows.DocumentID(refunds, s.keyOf(simulators.UnknownShop)))
	s.save("document-unknown-then-audited", s.unknownOne())
}

// A bill that is not there when it is looked for is looked for again, while another
// document has its place.
func TestRecordUnknownHistory(t *testing.T) {
	if !*record {
		t.Skip("histories are recorded with: go test ./worker/standalone/e2e -run TestRecordUnknownHistory -record")
	}
	s := setup(t, 20, "")
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.ServerError, Method: "BatchSave", Times: 1})
	s.worker()
	s.ok(s.start(refunds).Get(s.ctx, nil))
	left := s.unknownOne()
	s.ok(s.client.GetWorkflow(s.ctx, left, "").Get(s.ctx, nil))
	s.save("document-unknown-then-left", left)
}

// The histories of later paths are recorded apart: those of earlier ones stay as
// they were when they were deployed.
func TestRecordMergedHistories(t *testing.T) {
	if !*record {
		t.Skip("histories are recorded with: go test ./worker/standalone/e2e -run TestRecordMergedHistories -record")
	}
	s := setupSchemes(t, 26, "", mergedDir)
	s.worker()
	s.ok(s.start(byShop).Get(s.ctx, nil))
	s.save("sync-merges", workflows.SyncID(byShop))
	s.until("everything carried", func() bool { return s.inFlightOf(byShop) == 0 && s.inFlightOf(noted) == 0 })
	for _, d := range s.statesOf(noted) {
		s.save("document-fed-then-allotted", workflows.DocumentID(noted, d.Key))
		_, key, _ := strings.Cut(d.HandedBy, ":")
		s.save("document-merged-then-handed-over", workflows.DocumentID(byShop, key))
		return
	}
	t.Fatal("nothing was handed over")
}

func TestRecordChangedHistories(t *testing.T) {
	if !*record {
		t.Skip("histories are recorded with: go test ./worker/standalone/e2e -run TestRecordChangedHistories -record")
	}
	p := setupPushing(t, "")
	p.changes(func(part string) { p.save(part, workflows.DocumentID(pushed, "T1")) })
}

// A history that was long while it was read, and the one in which it went on.
func TestRecordLongHistories(t *testing.T) {
	if !*record {
		t.Skip("histories are recorded with: go test ./worker/standalone/e2e -run TestRecordLongHistories -record")
	}
	s := setupServer(t, 20, "", "", 25)
	s.worker()
	back, err := s.orders.Backfill(s.ctx, lastMonth())
	s.ok(err)
	begun := back.GetRunID()
	s.ok(back.Get(s.ctx, nil))
	s.saveRun("backfill-long", back.GetID(), begun)
	s.save("backfill-goes-on", back.GetID())
	run, err := s.orders.Run(s.ctx, workflows.SyncInput{Scheme: refunds})
	s.ok(err)
	begun = run.GetRunID()
	s.ok(run.Get(s.ctx, nil))
	s.saveRun("sync-reads-long", run.GetID(), begun)
	s.save("sync-reads-on", run.GetID())
}

// A run that carries pages while it reads, goes on in another history, has some of
// their documents leave them, and is paused in the middle.
func TestRecordBulkHistories(t *testing.T) {
	if !*record {
		t.Skip("histories are recorded with: go test ./worker/standalone/e2e -run TestRecordBulkHistories -record")
	}
	s := setupServer(t, 300, "", inLane(t, schemes.LaneBulk), 100)
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: "BatchSave", Every: 3, Times: 1})
	s.worker()
	back, err := s.orders.Backfill(s.ctx, lastMonth())
	s.ok(err)
	begun := back.GetRunID()
	s.until("the first bills", func() bool { return len(s.world.Kingdee.Bills(form)) >= 3 })
	s.ok(s.orders.Pause(s.ctx, refunds, "record"))
	s.until("the backfill stands", func() bool {
		p := s.progress(back.GetID())
		return p.Paused && p.OnTheWay == 0
	})
	s.ok(s.orders.Resume(s.ctx, refunds, "record"))
	s.ok(back.Get(s.ctx, nil))
	s.saveRun("backfill-bulk-paused", back.GetID(), begun)
	s.save("backfill-bulk-goes-on", back.GetID())
}

func TestRecordBulkSync(t *testing.T) {
	if !*record {
		t.Skip("histories are recorded with: go test ./worker/standalone/e2e -run TestRecordBulkSync -record")
	}
	s := setupServer(t, 300, "", inLane(t, schemes.LaneBulk), 60)
	s.worker()
	run, err := s.orders.Run(s.ctx, workflows.SyncInput{Scheme: refunds})
	s.ok(err)
	begun := run.GetRunID()
	s.ok(run.Get(s.ctx, nil))
	s.saveRun("sync-bulk", run.GetID(), begun)
	s.save("sync-bulk-goes-on", run.GetID())
}

// What does not fill a page goes when reading brings nothing new.
func TestRecordBulkRests(t *testing.T) {
	if !*record {
		t.Skip("histories are recorded with: go test ./worker/standalone/e2e -run TestRecordBulkRests -record")
	}
	s := setupSchemes(t, 300, "", inLane(t, schemes.LaneBulk))
	s.worker()
	run, err := s.orders.Run(s.ctx, workflows.SyncInput{Scheme: refunds})
	s.ok(err)
	s.ok(run.Get(s.ctx, nil))
	s.save("sync-bulk-rests-go", run.GetID())
}

func (s *stage) keyOf(kind simulators.Kind) string {
	s.t.Helper()
	for _, d := range s.world.Documents() {
		if d.Kind == kind && len(d.Lines) > 0 {
			return d.AsID + "-1"
		}
	}
	s.t.Fatalf("the world has no %s", kind)
	return ""
}

// unknownOne is the document whose save was answered by nobody.
func (s *stage) unknownOne() string {
	s.t.Helper()
	for key := range s.states() {
		if s.wasUnknown(key) {
			return workflows.DocumentID(refunds, key)
		}
	}
	s.t.Fatal("no document's outcome was unknown")
	return ""
}

func (s *stage) wasUnknown(key string) bool {
	s.t.Helper()
	events, err := s.store.Events(s.ctx, docstore.Ref{Scheme: refunds, Key: key})
	s.ok(err)
	return slices.ContainsFunc(events, func(e docstore.Event) bool { return e.State == docstore.Unknown })
}

func (s *stage) save(name, workflowID string) { s.saveRun(name, workflowID, "") }

// saveRun records one of the histories of a workflow that continued as new; ""
// is the newest.
func (s *stage) saveRun(name, workflowID, runID string) {
	s.t.Helper()
	events := s.client.GetWorkflowHistory(s.ctx, workflowID, runID, false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	var history historypb.History
	for events.HasNext() {
		event, err := events.Next()
		s.ok(err)
		history.Events = append(history.Events, event)
	}
	data, err := temporalproto.CustomJSONMarshalOptions{Indent: " "}.Marshal(&history)
	s.ok(err)
	file := filepath.Join("..", "..", "..", "workflows", "testdata", "histories", name+".json")
	s.ok(os.MkdirAll(filepath.Dir(file), 0o750))
	s.ok(os.WriteFile(file, append(data, '\n'), 0o600))
}

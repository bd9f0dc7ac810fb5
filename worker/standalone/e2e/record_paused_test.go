package e2e

import (
	"testing"
	"time"

	"go.temporal.io/api/workflowservice/v1"

	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/workflows"
)

// Documents that stand still on their way while their scheme is paused.
func TestRecordPausedHistories(t *testing.T) {
	if !*record {
		t.Skip("histories are recorded with: go test ./worker/standalone/e2e -run TestRecordPausedHistories -record")
	}
	s := setup(t, 40, "")
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Delay, Delay: 200 * time.Millisecond})
	s.worker()
	s.start(refunds)
	s.until("the first bills", func() bool { return len(s.world.Kingdee.Bills(form)) >= 5 })
	s.done("pause " + refunds)
	var standing []string
	s.until("documents stand", func() bool { standing = s.standing(); return len(standing) > 0 })
	s.done("resume " + refunds)
	s.until("everything carried", func() bool { return s.inFlight() == 0 })
	s.ok(s.client.GetWorkflow(s.ctx, standing[0], "").Get(s.ctx, nil))
	s.save("document-paused", standing[0])
}

// standing are the workflows of documents that could not make their next call.
func (s *stage) standing() []string {
	s.t.Helper()
	found, err := s.client.ListWorkflow(s.ctx, &workflowservice.ListWorkflowExecutionsRequest{
		Query: "DocumentState = '" + workflows.StatePaused + "' AND ExecutionStatus = 'Running'",
	})
	s.ok(err)
	var ids []string
	for _, w := range found.GetExecutions() {
		ids = append(ids, w.GetExecution().GetWorkflowId())
	}
	return ids
}

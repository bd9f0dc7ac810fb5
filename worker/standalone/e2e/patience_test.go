package e2e

import (
	"context"
	"errors"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"github.com/erpbridge/erpbridge/workflows"
)

// answer asks Temporal until it has an answer: on a slow machine, and after a
// restart, that may take longer than the ten seconds that the SDK gives a call.
func answer[T any](s *stage, ask func() (T, error)) (is T) {
	s.t.Helper()
	s.until("Temporal answers", func() bool {
		var err error
		if is, err = ask(); s.late(err) {
			return false
		}
		s.ok(err)
		return true
	})
	return is
}

func (s *stage) late(err error) bool {
	var deadline *serviceerror.DeadlineExceeded
	var away *serviceerror.Unavailable
	return s.ctx.Err() == nil && (errors.As(err, &deadline) || errors.As(err, &away) || errors.Is(err, context.DeadlineExceeded))
}

func (s *stage) described(id string) *client.ScheduleDescription {
	s.t.Helper()
	return answer(s, func() (*client.ScheduleDescription, error) {
		return s.client.ScheduleClient().GetHandle(s.ctx, id).Describe(s.ctx)
	})
}

func (s *stage) info(id string) client.ScheduleInfo {
	s.t.Helper()
	return s.described(id).Info
}

func (s *stage) running(scheme string) []string {
	s.t.Helper()
	return answer(s, func() ([]string, error) { return s.orders.Running(s.ctx, scheme) })
}

func (s *stage) progress(workflowID string) workflows.Progress {
	s.t.Helper()
	return answer(s, func() (workflows.Progress, error) { return s.orders.Progress(s.ctx, workflowID) })
}

// runOf is the newest run of a workflow.
func (s *stage) runOf(workflowID string) string {
	s.t.Helper()
	return answer(s, func() (string, error) {
		d, err := s.client.DescribeWorkflow(s.ctx, workflowID, "")
		if err != nil {
			return "", err
		}
		return d.WorkflowExecution.RunID, nil
	})
}

package orders

import (
	"context"
	"errors"
	"fmt"
	"strings"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"

	"github.com/erpbridge/erpbridge/workflows"
)

// Running lists the ids of a scheme's runs that are under way.
func (o Orders) Running(ctx context.Context, scheme string) ([]string, error) {
	return o.underWay(ctx, scheme, workflows.SyncName)
}

// underWay lists the ids of a scheme's workflows of some types that have not ended.
// Temporal's lists are a little behind: one that has just ended may be in them, and
// whoever took it for running would wait for nobody.
func (o Orders) underWay(ctx context.Context, scheme string, types ...string) ([]string, error) {
	found, err := o.list(ctx, fmt.Sprintf("Scheme = %q AND %s AND ExecutionStatus = 'Running'", scheme, oneOf(types)))
	if err != nil {
		return nil, fmt.Errorf("list the runs of scheme %s: %w", scheme, err)
	}
	var running []string
	for _, id := range ids(found) {
		under, err := o.UnderWay(ctx, id)
		if err != nil {
			return nil, err
		}
		if under {
			running = append(running, id)
		}
	}
	return running, nil
}

func ids(found []*workflow.WorkflowExecutionInfo) []string {
	all := make([]string, len(found))
	for i, w := range found {
		all[i] = w.GetExecution().GetWorkflowId()
	}
	return all
}

// UnderWay says whether a workflow has not ended, as Temporal knows at this moment.
func (o Orders) UnderWay(ctx context.Context, workflowID string) (bool, error) {
	d, err := o.Temporal.DescribeWorkflowExecution(ctx, workflowID, "")
	var gone *serviceerror.NotFound
	switch {
	case errors.As(err, &gone):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("ask whether %s is under way: %w", workflowID, err)
	}
	return d.GetWorkflowExecutionInfo().GetStatus() == enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING, nil
}

func oneOf(types []string) string {
	return "WorkflowType IN ('" + strings.Join(types, "', '") + "')"
}

// list finds workflows, the newest first, page after page.
func (o Orders) list(ctx context.Context, query string) ([]*workflow.WorkflowExecutionInfo, error) {
	var all []*workflow.WorkflowExecutionInfo
	var next []byte
	for {
		page, err := o.Temporal.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{Query: query, NextPageToken: next})
		if err != nil {
			return nil, err
		}
		all = append(all, page.GetExecutions()...)
		if next = page.GetNextPageToken(); len(next) == 0 {
			return all, nil
		}
	}
}

package orders

import (
	"context"
	"fmt"
	"strings"

	"go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"

	"github.com/erpbridge/erpbridge/workflows"
)

// Running lists the ids of a scheme's runs that are under way.
func (o Orders) Running(ctx context.Context, scheme string) ([]string, error) {
	return o.underWay(ctx, scheme, workflows.SyncName)
}

// underWay lists the ids of a scheme's workflows of some types that have not ended.
func (o Orders) underWay(ctx context.Context, scheme string, types ...string) ([]string, error) {
	found, err := o.list(ctx, fmt.Sprintf("Scheme = %q AND %s AND ExecutionStatus = 'Running'", scheme, oneOf(types)))
	if err != nil {
		return nil, fmt.Errorf("list the runs of scheme %s: %w", scheme, err)
	}
	return ids(found), nil
}

func ids(found []*workflow.WorkflowExecutionInfo) []string {
	all := make([]string, len(found))
	for i, w := range found {
		all[i] = w.GetExecution().GetWorkflowId()
	}
	return all
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

package workflows_test

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/workflows"
)

// Recorded histories replay: a deploy does not break documents that are under
// way. They are recorded by worker/standalone/e2e with -record.
func TestHistoriesReplay(t *testing.T) {
	t.Parallel()
	for _, file := range histories(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			replayer := worker.NewWorkflowReplayer()
			workflows.Register(replayer)
			if err := replayer.ReplayWorkflowHistoryFromJSONFile(silent(), file); err != nil {
				t.Errorf("running workflows would break: %v", err)
			}
		})
	}
}

// The replay bites: a Document that submits before it has mapped does not
// replay what the real one did.
func TestAChangedWorkflowDoesNotReplay(t *testing.T) {
	t.Parallel()
	for _, file := range histories(t) {
		if !strings.HasPrefix(filepath.Base(file), "document-") {
			continue
		}
		replayer := worker.NewWorkflowReplayer()
		replayer.RegisterWorkflowWithOptions(hastyDocument, workflow.RegisterOptions{Name: workflows.DocumentName})
		if err := replayer.ReplayWorkflowHistoryFromJSONFile(silent(), file); err == nil {
			t.Errorf("%s replays with another workflow", filepath.Base(file))
		}
	}
}

func hastyDocument(ctx workflow.Context, in workflows.DocumentInput) (activities.Standing, error) {
	var acts *activities.Activities
	var st activities.Standing
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: 1})
	err := workflow.ExecuteActivity(ctx, acts.Submit, activities.Ref{Scheme: in.Scheme, Key: in.Key}).Get(ctx, &st)
	return st, err
}

// silent: a workflow that does not replay says so at length.
func silent() log.Logger { return log.NewStructuredLogger(slog.New(slog.DiscardHandler)) }

func histories(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "histories", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no recorded histories: %v", err)
	}
	return files
}

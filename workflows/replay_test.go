package workflows_test

import (
	"encoding/json"
	"log/slog"
	"os"
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
			again := replayer(t)
			workflows.Register(again)
			if err := again.ReplayWorkflowHistoryFromJSONFile(silent(), file); err != nil {
				t.Errorf("running workflows would break: %v", err)
			}
		})
	}
}

// A workflow of which no history is recorded would break running ones unseen.
func TestEveryWorkflowHasAHistory(t *testing.T) {
	t.Parallel()
	recorded := map[string]bool{}
	for _, file := range histories(t) {
		recorded[typeOf(t, file)] = true
	}
	names := registered{}
	workflows.Register(names)
	for name := range names {
		if !recorded[name] {
			t.Errorf("no history of %s is recorded: see worker/standalone/e2e, -record", name)
		}
	}
}

// registered are the names under which workflows are registered.
type registered map[string]bool

func (r registered) RegisterWorkflow(any) {}

func (r registered) RegisterWorkflowWithOptions(_ any, o workflow.RegisterOptions) { r[o.Name] = true }

func (r registered) RegisterDynamicWorkflow(any, workflow.DynamicRegisterOptions) {}

// typeOf is the type of the workflow that a history is of.
func typeOf(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var history struct {
		Events []struct {
			Started struct {
				Type struct{ Name string } `json:"workflowType"`
			} `json:"workflowExecutionStartedEventAttributes"`
		}
	}
	if err := json.Unmarshal(data, &history); err != nil || len(history.Events) == 0 {
		t.Fatalf("%s: %d events, %v", file, len(history.Events), err)
	}
	return history.Events[0].Started.Type.Name
}

// The replay bites: a Document that submits before it has mapped does not
// replay what the real one did.
func TestAChangedWorkflowDoesNotReplay(t *testing.T) {
	t.Parallel()
	for _, file := range histories(t) {
		if !strings.HasPrefix(filepath.Base(file), "document-") {
			continue
		}
		again := replayer(t)
		again.RegisterWorkflowWithOptions(hastyDocument, workflow.RegisterOptions{Name: workflows.DocumentName})
		if err := again.ReplayWorkflowHistoryFromJSONFile(silent(), file); err == nil {
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

func replayer(t *testing.T) worker.WorkflowReplayer {
	t.Helper()
	r, err := worker.NewWorkflowReplayerWithOptions(worker.WorkflowReplayerOptions{DisableDeadlockDetection: true})
	if err != nil {
		t.Fatal(err)
	}
	return r
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

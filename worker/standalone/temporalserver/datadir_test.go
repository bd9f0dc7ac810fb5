package temporalserver_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/workflowservice/v1"

	"github.com/erpbridge/erpbridge/worker/standalone/temporalserver"
)

func TestDataSurvivesARestart(t *testing.T) {
	cfg := temporalserver.Config{
		// A path is put into a URI on its way: what it holds must not matter.
		DataDir:          filepath.Join(t.TempDir(), "数据 50%?#"),
		SearchAttributes: attributes("Scheme"),
	}
	server := start(t, cfg)
	c := dial(t, server)
	runWorkflow(t, c, "before", "orders")
	awaitListed(t, c, `Scheme = "orders"`, "before")
	server.Stop()

	c = dial(t, start(t, cfg))

	awaitListed(t, c, `Scheme = "orders"`, "before")
	runWorkflow(t, c, "after", "orders")
	awaitListed(t, c, `Scheme = "orders" AND WorkflowId = "after"`, "after")
}

func TestARestartTakesOverTheConfiguration(t *testing.T) {
	cfg := temporalserver.Config{DataDir: t.TempDir(), SearchAttributes: attributes("DocumentState")}
	start(t, cfg).Stop()

	cfg.SearchAttributes = attributes("Scheme") // one is new, one is no longer named
	cfg.Retention = 10 * time.Minute
	c := dial(t, start(t, cfg))

	runWorkflow(t, c, "one", "orders")
	awaitListed(t, c, `Scheme = "orders" AND DocumentState IS NULL`, "one")
	namespace, err := c.WorkflowService().DescribeNamespace(t.Context(), &workflowservice.DescribeNamespaceRequest{Namespace: "default"})
	if err != nil {
		t.Fatal(err)
	}
	if got := namespace.GetConfig().GetWorkflowExecutionRetentionTtl().AsDuration(); got != cfg.Retention {
		t.Errorf("the retention is %s, want %s", got, cfg.Retention)
	}
}

func TestAnAttributeKeepsItsType(t *testing.T) {
	cfg := temporalserver.Config{DataDir: t.TempDir(), SearchAttributes: attributes("Scheme")}
	start(t, cfg).Stop()

	cfg.SearchAttributes["Scheme"] = enumspb.INDEXED_VALUE_TYPE_INT
	_, err := temporalserver.Start(t.Context(), cfg)

	if err == nil || !strings.Contains(err.Error(), `"Scheme" is of type Keyword in this data directory and cannot become Int`) {
		t.Errorf("got %v", err)
	}
}

func TestAnUnusableDataDirIsTold(t *testing.T) {
	_, err := temporalserver.Start(t.Context(), temporalserver.Config{DataDir: "/dev/null/data"})
	if err == nil || !strings.Contains(err.Error(), "the data directory of the Temporal server cannot be created") {
		t.Errorf("got %v", err)
	}
}

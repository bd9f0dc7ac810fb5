package temporalserver_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/worker/standalone/temporalserver"
)

const patience = 5 * time.Minute

var scheme = temporal.NewSearchAttributeKeyKeyword("Scheme")

func attributes(names ...string) map[string]enumspb.IndexedValueType {
	all := map[string]enumspb.IndexedValueType{}
	for _, name := range names {
		all[name] = enumspb.INDEXED_VALUE_TYPE_KEYWORD
	}
	return all
}

// start starts a server that the test need not stop.
func start(t *testing.T, cfg temporalserver.Config) *temporalserver.Server {
	t.Helper()
	server, err := temporalserver.Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return server
}

func dial(t *testing.T, server *temporalserver.Server) client.Client {
	t.Helper()
	c, err := client.Dial(client.Options{HostPort: server.Address(), Logger: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// runWorkflow runs one workflow to its end with a Scheme attribute on it.
func runWorkflow(t *testing.T, c client.Client, id, schemeName string) {
	t.Helper()
	w := worker.New(c, "test", worker.Options{})
	w.RegisterWorkflowWithOptions(greet, workflow.RegisterOptions{Name: "greet"})
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	defer w.Stop()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	run, err := c.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID:                    id,
		TaskQueue:             "test",
		TypedSearchAttributes: temporal.NewSearchAttributes(scheme.ValueSet(schemeName)),
	}, "greet", "ERP")
	if err != nil {
		t.Fatal(err)
	}
	var greeting string
	if err := run.Get(ctx, &greeting); err != nil || greeting != "hello ERP" {
		t.Fatalf("got %q, %v", greeting, err)
	}
}

func greet(_ workflow.Context, name string) (string, error) { return "hello " + name, nil }

// awaitListed waits until a query finds exactly these workflows; the list is
// written a little later than the workflow itself.
func awaitListed(t *testing.T, c client.Client, query string, want ...string) {
	t.Helper()
	var got []string
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if got = list(t, c, query); fmt.Sprint(got) == fmt.Sprint(want) {
			return
		}
	}
	t.Fatalf("the query %s finds %v, want %v", query, got, want)
}

func list(t *testing.T, c client.Client, query string) []string {
	t.Helper()
	page, err := c.ListWorkflow(t.Context(), &workflowservice.ListWorkflowExecutionsRequest{Query: query})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, execution := range page.GetExecutions() {
		ids = append(ids, execution.GetExecution().GetWorkflowId())
	}
	return ids
}

func body(t *testing.T, url string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s, %v", url, response.Status, err)
	}
	return string(text)
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// recorder is a log that a test can read while others write.
type recorder struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *recorder) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *recorder) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

package temporalserver

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
)

const (
	firstWait = 5 * time.Millisecond
	longWait  = 250 * time.Millisecond
)

// poll tries until it succeeds, with growing waits. Each try has its own time
// limit; the context limits them all. The last reason is what the caller gets.
func poll(ctx context.Context, limit time.Duration, try func(context.Context) error) error {
	for wait := firstWait; ; wait = min(2*wait, longWait) {
		err := within(ctx, limit, try)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", context.Cause(ctx), err)
		case <-time.After(wait):
		}
	}
}

func within(ctx context.Context, limit time.Duration, try func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return try(ctx)
}

// awaitFrontend returns when the namespace can be used, not merely when the
// port is open.
func awaitFrontend(ctx context.Context, c client.Client, namespace string) error {
	err := poll(ctx, 2*time.Second, func(ctx context.Context) error {
		_, err := c.WorkflowService().DescribeNamespace(ctx, &workflowservice.DescribeNamespaceRequest{Namespace: namespace})
		return err
	})
	if err != nil {
		return fmt.Errorf("the Temporal server does not answer: %w", err)
	}
	return nil
}

// awaitUI asks the Web UI for the namespace, which it in turn asks the server
// for: what a person opens will work.
func awaitUI(ctx context.Context, ui, namespace string) error {
	err := poll(ctx, 2*time.Second, func(ctx context.Context) error {
		return get(ctx, ui+"/api/v1/namespaces/"+namespace)
	})
	if err != nil {
		return fmt.Errorf("the Web UI does not answer: %w", err)
	}
	return nil
}

func get(ctx context.Context, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s answered %s", url, response.Status)
	}
	return nil
}

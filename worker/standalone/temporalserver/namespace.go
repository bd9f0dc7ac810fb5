package temporalserver

import (
	"context"
	"fmt"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	namespacepb "go.temporal.io/api/namespace/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"google.golang.org/protobuf/types/known/durationpb"
)

// updateNamespace brings the namespace of an older data directory in line with
// today's configuration. On a fresh one there is nothing to do.
func updateNamespace(ctx context.Context, c client.Client, cfg Config) error {
	if err := updateRetention(ctx, c, cfg); err != nil {
		return fmt.Errorf("the retention %s cannot be set on the namespace %q: %w", cfg.Retention, cfg.Namespace, err)
	}
	if err := addSearchAttributes(ctx, c, cfg); err != nil {
		return fmt.Errorf("the search attributes of the namespace %q cannot be registered: %w", cfg.Namespace, err)
	}
	return nil
}

func updateRetention(ctx context.Context, c client.Client, cfg Config) error {
	service := c.WorkflowService()
	found, err := service.DescribeNamespace(ctx, &workflowservice.DescribeNamespaceRequest{Namespace: cfg.Namespace})
	if err != nil {
		return err
	}
	if found.GetConfig().GetWorkflowExecutionRetentionTtl().AsDuration() == cfg.Retention {
		return nil
	}
	_, err = service.UpdateNamespace(ctx, &workflowservice.UpdateNamespaceRequest{
		Namespace: cfg.Namespace,
		Config:    &namespacepb.NamespaceConfig{WorkflowExecutionRetentionTtl: durationpb.New(cfg.Retention)},
	})
	return err
}

func addSearchAttributes(ctx context.Context, c client.Client, cfg Config) error {
	known, err := c.OperatorService().ListSearchAttributes(ctx, &operatorservice.ListSearchAttributesRequest{Namespace: cfg.Namespace})
	if err != nil {
		return err
	}
	missing, err := missingAttributes(cfg.SearchAttributes, known.GetCustomAttributes())
	if err != nil || len(missing) == 0 {
		return err
	}
	_, err = c.OperatorService().AddSearchAttributes(ctx, &operatorservice.AddSearchAttributesRequest{
		Namespace:        cfg.Namespace,
		SearchAttributes: missing,
	})
	if err != nil {
		return err
	}
	return awaitAttributes(ctx, c, cfg.Namespace, missing)
}

func missingAttributes(wanted, known map[string]enumspb.IndexedValueType) (map[string]enumspb.IndexedValueType, error) {
	missing := map[string]enumspb.IndexedValueType{}
	for name, kind := range wanted {
		switch existing, ok := known[name]; {
		case !ok:
			missing[name] = kind
		case existing != kind:
			return nil, fmt.Errorf("%q is of type %s in this data directory and cannot become %s: use another name or another data directory", name, existing, kind)
		}
	}
	return missing, nil
}

// awaitAttributes waits until the services have noticed new attributes, which
// they do every two seconds. A workflow started before that would be refused.
func awaitAttributes(ctx context.Context, c client.Client, namespace string, added map[string]enumspb.IndexedValueType) error {
	for name := range added {
		err := poll(ctx, 2*time.Second, func(ctx context.Context) error {
			_, err := c.CountWorkflow(ctx, &workflowservice.CountWorkflowExecutionsRequest{
				Namespace: namespace,
				Query:     fmt.Sprintf("`%s` IS NULL", name),
			})
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

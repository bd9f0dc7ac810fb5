package engine

import (
	"context"
	"errors"
	"fmt"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"github.com/erpbridge/erpbridge/workflows"
)

// SearchAttributes are what the workflows are searched by in the Web UI.
func SearchAttributes() map[string]enumspb.IndexedValueType {
	return map[string]enumspb.IndexedValueType{
		workflows.SchemeAttribute.GetName(): enumspb.INDEXED_VALUE_TYPE_KEYWORD,
		workflows.NumberAttribute.GetName(): enumspb.INDEXED_VALUE_TYPE_KEYWORD,
		workflows.StateAttribute.GetName():  enumspb.INDEXED_VALUE_TYPE_KEYWORD,
	}
}

// EnsureSearchAttributes registers them at a server that does not have them
// yet. Without them no workflow could be started. Only a server that lacks one
// is asked to change: many accounts may not.
func EnsureSearchAttributes(ctx context.Context, c client.Client, namespace string) error {
	if has(ctx, c) {
		return nil
	}
	_, err := c.OperatorService().AddSearchAttributes(ctx, &operatorservice.AddSearchAttributesRequest{
		Namespace: namespace, SearchAttributes: SearchAttributes(),
	})
	var exists *serviceerror.AlreadyExists
	if err != nil && !errors.As(err, &exists) {
		return fmt.Errorf("register the search attributes Scheme, DocumentNumber and DocumentState (Keyword) in namespace %s, "+
			"or have your Temporal administrator do it: %w", namespace, err)
	}
	return nil
}

// has is false also when the server does not say: registering will tell why.
func has(ctx context.Context, c client.Client) bool {
	known, err := c.GetSearchAttributes(ctx)
	if err != nil {
		return false
	}
	for name := range SearchAttributes() {
		if _, ok := known.GetKeys()[name]; !ok {
			return false
		}
	}
	return true
}

package reconcile

import (
	"context"
	"encoding/json"
	"fmt"
	"math"

	"go.temporal.io/sdk/activity"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// CloseInput ends a comparison.
type CloseInput struct {
	Scheme   string            `json:"scheme"`
	Revision string            `json:"revision,omitempty"`
	Window   connectors.Window `json:"window"`
	Problem  string            `json:"problem,omitempty"` // why it could not be made
}

// Closed is what a comparison came to, in few words.
type Closed struct {
	Documents   int    `json:"documents"`
	Differences int    `json:"differences"`
	Unexplained int    `json:"unexplained"`
	Problem     string `json:"problem,omitempty"`
}

// CloseComparison puts the stretches together and keeps the whole.
func (a *Activities) CloseComparison(ctx context.Context, in CloseInput) (Closed, error) {
	r := docstore.Reconciliation{
		Scheme: in.Scheme, Run: activity.GetInfo(ctx).WorkflowExecution.RunID, From: in.Window.From, To: in.Window.To,
		At: a.Now(), Problem: in.Problem,
	}
	if in.Problem == "" {
		if err := a.together(ctx, in, &r); err != nil {
			return Closed{}, err
		}
	}
	err := a.Store.KeepReconciliation(ctx, r)
	return Closed{Documents: r.Documents, Differences: r.Differences, Unexplained: r.Unexplained, Problem: r.Problem}, err
}

func (a *Activities) together(ctx context.Context, in CloseInput, r *docstore.Reconciliation) error {
	s, err := a.Schemes.At(ctx, in.Scheme, in.Revision)
	if err != nil {
		return activities.Mistake(err)
	}
	all, carried, err := a.parts(ctx, s, r.Run, math.MaxInt32)
	if err != nil {
		return err
	}
	all.disown(carried)
	all.Window = in.Window
	r.Documents, r.Differences, r.Unexplained = all.Documents, all.Differ(), all.Unexplained
	r.Result, err = written(all)
	return err
}

func written(k Kept) (json.RawMessage, error) {
	text, err := json.Marshal(k)
	if err != nil {
		return nil, fmt.Errorf("write what a comparison of scheme %s came to: %w", k.Scheme, err)
	}
	return text, nil
}

// ReadKept reads what a comparison came to, as the store has it.
func ReadKept(result json.RawMessage) (Kept, error) {
	k := Kept{Kinds: map[Kind]int{}}
	if len(result) == 0 {
		return k, nil
	}
	if err := json.Unmarshal(result, &k); err != nil {
		return k, fmt.Errorf("what the store has of a comparison is not what was written: %w", err)
	}
	return k, nil
}

package workflows

import "go.temporal.io/sdk/workflow"

// show has the workflow list say where the document stands.
func (d *document) show(ctx workflow.Context, state string) error {
	d.shown = true
	return workflow.UpsertTypedSearchAttributes(ctx, StateAttribute.ValueSet(state))
}

// ended shows where the document has ended, unless that is where everybody expects
// it and the list says nothing else.
func (d *document) ended(ctx workflow.Context) error {
	if d.in.Quiet && !d.shown && d.arrived() {
		return nil
	}
	return d.show(ctx, string(d.standing.State))
}

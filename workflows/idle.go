package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// idles is the name of a change to Document: before it, a step that changed nothing
// was taken again at once, however often.
const idles = "document-idles"

// firstRest is how long a document rests that did not get on, the first time.
const firstRest = 5 * time.Second

// tooMany steps that leave a document in its state: two may, when it is found to be
// there and to be taken back, and then not to be there.
const tooMany = 3

// idle is a document that does not get on.
type idle struct {
	steps int // one after another that changed nothing, and took no time
	rest  time.Duration
}

// restless takes a step, and rests when several changed nothing: as between
// workers of which one knows steps that the other does not know. Those that wait by
// themselves are left alone, and no version is noted of the many that get on.
func (d *document) restless(ctx workflow.Context) error {
	before, began := d.standing, workflow.Now(ctx)
	if err := d.step(ctx); err != nil {
		return err
	}
	if moved(before.State, d.standing.State) || workflow.Now(ctx).Sub(began) >= settle {
		d.idle = idle{}
		return nil
	}
	if d.idle.steps++; d.idle.steps < tooMany || workflow.GetVersion(ctx, idles, workflow.DefaultVersion, 1) == workflow.DefaultVersion {
		return nil
	}
	d.idle.rest = max(firstRest, longer(d.idle.rest, longest))
	workflow.GetLogger(ctx).Warn("the document does not get on", "key", d.in.Key, "state", d.standing.State, "rest", d.idle.rest)
	if err := d.leave(ctx); err != nil {
		return err
	}
	return workflow.Sleep(ctx, d.idle.rest)
}

// moved: the next step is that of another state, or one that waits by itself.
func moved(from, to docstore.State) bool {
	return from != to || to == docstore.Waiting || to == docstore.Unknown
}

package workflows_test

import (
	"context"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows"
)

// A worker that does not know a step answers that nothing has changed. The document
// is not taken up again at once, but ever later, until another worker takes the step.
func TestADocumentThatDoesNotGetOnRests(t *testing.T) {
	t.Parallel()
	for idle, want := range map[int]struct {
		rests int
		takes time.Duration
	}{
		0: {}, 2: {}, 3: {1, 5 * time.Second}, 6: {4, (5 + 10 + 20 + 40) * time.Second},
	} {
		env := patient()
		var a *activities.Activities
		env.RegisterActivity(a)
		mapped := activities.Standing{State: docstore.Mapped, Steps: []schemes.Step{schemes.Save}}
		env.OnActivity(a.Map, anything, anything).Return(mapped, nil)
		saves, rests := 0, 0
		env.OnActivity(a.Save, anything, anything).Return(func(context.Context, activities.Ref) (activities.Standing, error) {
			st := mapped
			if saves++; saves > idle {
				st.State = docstore.Saved
			}
			return st, nil
		})
		env.SetOnTimerScheduledListener(func(string, time.Duration) { rests++ })
		began := env.Now()
		env.ExecuteWorkflow(workflows.Document, workflows.DocumentInput{Scheme: "s", Key: "1"})
		took := env.Now().Sub(began)
		if err := env.GetWorkflowError(); err != nil || rests != want.rests || took < want.takes || took > want.takes+time.Second {
			t.Errorf("after %d idle steps it rested %d times and took %v, want %d times and %v: %v", idle, rests, took, want.rests, want.takes, err)
		}
	}
}

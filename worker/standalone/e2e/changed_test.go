package e2e

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"go.temporal.io/sdk/client"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
	"github.com/erpbridge/erpbridge/workflows"
)

// A scheme that pushes orders to 旺店通, and again when they change.
const (
	pushed    = "orders-pushed"
	pushedDir = "../../../activities/testdata/updated"
)

// pushing is a stage with a 旺店通, and the way in for orders that are sent to us.
type pushing struct {
	*stage
	shop   *wangdiantongtest.Server
	intake *activities.Intake
}

func setupPushing(t *testing.T, storeURL string) *pushing {
	t.Helper()
	return setupPushingOf(t, storeURL, pushedDir)
}

// setupPushingOf is a stage with the scheme as a folder has it.
func setupPushingOf(t *testing.T, storeURL, schemesDir string) *pushing {
	t.Helper()
	p := &pushing{
		stage: setupSchemes(t, 2, storeURL, schemesDir),
		shop:  wangdiantongtest.New(wangdiantongtest.Options{NoLimits: true}),
	}
	srv := httptest.NewServer(p.shop)
	t.Cleanup(srv.Close)
	for name, value := range p.shop.Variables(srv.URL) {
		p.environ["WANGDIANTONG_MAIN_"+name] = value
	}
	p.environ["WANGDIANTONG_MAIN_PER_SECOND"], p.environ["WANGDIANTONG_MAIN_PER_MINUTE"] = "1000", "10000"
	p.environ["WANGDIANTONG_MAIN_TIMEOUT"] = limit.String() // an answer that is held up is no lost one
	p.intake = activities.NewIntake(activities.NewSchemes(p.library, p.store), p.store, p.orders, p.log)
	return p
}

// comes is an order that is sent to us: kept, and set on its way.
func (p *pushing) comes(tid, status, message string) {
	p.t.Helper()
	p.keeps(tid, status, message)
	s, err := p.intake.Scheme(p.ctx, pushed)
	p.ok(err)
	p.ok(p.intake.Carry(p.ctx, s, []string{tid}))
}

func (p *pushing) keeps(tid, status, message string) {
	p.t.Helper()
	s, err := p.intake.Scheme(p.ctx, pushed)
	p.ok(err)
	row := fmt.Sprintf(`{"tid": %q, "status": %q, "message": %q, "items": [{"no": "1"}]}`, tid, status, message)
	documents, err := p.intake.Documents(p.ctx, s, []json.RawMessage{json.RawMessage(row)})
	p.ok(err)
	_, err = p.intake.Keep(p.ctx, s, documents[0], nil)
	p.ok(err)
}

// holdFirst holds the answer to the first push up until it is let go; came says
// that the push has been worked on.
func (p *pushing) holdFirst() (came <-chan struct{}, letGo func()) {
	done, answer := make(chan struct{}), make(chan struct{})
	var pushes atomic.Int32
	p.shop.OnPush = func() {
		if pushes.Add(1) == 1 {
			close(done)
			<-answer
		}
	}
	letGo = sync.OnceFunc(func() { close(answer) })
	p.t.Cleanup(letGo) // 旺店通 cannot be closed before
	return done, letGo
}

// arrives waits until 旺店通 has a message of an order and nothing more is on its
// way, and compares how it came to be there.
func (p *pushing) arrives(tid, message, statuses string, pushes int) {
	p.t.Helper()
	p.until(tid+" "+message, func() bool {
		o, there := p.shop.Order(tid)
		return there && o.Text("buyer_message") == message && p.idle(tid)
	})
	o, _ := p.shop.Order(tid)
	if strings.Join(o.Statuses, " ") != statuses || o.Pushes != pushes {
		p.t.Errorf("%s %q went through %q with %d pushes, want %q with %d", tid, message, o.Statuses, o.Pushes, statuses, pushes)
	}
}

// idle: the workflow of an order has ended, and left nothing to do.
func (p *pushing) idle(tid string) bool {
	p.t.Helper()
	d := answer(p.stage, func() (*client.WorkflowExecutionDescription, error) {
		return p.client.DescribeWorkflow(p.ctx, workflows.DocumentID(pushed, tid), "")
	})
	doc, err := p.store.Get(p.ctx, docstore.Ref{Scheme: pushed, Key: tid})
	p.ok(err)
	return d.WorkflowCloseTime != nil && doc.State == docstore.Saved && doc.Newer == nil
}

// An order that changes twice while it is being pushed is pushed once more, as
// it was last; one that changes when it is there, too, at once or with a run.
func TestAnOrderThatChangesIsPushedAgain(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]func(testing.TB) string{
		"sqlite": func(testing.TB) string { return "" }, "postgresql": postgres,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := setupPushing(t, url(t))
			p.changes(func(string) {})
		})
	}
}

// changes is the life of an order; what is told after each part.
func (p *pushing) changes(after func(part string)) {
	p.t.Helper()
	came, letGo := p.holdFirst()
	p.worker()
	p.comes("T1", "30", "first")
	<-came
	p.comes("T1", "30", "second")
	p.comes("T1", "70", "third")
	letGo()
	p.arrives("T1", "third", "30 70", 2)
	after("document-changes-while-carried")
	p.comes("T1", "70", "fourth")
	p.arrives("T1", "fourth", "30 70", 3)
	after("document-carried-again")
	p.keeps("T1", "70", "fifth")
	p.ok(p.start(pushed).Get(p.ctx, nil))
	p.arrives("T1", "fifth", "30 70", 4)
	after("document-carried-again-by-a-run")
}

// Whenever a change comes, also when the workflow of its order is just about to
// end, it arrives without a run of the scheme, and the last one stays.
func TestNoChangeOfAnOrderIsMissed(t *testing.T) {
	t.Parallel()
	p := setupPushing(t, "")
	p.worker()
	const changes = 15
	for i := range changes {
		p.comes("T1", "30", strconv.Itoa(i))
		p.comes("T2", "30", strconv.Itoa(i))
		if i%5 == 0 { // some of them one by one, as the workflow ends
			p.until("a change", func() bool { return p.message("T1") == strconv.Itoa(i) })
		}
	}
	for _, tid := range []string{"T1", "T2"} {
		p.until("the last change", func() bool { return p.message(tid) == strconv.Itoa(changes-1) && p.idle(tid) })
	}
}

// A run that finds newer content of an order which another workflow is carrying has
// that carried, too: it is not left to the next run.
func TestARunHasAChangeCarriedBehindWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	for name, dir := range map[string]string{"document": pushedDir, "bulk": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := setupPushingOf(t, "", cmp.Or(dir, pushedInBulk(t)))
			came, letGo := p.holdFirst()
			p.worker()
			p.comes("T1", "30", "first")
			<-came
			p.keeps("T1", "70", "second")
			var run workflows.Progress
			p.ok(p.start(pushed).Get(p.ctx, &run))
			letGo()
			p.arrives("T1", "second", "30 70", 2)
			if run.Elsewhere != 1 || run.Started != 0 {
				t.Errorf("the run tells of %+v", run)
			}
		})
	}
}

// pushedInBulk is a folder with the scheme that pushes orders, page by page.
func pushedInBulk(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(pushedDir, pushed+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	text = []byte(strings.Replace(string(text), "\nschedule:", "\nlane: bulk\nschedule:", 1))
	if err := os.WriteFile(filepath.Join(dir, pushed+".yaml"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func (p *pushing) message(tid string) string {
	o, there := p.shop.Order(tid)
	if !there {
		return ""
	}
	return o.Text("buyer_message")
}

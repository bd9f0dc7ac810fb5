package e2e

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/starter/cli"
	"github.com/erpbridge/erpbridge/workflows"
)

// said is what a command line answered.
type said struct {
	code           int
	stdout, stderr string
}

// starter runs one command line of the starter against the stage.
func (s *stage) starter(line string) said {
	s.t.Helper()
	return s.answering(line, "")
}

// answering runs a command line and gives an answer to what it asks.
func (s *stage) answering(line, answer string) said {
	s.t.Helper()
	var stdout, stderr bytes.Buffer
	code := cli.Run(s.ctx, strings.Fields(line), cli.Env{
		Stdin: strings.NewReader(answer), Stdout: &stdout, Stderr: &stderr, Environ: s.environ, APIs: all.APIs, User: "zhao", Version: "v1.2.3", Language: "en",
	})
	return said{code, stdout.String(), stderr.String()}
}

// done runs a command line that must succeed.
func (s *stage) done(line string) said {
	s.t.Helper()
	o := s.starter(line)
	if o.code != 0 {
		s.t.Fatalf("starter %s: exit %d\n%s%s", line, o.code, o.stdout, o.stderr)
	}
	return o
}

// json runs a command line that must succeed and reads its one JSON value.
func (s *stage) json(line string, into any) {
	s.t.Helper()
	o := s.done(line + " --output json")
	decoder := json.NewDecoder(strings.NewReader(o.stdout))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil || decoder.More() {
		s.t.Fatalf("starter %s: %v\n%s", line, err, o.stdout)
	}
}

// says makes sure that a text has these parts.
func says(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("this does not say %q:\n%s", part, text)
		}
	}
}

func TestStarterApplies(t *testing.T) {
	t.Parallel()
	s := setup(t, 8, "")
	s.worker()
	ours := strings.Join([]string{refunds, customers, orderData}, " ")
	plan := s.done("apply --dry-run " + ours)
	unsaid := s.starter("apply " + ours) // nobody answers
	if says(t, unsaid.stderr, "Nothing was done."); unsaid.code != 1 || unsaid.stdout != plan.stdout {
		t.Errorf("exit %d: %s", unsaid.code, unsaid.stdout)
	}
	first := s.done("apply --yes " + ours)
	for _, scheme := range []string{refunds, customers, orderData} {
		says(t, plan.stdout, scheme+": a schedule is to be created, every ")
		says(t, first.stdout, scheme+": schedule created, every ")
	}
	says(t, s.done("apply "+customers).stdout, customers+": schedule stays, every 30m")
	says(t, s.done("apply --dry-run --lang zh "+customers).stdout, customers+"：计划不变，", "计划与方案一致。")
	again := s.starter("apply refund")
	if again.code != 1 || again.stdout != "" {
		t.Errorf("exit %d: %s", again.code, again.stdout)
	}
	// The first run of each starts at once.
	s.until("all three read", func() bool { return s.fetched(refunds) && s.fetched(customers) && s.fetched(orderData) })
	s.until("everything carried", func() bool { return s.inFlight() == 0 })
	s.checkBills(false)
}

// A plan tells what is different: schedules that have been changed, those that
// schemes no longer have, and those whose schemes are gone. A person who answers
// has it done, and then there is nothing left to do.
func TestStarterAppliesWhatIsDifferent(t *testing.T) {
	t.Parallel()
	s := setupSchemes(t, 1, "", mergedDir)
	other := schemes.Schedule{Every: 7 * time.Minute}
	for _, scheme := range []*schemes.Scheme{
		{Name: byShop, Schedule: other}, {Name: noted, Schedule: other}, {Name: "long-gone", Schedule: schemes.Schedule{Cron: []string{"5 4 * * *"}}},
	} {
		_, err := s.orders.Apply(s.ctx, scheme, time.Time{})
		s.ok(err)
	}
	gone := "long-gone: the schedule is to be removed, for there is no such scheme any more"
	s.until("all are listed", func() bool { return strings.Contains(s.done("apply --dry-run").stdout, gone) })
	says(t, s.done("apply --dry-run").stdout, byShop+": the schedule is to be ", "every 7m", gone)
	says(t, s.done("apply --dry-run --lang zh").stdout, byShop+"：", "long-gone：将删除计划，因为方案已不存在")
	if no := s.answering("apply", "n\n"); no.code != 1 {
		t.Errorf("exit %d: %s", no.code, no.stdout)
	}
	yes := s.answering("apply", "y\n")
	says(t, yes.stdout, gone, "long-gone: schedule removed; there is no such scheme any more")
	s.until("it is not listed any more", func() bool { return !strings.Contains(s.done("apply --dry-run").stdout, "long-gone") })
	says(t, s.done("apply --dry-run").stdout, "The schedules are what the schemes say.")
}

// status as scripts read it.
type statusJSON struct {
	Schemes []struct {
		Scheme, Title string
		Watermark     time.Time
		Paused        *docstore.Pause
		Runs          []struct {
			WorkflowID string `json:"workflow_id"`
			Progress   *workflows.Progress
			Problem    string
		}
		Counts    map[docstore.State]int
		Changed   int
		Reasons   []docstore.ReasonCount
		Schedules []struct {
			Schedule, Kind, Name, When, Window string
			Next                               time.Time
			Paused, Missing                    bool
		}
		Reconciliation any
	}
	RunsKnown bool `json:"runs_known"`
}

// A day at work: a run, what came of it, a retry after the cause was mended,
// and one document that a person takes off the list.
func TestStarterThroughADay(t *testing.T) {
	t.Parallel()
	s := setup(t, 26, "")
	s.worker()
	never := s.done("status " + refunds)
	says(t, never.stdout, refunds, "never")
	refused := s.keyOf(simulators.Plain)
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.RefuseRow, Method: "BatchSave", Number: refused, Message: "拒绝保存"})
	s.run()
	s.tellsStatus(t)
	s.skips(t, refused)
	s.world.Kingdee.ClearFaults()
	s.retries(t)
	s.run()
	if d := s.of(refused); d.State != docstore.Skipped || d.Reason != "已手工录入" {
		t.Errorf("%s, which was skipped, is %s: %s", refused, d.State, d.Reason)
	}
	if _, there := s.world.Kingdee.Bill(form, refused); there {
		t.Error("what was skipped was carried")
	}
}

func (s *stage) run() {
	s.t.Helper()
	run := s.done("run " + refunds + " --wait")
	says(s.t, run.stdout, refunds+": rows read: ")
	says(s.t, run.stderr, "sync:"+refunds+" is under way", "/namespaces/default/workflows/")
	s.until("everything carried", func() bool { return s.inFlight() == 0 })
}

func (s *stage) tellsStatus(t *testing.T) {
	t.Helper()
	counts, _, err := s.store.Counts(s.ctx, refunds)
	s.ok(err)
	var st statusJSON
	s.json("status", &st)
	if len(st.Schemes) != len(s.library.Names()) || !st.RunsKnown {
		t.Fatalf("status tells of %d schemes, runs known %v", len(st.Schemes), st.RunsKnown)
	}
	for _, scheme := range st.Schemes {
		if scheme.Scheme == refunds && (!maps.Equal(scheme.Counts, counts) || time.Since(scheme.Watermark) > time.Hour) {
			t.Errorf("status tells %v at %s, the store has %v", scheme.Counts, scheme.Watermark, counts)
		}
	}
	says(t, s.done("status "+refunds).stdout, "audited ", "skipped ", "waiting ", "failed ", "拒绝保存", "物料")
	says(t, s.done("status "+refunds+" --lang zh").stdout, "已审核 ", "跳过 ", "等待")
}

// skips: what failed is not to be carried; what is audited cannot be taken back so.
func (s *stage) skips(t *testing.T, key string) {
	t.Helper()
	says(t, s.done("documents show "+refunds+" "+key).stdout, key, "failed", "拒绝保存")
	says(t, s.done("skip "+refunds+" "+key+" --reason 已手工录入").stdout, key+" of "+refunds+": was failed, is not carried")
	says(t, s.done("documents list --scheme "+refunds+" --state skipped").stdout, key, "已手工录入")
	delivered := s.starter("skip " + refunds + " " + s.keyOf(simulators.Cents) + " --reason 不要了")
	if delivered.code != 1 || delivered.stdout != "" {
		t.Errorf("what is audited was skipped: exit %d, %s", delivered.code, delivered.stdout)
	}
}

// retries: it fails again while its material is missing, and is audited when a
// clerk has made it.
func (s *stage) retries(t *testing.T) {
	t.Helper()
	key := s.keyOf(simulators.MissingMaterial)
	before := s.of(key)
	if before.State != docstore.Failed || !strings.Contains(before.Reason, "物料") {
		t.Fatalf("%s is %s: %s", key, before.State, before.Reason)
	}
	says(t, s.done("retry "+refunds+" "+key).stdout, key+": was failed, begins anew")
	s.until("it has failed again", func() bool { d := s.of(key); return d.State == docstore.Failed && d.Attempts > before.Attempts })
	for _, d := range s.world.Documents() {
		if d.Kind == simulators.MissingMaterial {
			s.world.Kingdee.Seed("BD_MATERIAL", map[string]any{"FNumber": d.Lines[0].SKU, "FName": "新物料"})
		}
	}
	var all retriedJSON
	s.json("retry "+refunds+" --all --yes", &all)
	if !slices.ContainsFunc(all.Retried, func(r retriedDocument) bool {
		return r.Key == key && r.Was == "failed" && r.Action == "reopened"
	}) || len(all.Refused) > 0 {
		t.Errorf("retried were %+v", all)
	}
	s.until("it is audited", func() bool { return s.of(key).State == docstore.Audited })
	if b, there := s.world.Kingdee.Bill(form, key); !there || b.Status != "C" || b.Saves != 1 {
		t.Errorf("the bill is there %v, %s, saved %d times", there, b.Status, b.Saves)
	}
	refused := s.starter("retry " + refunds + " " + key + " none")
	if refused.code != 1 {
		t.Errorf("what is audited was retried: exit %d", refused.code)
	}
	says(t, refused.stdout, key+": not retried: ", "none: not retried: ")
}

// retriedJSON is a retry as scripts read it.
type retriedJSON struct {
	Scheme           string
	Retried, Refused []retriedDocument
}

type retriedDocument struct{ Key, Number, Was, Action, State, Problem string }

func TestStarterPausesAndResumes(t *testing.T) {
	t.Parallel()
	s := setup(t, 30, "")
	s.worker()
	s.done("apply --yes " + strings.Join([]string{refunds, customers, orderData}, " "))
	s.until("the first bills", func() bool { return len(s.world.Kingdee.Bills(form)) >= 5 })
	says(t, s.done("pause "+refunds+" --reason 盘点").stdout, refunds+": paused")
	s.until("nothing is on its way", s.stands)
	if paused, note := s.schedule(refunds); !paused || note != "zhao: 盘点" {
		t.Errorf("the schedule is paused %v, and says %q", paused, note)
	}
	if paused, _ := s.schedule(customers); paused {
		t.Error("another scheme's schedule is paused")
	}
	says(t, s.done("status "+refunds).stdout, "zhao  盘点")
	says(t, s.done("pause "+refunds+" --by li").stdout, "was paused already, by zhao")
	stood := len(s.world.Kingdee.Bills(form))
	s.done("run " + customers + " --wait") // time in which a run that does not stand would go on
	if now := len(s.world.Kingdee.Bills(form)); now != stood {
		t.Errorf("%d bills were made while the scheme was paused", now-stood)
	}
	says(t, s.done("resume "+refunds).stdout, refunds+": goes on (paused by zhao at ")
	if paused, _ := s.schedule(refunds); paused {
		t.Error("the schedule is still paused")
	}
	s.until("everything carried", func() bool { return s.fetched(refunds) && s.inFlight() == 0 })
	s.checkBills(false)
}

// schedule says whether Temporal holds a scheme's schedule back, and the note.
func (s *stage) schedule(scheme string) (paused bool, note string) {
	s.t.Helper()
	is := s.described(workflows.ScheduleID(scheme)).Schedule.State
	return is.Paused, is.Note
}

func (s *stage) of(key string) docstore.Document {
	s.t.Helper()
	d, err := s.store.Get(s.ctx, docstore.Ref{Scheme: refunds, Key: key})
	s.ok(err)
	return d
}

// Without Temporal one sentence says what to do, and what the store knows is told.
func TestStarterWithoutTemporal(t *testing.T) {
	t.Parallel()
	s := setup(t, 1, "")
	s.environ["TEMPORAL_ADDRESS"] = "127.0.0.1:1"
	for _, line := range []string{"apply", "run " + refunds, "retry " + refunds + " --all", "status"} {
		o := s.starter(line)
		if o.code != 1 || strings.Count(o.stderr, "\n") != 1 {
			t.Errorf("starter %s: exit %d, says %s", line, o.code, o.stderr)
		}
		says(t, o.stderr, "Temporal does not answer at 127.0.0.1:1. Set TEMPORAL_ADDRESS")
		if told := strings.Contains(o.stdout, refunds); told != (line == "status") {
			t.Errorf("starter %s tells:\n%s", line, o.stdout)
		}
	}
}

package activities_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	tlog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/collection"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/schemes"
)

const (
	refunds   = "jushuitan-refund-to-kingdee-return"
	customers = "kingdee-customers"
	orderData = "jushuitan-orders"
	form      = "SAL_RETURNSTOCK"
)

// stage is a store, the systems and the activities between them.
type stage struct {
	*testing.T
	world   *simulators.World
	environ map[string]string
	library *schemes.Library
	store   *sqlstore.Store
	orders  *orders
	acts    *activities.Activities
}

func setup(t *testing.T) *stage { return setupWorld(t, 30) }

func setupWorld(t *testing.T, documents int) *stage {
	t.Helper()
	s := &stage{T: t, environ: map[string]string{}, orders: &orders{}}
	s.openWorld(documents)
	var err error
	s.library, err = schemes.Embedded()
	s.ok(err)
	s.store = s.openStore()
	s.acts = s.activities(s.environ)
	return s
}

func (s *stage) openWorld(documents int) {
	s.Helper()
	var err error
	s.world, err = simulators.NewWorld(simulators.Options{Documents: documents, Seed: 7, NoLimits: true})
	s.ok(err)
	for _, system := range simulators.Systems() {
		srv := httptest.NewServer(s.world.Handler(system))
		s.Cleanup(srv.Close)
		maps.Copy(s.environ, s.world.Env(system, srv.URL))
	}
	s.environ["JUSHUITAN_MAIN_PER_SECOND"], s.environ["JUSHUITAN_MAIN_PER_MINUTE"] = "1000", "1000"
}

func (s *stage) openStore() *sqlstore.Store {
	s.Helper()
	store, err := sqlstore.Open(s.Context(), "sqlite:"+filepath.Join(s.TempDir(), "store.db"))
	s.ok(err)
	s.Cleanup(func() { s.ok(store.Close()) })
	for scheme, fields := range s.library.IndexedFields() {
		s.ok(store.Declare(s.Context(), scheme, fields))
	}
	s.ok(store.Follow(s.Context(), s.library.Followed()...))
	return store
}

// activities as another worker has them: the same store, accounts of its own.
func (s *stage) activities(environ map[string]string) *activities.Activities {
	known, log := activities.NewSchemes(s.library, s.store), slog.New(slog.DiscardHandler)
	return &activities.Activities{
		Schemes: known, Accounts: collection.Among(all.NewAccounts(environ), s.store), Store: s.store,
		Lookups: activities.NewLookups(s.store, 1<<20), Followers: activities.NewFollowers(known, s.store, s.orders, log),
		Orders: s.orders, Log: log, Now: time.Now,
	}
}

// with are the activities of a worker that has one variable set otherwise.
func (s *stage) with(name, value string) *activities.Activities {
	environ := maps.Clone(s.environ)
	environ[name] = value
	return s.activities(environ)
}

func (s *stage) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// orders notes what Temporal would have been asked for.
type orders struct {
	started []string
	begun   []string
	woken   []docstore.Ref
	carried []docstore.Ref
	refuses error

	underWay []string // the workflows that have not ended
	trouble  string   // that the runs of every scheme have
	ended    bool     // and that they failed with
}

func (o *orders) StartSync(_ context.Context, scheme string, _ time.Time) error {
	o.started = append(o.started, scheme)
	return o.refuses
}

func (o *orders) Running(context.Context, string) ([]string, error) { return nil, o.refuses }

func (o *orders) Begin(_ context.Context, scheme string) (bool, error) {
	o.begun = append(o.begun, scheme)
	return true, o.refuses
}

func (o *orders) UnderWay(_ context.Context, id string) (bool, error) {
	return slices.Contains(o.underWay, id), o.refuses
}

func (o *orders) Trouble(context.Context, string, time.Time) (string, bool, error) {
	return o.trouble, o.ended, o.refuses
}

func (o *orders) Wake(_ context.Context, ref docstore.Ref) error {
	o.woken = append(o.woken, ref)
	return o.refuses
}

func (o *orders) Carry(_ context.Context, doc docstore.Document, _ string) error {
	o.carried = append(o.carried, docstore.Ref{Scheme: doc.Scheme, Key: doc.Key})
	return o.refuses
}

// rows keeps rows of a source as a last page would.
func (s *stage) rows(scheme string, rows ...any) {
	s.Helper()
	def, err := s.library.Get(scheme)
	s.ok(err)
	page := docstore.Page{
		Scheme: scheme, Revision: def.Revision, Stored: def.Target == nil,
		Advance: &docstore.Advance{To: time.Now().Add(-time.Hour)},
	}
	for _, row := range rows {
		raw, err := json.Marshal(row)
		s.ok(err)
		shaped, err := def.Shape(raw)
		s.ok(err)
		for _, r := range shaped {
			page.Rows = append(page.Rows, docstore.Incoming{Key: r.Key, Number: r.Number, Content: r.Content, Skip: r.Skip, MemberOf: r.Group})
		}
	}
	_, err = s.store.Keep(s.Context(), page)
	s.ok(err)
}

// baseData keeps the customers and orders that refunds look up.
func (s *stage) baseData() {
	s.Helper()
	var rows []any
	seen := map[string]bool{}
	for _, d := range s.world.Documents() {
		if d.Org != "" && !seen[d.ShopID] {
			seen[d.ShopID] = true
			rows = append(rows, map[string]any{"FCUSTID": d.ShopID, "FNumber": d.ShopID, "F_XC_Base_Fnumber": d.Org})
		}
	}
	s.rows(customers, rows...)
	s.rows(orderData, asAny(s.world.Jushuitan.Orders())...)
}

func asAny(rows []map[string]any) []any {
	out := make([]any, len(rows))
	for i, row := range rows {
		out[i] = row
	}
	return out
}

// fetched keeps all refunds and returns the first line of one of a kind.
func (s *stage) fetched(kind simulators.Kind) activities.Ref {
	s.Helper()
	s.rows(refunds, asAny(s.world.Jushuitan.Refunds())...)
	return s.refOf(kind)
}

func (s *stage) refOf(kind simulators.Kind) activities.Ref {
	s.Helper()
	for _, d := range s.world.Documents() {
		if d.Kind == kind {
			return activities.Ref{Scheme: refunds, Key: d.AsID + "-1"}
		}
	}
	s.Fatalf("the world has no %s", kind)
	return activities.Ref{}
}

// mapped is a document that is about to be saved.
func (s *stage) mapped() activities.Ref {
	s.Helper()
	s.baseData()
	ref := s.fetched(simulators.Plain)
	s.stands(ref, docstore.Mapped, s.acts.Map)
	return ref
}

// saved is a document that the target has as a draft.
func (s *stage) saved() activities.Ref {
	s.Helper()
	ref := s.mapped()
	s.stands(ref, docstore.Saved, s.acts.Save)
	return ref
}

type step = func(context.Context, activities.Ref) (activities.Standing, error)

// do takes a step as a worker does, inside an activity.
func (s *stage) do(ref activities.Ref, take step) (activities.Standing, error) {
	s.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(tlog.NewStructuredLogger(s.acts.Log))
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(take)
	var st activities.Standing
	value, err := env.ExecuteActivity(take, ref)
	if err == nil {
		err = value.Get(&st)
	}
	return st, err
}

// stands takes a step and compares where it leads, by its answer and in the store.
func (s *stage) stands(ref activities.Ref, want docstore.State, take step) activities.Standing {
	s.Helper()
	st, err := s.do(ref, take)
	s.ok(err)
	doc := s.doc(ref)
	if st.State != want || doc.State != want || st.Reason != doc.Reason {
		s.Fatalf("%s stands at %s (%s), in the store %s (%s); want %s", ref.Key, st.State, st.Reason, doc.State, doc.Reason, want)
	}
	return st
}

func (s *stage) doc(ref activities.Ref) docstore.Document {
	s.Helper()
	doc, err := s.store.Get(s.Context(), ref.Document())
	s.ok(err)
	return doc
}

// bill is the document's bill at 金蝶.
func (s *stage) bill(ref activities.Ref) kingdeetest.Bill {
	s.Helper()
	b, there := s.world.Kingdee.Bill(form, ref.Key)
	if !there {
		s.Fatalf("金蝶 has no bill %s", ref.Key)
	}
	return b
}

func (s *stage) noBill(ref activities.Ref) {
	s.Helper()
	if b, there := s.world.Kingdee.Bill(form, ref.Key); there {
		s.Errorf("金蝶 has bill %s, saved %d times", b.Number, b.Saves)
	}
}

// clerk is a person who works in 金蝶 itself.
type clerk interface {
	connectors.Auditor
	connectors.Undoer
}

// byHand is what a clerk does to the document's bill.
func (s *stage) byHand(ref activities.Ref, steps ...func(clerk, context.Context, connectors.Call, []connectors.Receipt) ([]connectors.Outcome, error)) {
	s.Helper()
	person, err := connectors.As[clerk](all.NewAccounts(s.environ), "kingdee", "MAIN")
	s.ok(err)
	call := connectors.Call{API: "batchSave", Options: map[string]any{"FormId": form}}
	for _, do := range steps {
		outcomes, err := do(person, s.Context(), call, []connectors.Receipt{{Number: ref.Key}})
		s.ok(err)
		for _, o := range outcomes {
			s.ok(o.Err)
		}
	}
}

// retried is what Temporal makes of an error: its type, when it is tried again
// and whether at all.
func (s *stage) retried(err error) *temporal.ApplicationError {
	s.Helper()
	var app *temporal.ApplicationError
	if !errors.As(err, &app) {
		s.Fatalf("no error for Temporal: %v", err)
	}
	return app
}

// editedMerging is a folder with the merging scheme as it is after an edit.
func (s *stage) editedMerging(edit func(yaml string) string) string {
	s.Helper()
	dir := s.TempDir()
	for _, name := range []string{"returns-by-shop.yaml", "bills-noted.yaml"} {
		text, err := os.ReadFile(filepath.Join("testdata", "merged", name))
		s.ok(err)
		if name == "returns-by-shop.yaml" {
			text = []byte(edit(string(text)))
		}
		s.ok(os.WriteFile(filepath.Join(dir, name), text, 0o600))
	}
	return dir
}

// Package e2e tests the whole of erpbridge: a real Temporal server, a real
// store, and systems that speak their protocols over HTTP.
package e2e

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"go.temporal.io/sdk/client"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/worker/engine"
	"github.com/erpbridge/erpbridge/worker/settings"
	"github.com/erpbridge/erpbridge/worker/standalone/temporalserver"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

const (
	refunds   = "jushuitan-refund-to-kingdee-return"
	customers = "kingdee-customers"
	orderData = "jushuitan-orders"
	form      = "SAL_RETURNSTOCK"
)

// limit bounds every wait: long enough for the slowest machine under -race.
const limit = 8 * time.Minute

// stage is a merchant's world with erpbridge beside it.
type stage struct {
	t        *testing.T
	ctx      context.Context
	world    *simulators.World
	environ  map[string]string
	settings settings.Settings
	library  *schemes.Library
	store    *sqlstore.Store
	client   client.Client
	orders   orders.Orders
	log      *slog.Logger
}

// setup opens a stage; storeURL may be empty for a SQLite file of its own.
func setup(t *testing.T, documents int, storeURL string) *stage {
	t.Helper()
	return setupSchemes(t, documents, storeURL, "")
}

// setupSchemes opens a stage with the schemes of a folder; empty: those that are
// built in.
func setupSchemes(t *testing.T, documents int, storeURL, schemesDir string) *stage {
	t.Helper()
	return setupServer(t, documents, storeURL, schemesDir, 0)
}

// setupServer opens a stage whose workflows are told after so many events that
// their histories are long; 0: after as many as a server usually allows.
func setupServer(t *testing.T, documents int, storeURL, schemesDir string, longHistory int) *stage {
	t.Helper()
	s := setupWorld(t, documents, storeURL, schemesDir)
	s.openServer(longHistory)
	s.openParts()
	return s
}

// setupWorld is a stage that has no Temporal server yet.
func setupWorld(t *testing.T, documents int, storeURL, schemesDir string) *stage {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	t.Cleanup(cancel)
	s := &stage{t: t, ctx: ctx, environ: map[string]string{"SCHEMES_DIR": schemesDir}, log: slog.New(slog.DiscardHandler)}
	s.openWorld(documents)
	if storeURL == "" {
		storeURL = "sqlite:" + filepath.Join(t.TempDir(), "store.db")
	}
	s.environ["STORE_URL"] = storeURL
	return s
}

func (s *stage) openWorld(documents int) {
	s.t.Helper()
	world, err := simulators.NewWorld(simulators.Options{Documents: documents, Seed: 7, NoLimits: true})
	s.ok(err)
	s.world = world
	// The systems set no limits here, so the connectors need not keep any.
	for _, system := range []string{simulators.Jushuitan, simulators.JushuitanQimen, simulators.WangdiantongQimen} {
		prefix := all.Prefix(system, "MAIN")
		s.environ[prefix+"PER_SECOND"], s.environ[prefix+"PER_MINUTE"] = "1000", "10000"
	}
	for _, system := range simulators.Systems() {
		srv := httptest.NewServer(world.Handler(system))
		s.t.Cleanup(srv.Close)
		for name, value := range world.Env(system, srv.URL) {
			s.environ[name] = value
		}
	}
}

func (s *stage) openServer(longHistory int) {
	s.t.Helper()
	server, err := temporalserver.Start(s.ctx, temporalserver.Config{
		SearchAttributes: engine.SearchAttributes(), LongHistory: longHistory, Logger: s.log,
	})
	s.ok(err)
	s.t.Cleanup(server.Stop)
	s.environ["TEMPORAL_ADDRESS"] = server.Address()
}

func (s *stage) openParts() {
	s.t.Helper()
	var err error
	s.settings, err = settings.Read(s.environ)
	s.ok(err)
	s.library, err = s.settings.Library(all.APIs())
	s.ok(err)
	s.store, err = s.settings.Store(s.ctx)
	s.ok(err)
	s.t.Cleanup(func() { _ = s.store.Close() })
	s.client, err = s.settings.Dial(s.ctx, s.log)
	s.ok(err)
	s.t.Cleanup(s.client.Close)
	s.orders = orders.Orders{Temporal: s.client}
}

// worker starts a worker; the returned function stops it.
func (s *stage) worker() (stop func()) {
	s.t.Helper()
	return s.workerOn(s.store)
}

// workerOn starts a worker on a store.
func (s *stage) workerOn(store engine.Store) (stop func()) {
	s.t.Helper()
	e, err := engine.New(s.ctx, engine.Parts{
		Library: s.library, Accounts: all.NewAccounts(s.environ), Store: store, Temporal: s.client, Log: s.log,
	})
	s.ok(err)
	s.ok(e.Start())
	stopped := false
	stop = func() {
		if !stopped {
			stopped = true
			e.Stop()
		}
	}
	s.t.Cleanup(stop)
	return stop
}

func (s *stage) ok(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// until waits for something to become true, looking often.
func (s *stage) until(what string, is func() bool) {
	s.t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for !is() {
		select {
		case <-s.ctx.Done():
			s.t.Fatalf("%s did not happen; the documents are %s", what, s.counts(refunds))
		case <-tick.C:
		}
	}
}

func (s *stage) counts(scheme string) string {
	counts, _, err := s.store.Counts(context.WithoutCancel(s.ctx), scheme)
	return fmt.Sprint(counts, err)
}

// inFlight counts documents that are neither at an end nor waiting.
func (s *stage) inFlight() int { return s.inFlightOf(refunds) }

func (s *stage) inFlightOf(scheme string) int {
	s.t.Helper()
	counts, _, err := s.store.Counts(s.ctx, scheme)
	s.ok(err)
	flying := 0
	for state, n := range counts {
		if !state.Final() && state != docstore.Waiting {
			flying += n
		}
	}
	return flying
}

// fetched says whether a scheme's documents have been read.
func (s *stage) fetched(scheme string) bool {
	s.t.Helper()
	mark, _, err := s.store.Watermark(s.ctx, scheme)
	s.ok(err)
	return time.Since(mark) < time.Hour
}

// start asks for a run of a scheme.
func (s *stage) start(scheme string) client.WorkflowRun {
	s.t.Helper()
	answer(s, func() (any, error) { return nil, s.orders.StartSync(s.ctx, scheme, time.Time{}) })
	return s.client.GetWorkflow(s.ctx, "sync:"+scheme, "")
}

// states are the documents of the refund scheme by key.
func (s *stage) states() map[string]docstore.Document { return s.statesOf(refunds) }

func (s *stage) statesOf(scheme string) map[string]docstore.Document {
	s.t.Helper()
	docs := map[string]docstore.Document{}
	f := docstore.Filter{Scheme: scheme, Limit: 500}
	for {
		page, err := s.store.List(s.ctx, f)
		s.ok(err)
		for _, d := range page {
			docs[d.Key] = d
		}
		if len(page) < f.Limit {
			return docs
		}
		f.After = page[len(page)-1].Key
	}
}

package reconcile_test

import (
	"context"
	"encoding/json"
	"maps"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/activities/reconcile"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

const refunds = "jushuitan-refund-to-kingdee-return"

// books is what a clerk can do at the target.
type books interface {
	connectors.Auditor
	connectors.Undoer
}

// stage is a world, and bills that were made of its refunds by hand: what is
// compared must not come from the engine.
type stage struct {
	*testing.T
	environ  map[string]string
	world    *simulators.World
	accounts connectors.Accounts
	scheme   *schemes.Scheme
	finder   mapping.Finder
	books    books
	bills    []connectors.Entry // that the source asks for and the target takes
	refused  []string           // keys of those it does not
	left     []schemes.Shaped   // that the scheme does not carry
}

func setup(t *testing.T, documents int) *stage {
	t.Helper()
	return setupWorld(t, simulators.Options{Documents: documents, Seed: 7, NoLimits: true})
}

func setupWorld(t *testing.T, o simulators.Options) *stage {
	t.Helper()
	s := &stage{T: t}
	environ := map[string]string{}
	var err error
	s.world, err = simulators.NewWorld(o)
	s.ok(err)
	for _, system := range simulators.Systems() {
		srv := httptest.NewServer(s.world.Handler(system))
		t.Cleanup(srv.Close)
		maps.Copy(environ, s.world.Env(system, srv.URL))
	}
	maps.Copy(environ, map[string]string{"JUSHUITAN_MAIN_PER_SECOND": "1000", "JUSHUITAN_MAIN_PER_MINUTE": "1000"})
	s.environ = environ
	library, err := schemes.Embedded()
	s.ok(err)
	s.scheme, err = library.Get(refunds)
	s.ok(err)
	s.accounts = all.NewAccounts(environ)
	s.books, err = connectors.As[books](s.accounts, "kingdee", "MAIN")
	s.ok(err)
	s.finder = s.scheme.Among(s.baseData())
	s.fill()
	return s
}

func (s *stage) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *stage) baseData() map[string][]json.RawMessage {
	rows := map[string][]json.RawMessage{}
	seen := map[string]bool{}
	for _, d := range s.world.Documents() {
		if d.Org != "" && !seen[d.ShopID] {
			seen[d.ShopID] = true
			rows["kingdee-customers"] = append(rows["kingdee-customers"], s.json(map[string]any{"FCUSTID": d.ShopID, "FNumber": d.ShopID, "F_XC_Base_Fnumber": d.Org}))
		}
	}
	for _, order := range s.world.Jushuitan.Orders() {
		rows["jushuitan-orders"] = append(rows["jushuitan-orders"], s.json(order))
	}
	return rows
}

func (s *stage) json(v any) json.RawMessage {
	s.Helper()
	text, err := json.Marshal(v)
	s.ok(err)
	return text
}

// fill makes and audits the bill of every refund that the target takes.
func (s *stage) fill() {
	s.Helper()
	for _, row := range s.world.Jushuitan.Refunds() {
		shaped, err := s.scheme.Shape(s.json(row))
		s.ok(err)
		for _, one := range shaped {
			if one.Skip != "" {
				s.left = append(s.left, one)
				continue
			}
			entry, err := s.scheme.Map(s.Context(), mapping.Document{Key: one.Key, Number: one.Number, Content: one.Content}, s.finder)
			if err == nil {
				err = s.save(entry)
			}
			if err != nil {
				s.refused = append(s.refused, one.Key)
				continue
			}
			s.bills = append(s.bills, entry)
		}
	}
}

// save brings a bill as far as the scheme does; the error is its refusal.
func (s *stage) save(e connectors.Entry) error {
	s.Helper()
	call := s.scheme.Target.Call()
	outcomes, err := s.books.Save(s.Context(), call, []connectors.Entry{e})
	s.ok(err)
	if outcomes[0].Err != nil {
		return outcomes[0].Err
	}
	for _, step := range []func(context.Context, connectors.Call, []connectors.Receipt) ([]connectors.Outcome, error){s.books.Submit, s.books.Audit} {
		outcomes, err = step(s.Context(), call, []connectors.Receipt{outcomes[0].Receipt})
		s.ok(err)
		s.ok(outcomes[0].Err)
	}
	return nil
}

type deed = func(b books, number string) ([]connectors.Outcome, error)

func (s *stage) unaudit(b books, number string) ([]connectors.Outcome, error) {
	return b.UnAudit(s.Context(), s.scheme.Target.Call(), []connectors.Receipt{{Number: number}})
}

func (s *stage) remove(b books, number string) ([]connectors.Outcome, error) {
	return b.Delete(s.Context(), s.scheme.Target.Call(), []connectors.Receipt{{Number: number}})
}

// byHand does to a bill what a clerk would.
func (s *stage) byHand(number string, deeds ...deed) {
	s.Helper()
	for _, do := range deeds {
		outcomes, err := do(s.books, number)
		s.ok(err)
		s.ok(outcomes[0].Err)
	}
}

// compare compares the days in which the world's refunds lie.
func (s *stage) compare(store reconcile.Store) reconcile.Result {
	s.Helper()
	return s.compareUntil(time.Now(), store)
}

func (s *stage) compareUntil(to time.Time, store reconcile.Store) reconcile.Result {
	s.Helper()
	r := reconcile.Reconciler{Accounts: s.accounts, Lookups: s.finder, Store: store}
	got, err := r.Compare(s.Context(), s.scheme, connectors.Window{From: to.AddDate(0, 0, -32), To: to})
	s.ok(err)
	return got
}

// differ are the kinds of the differences, by key.
func differ(r reconcile.Result) map[string]reconcile.Kind {
	kinds := map[string]reconcile.Kind{}
	for _, d := range r.Differences {
		kinds[d.Key] = d.Kind
	}
	return kinds
}

func schemesNamed(name string) (*schemes.Scheme, error) {
	library, err := schemes.Embedded()
	if err != nil {
		return nil, err
	}
	return library.Get(name)
}

// Package simulators is the demo's world: a merchant whose shops are run in a
// simulated 聚水潭 and whose books are kept in a simulated 金蝶云星空.
//
// It promises that the same options make the same world, that refunds, orders,
// shops, customers, material and stocks fit each other, and that a known few do
// not (kinds.go), since a bridge is judged by those. All people and numbers in
// it are made up.
package simulators

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/erpbridge/erpbridge/connectors/jushuitan/jushuitantest"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// The simulated systems, by the names of their connectors.
const (
	Jushuitan = "jushuitan"
	Kingdee   = "kingdee"
)

// Systems are all of them.
func Systems() []string { return []string{Jushuitan, Kingdee} }

// Options say how large the world is.
type Options struct {
	Documents int           // refunds; 200 by default
	Seed      uint64        // worlds of another seed have other people, amounts and orders of events
	Now       time.Time     // the present: refunds lie in the 30 days before; Clock's by default
	LateAfter time.Duration // when Run brings the late orders; 30 s by default
	NoLimits  bool          // 聚水潭 does not tell off callers for calling too often

	Clock func() time.Time // the systems' clock; time.Now by default
}

func (o Options) withDefaults() Options {
	if o.Documents == 0 {
		o.Documents = 200
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Now.IsZero() {
		o.Now = o.Clock()
	}
	if o.LateAfter == 0 {
		o.LateAfter = 30 * time.Second
	}
	return o
}

// World is both systems and what is known of their contents.
type World struct {
	Jushuitan *jushuitantest.Server
	Kingdee   *kingdeetest.Server

	opt       Options
	documents []Document
	late      []map[string]any // orders that have not arrived
}

// NewWorld makes a world.
func NewWorld(opt Options) (*World, error) {
	opt = opt.withDefaults()
	w := &World{
		Jushuitan: jushuitantest.New(jushuitantest.Options{Now: opt.Clock, NoLimits: opt.NoLimits}),
		Kingdee:   kingdeetest.New(kingdeetest.Options{Clock: opt.Clock}),
		opt:       opt,
	}
	w.seedKingdee()
	if err := w.seedJushuitan(); err != nil {
		return nil, fmt.Errorf("the simulated 聚水潭: %w", err)
	}
	return w, nil
}

func (w *World) seedJushuitan() error {
	b := newBuilder(w.opt.Seed, w.opt.Now)
	kinds := deal(b.rand, w.opt.Documents)
	for i, kind := range kinds {
		d := b.document(i, len(kinds), kind)
		w.documents = append(w.documents, d)
		if err := w.Jushuitan.SeedRefunds(b.refund(d)); err != nil {
			return err
		}
		if err := w.placeOrder(b.order(d), kind); err != nil {
			return err
		}
	}
	return w.Jushuitan.SeedShops(shopRows()...)
}

func (w *World) placeOrder(order map[string]any, kind Kind) error {
	if kind == LateOrder {
		w.late = append(w.late, order)
		return nil
	}
	return w.Jushuitan.SeedOrders(order)
}

// zone needs no time zone database: China keeps one offset.
func zone() *time.Location { return time.FixedZone("CST", 8*60*60) }

// ReleaseLate lets the late orders arrive, modified now. Doing it again does nothing
// but modify them again.
func (w *World) ReleaseLate() error {
	now := w.opt.Clock().In(zone()).Format(time.DateTime)
	for _, order := range w.late {
		order["modified"] = now
		if err := w.Jushuitan.SeedOrders(order); err != nil {
			return err
		}
	}
	return nil
}

// Run lets time pass until the context ends: late orders arrive after LateAfter.
func (w *World) Run(ctx context.Context) error {
	timer := time.NewTimer(w.opt.LateAfter)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return nil
	case <-timer.C:
	}
	if err := w.ReleaseLate(); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// Handler is a system, to be served. A system that is not simulated answers
// 404 and says so.
func (w *World) Handler(system string) http.Handler {
	switch system {
	case Jushuitan:
		return w.Jushuitan
	case Kingdee:
		return w.Kingdee
	default:
		return http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
			http.Error(rw, "no system "+system+" is simulated here", http.StatusNotFound)
		})
	}
}

// Env is what to set so that the connector's account MAIN reaches a system
// served at baseURL; nil for a system that is not simulated.
func (w *World) Env(system, baseURL string) map[string]string {
	switch system {
	case Jushuitan:
		return prefixed("JUSHUITAN_MAIN_", w.Jushuitan.Variables("open", baseURL))
	case Kingdee:
		return prefixed("KINGDEE_MAIN_", map[string]string{
			"URL":      baseURL + kingdeetest.BasePath,
			"ACCT_ID":  kingdeetest.DefaultAcctID,
			"USERNAME": kingdeetest.DefaultUsername,
			"PASSWORD": kingdeetest.DefaultPassword,
			"APP_ID":   kingdeetest.DefaultAppID, "APP_SECRET": kingdeetest.DefaultAppSecret,
		})
	default:
		return nil
	}
}

func prefixed(prefix string, variables map[string]string) map[string]string {
	out := map[string]string{}
	for name, value := range variables {
		out[prefix+name] = value
	}
	return out
}

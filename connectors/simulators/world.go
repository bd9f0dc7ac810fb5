// Package simulators is the demo's world: a merchant whose shops are run in a
// simulated 聚水潭, whose Taobao shops and suppliers' returns are reached through a
// simulated 奇门, and whose books are kept in a simulated 金蝶云星空.
//
// It promises that the same options make the same world, that documents, shops,
// customers, suppliers, material and stocks fit each other, and that a known few do
// not (kinds.go), since a bridge is judged by those. All people and numbers in
// it are made up.
package simulators

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/erpbridge/erpbridge/connectors/http/madeuptest"
	"github.com/erpbridge/erpbridge/connectors/jushuitan/jushuitantest"
	"github.com/erpbridge/erpbridge/connectors/jushuitanqimen/jushuitanqimentest"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/connectors/wangdiantongqimen/wangdiantongqimentest"
)

// Options say how large the world is.
type Options struct {
	Documents int           // refunds; 200 by default
	Seed      uint64        // worlds of another seed have other people, amounts and orders of events
	Now       time.Time     // the present: refunds lie in the 30 days before; Clock's by default
	LateAfter time.Duration // when Run brings the late orders; 30 s by default
	NoLimits  bool          // nobody is told off for calling too often

	RepeatedNumbers bool // 金蝶 takes several bills of one number

	Load *Load // nil: a world that has everything

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

func (o Options) pace() Pace {
	if o.Load == nil {
		return Pace{}
	}
	return o.Load.Pace
}

// The random streams of a seed, one for each system.
const (
	ofJushuitan = iota
	ofWangdiantongQimen
	ofJushuitanQimen
)

// World is all systems and what is known of their contents.
type World struct {
	trade

	Jushuitan *jushuitantest.Server
	Kingdee   *kingdeetest.Server

	WangdiantongQimen *wangdiantongqimentest.Server
	JushuitanQimen    *jushuitanqimentest.Server

	Xiaomancang *madeuptest.Server

	opt       Options
	documents []Document
	late      []map[string]any // orders that have not arrived
	load      *builder         // of the refunds that Bring brings
	brought   int

	kept     []*kept
	keepLock sync.Mutex // calls are noted in the order in which they are worked on
	pushes   string     // where 快递100 finds us

	purchaseReturns []PurchaseReturn
	qimenRefunds    []Document
}

// NewWorld makes a world.
func NewWorld(opt Options) (*World, error) {
	w := &World{opt: opt.withDefaults()}
	for _, s := range systems() {
		if err := s.fill(w); err != nil {
			return nil, fmt.Errorf("the simulated %s: %w", s.title, err)
		}
	}
	return w, nil
}

func (w *World) fillJushuitan() error {
	w.Jushuitan = jushuitantest.New(jushuitantest.Options{Now: w.opt.Clock, NoLimits: w.opt.NoLimits, Pace: w.opt.pace().Page})
	if w.opt.Load != nil {
		return w.fillLoad()
	}
	b := newBuilder(w.opt.Seed, ofJushuitan, w.opt.Now)
	kinds := deal(b.rand, w.opt.Documents, Awkward())
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

// Run lets time pass until the context ends: late orders arrive after LateAfter, and
// parcels go their way. The mall calls only where it is told to (Mall).
func (w *World) Run(ctx context.Context) error {
	go w.carry(ctx)
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

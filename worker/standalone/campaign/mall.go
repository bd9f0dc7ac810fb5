package campaign

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
)

// mallShare is how many refunds there are for each order of the mall.
const mallShare = 5

// leastOrders are enough for some of each kind, if the world has so many.
const leastOrders = 25

// mall is a mall's backend that calls the gateway: orders it has sold, and what
// becomes of them. It remembers what was acknowledged, for that has to arrive.
type mall struct {
	caller
	books *wangdiantongtest.Server

	mu     sync.Mutex
	rand   *rand.Rand
	orders []*sold
	next   int // of the orders, the first that is not sold yet
	calls  int // acknowledged
	err    error
}

// sold is an order of the mall.
type sold struct {
	simulators.MallOrder
	heard int // versions that were acknowledged, the newest last
}

func newMall(seed uint64, orders []simulators.MallOrder, books *wangdiantongtest.Server) *mall {
	const stream = 0x3a11
	m := &mall{books: books, rand: rand.New(rand.NewPCG(seed, stream))} //nolint:gosec // a seed is to be repeated, not secret
	for _, o := range orders {
		m.orders = append(m.orders, &sold{MallOrder: o})
	}
	return m
}

// run calls until the mall has said all it has to say. part says how much of its
// orders may have been sold by now.
func (m *mall) run(ctx context.Context, part func() float64) {
	for ctx.Err() == nil && !m.done() {
		acted, err := m.act(ctx, part())
		if err != nil && ctx.Err() == nil {
			m.fail(err)
			return
		}
		if !acted {
			pause(ctx, lookEvery)
		}
	}
}

// act makes the next call, if there is one to be made.
func (m *mall) act(ctx context.Context, part float64) (bool, error) {
	if few := m.toSell(part); len(few) > 0 {
		return true, m.tell(ctx, Tell, few)
	}
	if few := m.toTell(part); len(few) > 0 {
		return true, m.tell(ctx, Retell, few)
	}
	return false, nil
}

// toSell are one to five orders.
func (m *mall) toSell(part float64) (few []*sold) {
	m.mu.Lock()
	defer m.mu.Unlock()
	most := min(int(part*float64(len(m.orders))), m.next+1+m.rand.IntN(5))
	if most > m.next {
		few, m.next = m.orders[m.next:most], most
	}
	return few
}

// toTell are one to five orders of which there is more to say. A mall learns what
// becomes of an order from 旺店通, so 旺店通 has it by then; and it takes a while.
func (m *mall) toTell(part float64) (few []*sold) {
	const sooner = 0.8
	m.mu.Lock()
	defer m.mu.Unlock()
	most := 1 + m.rand.IntN(5)
	for i, o := range m.orders[:m.next] {
		due := part >= 1 || float64(i) < (part-1+sooner)/sooner*float64(len(m.orders))
		if _, there := m.books.Order(o.TID); due && there && o.heard < len(o.Versions) && len(few) < most {
			few = append(few, o)
		}
	}
	return few
}

// tell sends the next version of orders, and notes that it was heard.
func (m *mall) tell(ctx context.Context, c Call, few []*sold) error {
	versions, older := m.versions(few)
	err := m.call(ctx, c, versions, older)
	if err == nil {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.calls++
		for _, o := range few {
			o.heard++
		}
	}
	return err
}

func (m *mall) versions(few []*sold) (next, before []map[string]any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, o := range few {
		next = append(next, o.Versions[o.heard])
		if o.heard > 0 {
			before = append(before, o.Versions[o.heard-1])
		}
	}
	return next, before
}

// done: everything has been said and heard.
func (m *mall) done() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.next == len(m.orders) && !slices.ContainsFunc(m.orders, func(o *sold) bool { return o.heard < len(o.Versions) })
}

// fail ends the campaign: a mall whose call is refused for good has nobody to ask.
func (m *mall) fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.err = err
}

func (m *mall) failed() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.err
}

func (m *mall) acknowledged() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.calls
}

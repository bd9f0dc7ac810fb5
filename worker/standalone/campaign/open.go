package campaign

import (
	"context"
	"fmt"
	"maps"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// openWorld makes the systems. 金蝶 takes several bills of one number, for only so
// can be seen what was sent twice.
func (r *run) openWorld() (err error) {
	r.world, err = simulators.NewWorld(simulators.Options{
		Documents: r.opts.Documents, Seed: r.opts.Seed, Now: r.began.Truncate(time.Second), NoLimits: true, RepeatedNumbers: true,
		Clock: r.clock.now,
	})
	if err != nil {
		return err
	}
	r.world.Jushuitan.OnPage = r.moves
	r.wanted = wanted(r.world.Documents())
	r.shop = newShop(r.world.Jushuitan)
	r.armed = newArmed(r.happened)
	r.mall = newMall(r.opts.Seed, sellable(r.world.MallOrders(), max(leastOrders, r.opts.Documents/mallShare)), r.world.Wangdiantong)
	r.mall.armed, r.mall.kill = r.armed, func() { r.note(r.gateway.kill()) }
	return nil
}

// serve gives every worker its own way to the systems.
func (r *run) serve(ctx context.Context) error {
	for worker := range workers {
		environ := map[string]string{}
		for system, g := range map[string]*gate{
			simulators.Kingdee: {call: kingdeeCall, thinks: thinking}, simulators.Jushuitan: {call: jushuitanCall},
			simulators.Wangdiantong: {call: wangdiantongCall},
		} {
			g.system, g.worker, g.armed, g.vendor = r.world.Handler(system), worker, r.armed, r.vendor
			g.kill, g.stop = r.killWorker, func(f Fault) { r.last(ctx, f, stopProcess, continueProcess) }
			url, err := r.listen(ctx, g)
			if err != nil {
				return err
			}
			maps.Copy(environ, r.world.Env(system, url))
		}
		r.urls = append(r.urls, environ)
	}
	return nil
}

func (r *run) listen(ctx context.Context, h http.Handler) (string, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp4", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("serve a simulated system: %w", err)
	}
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = srv.Serve(l) }()      // ends with close
	r.onClose(func() { _ = srv.Close() }) // simulators hold nothing that a cut connection could hurt
	return "http://" + l.Addr().String(), nil
}

// vendor lets a system make a fault of its own with the call that comes now.
func (r *run) vendor(f Fault, method string) {
	books := r.world.Kingdee
	switch f.Kind {
	case RefusedRow, RefusedAudit:
		books.Fault(kingdeetest.Fault{Kind: kingdeetest.RefuseRow, Method: method, Times: 1, Message: refusal})
	case LostSession:
		books.DropSessions()
	case Locked:
		books.Fault(kingdeetest.Fault{Kind: kingdeetest.NetControl, Method: method, Times: 1})
	case Moving:
		r.changing.arm(f)
	}
}

// moves is called when a page of 聚水潭 has been made and not yet been sent.
func (r *run) moves(api string, _ int) {
	if !strings.HasPrefix(api, "refund") {
		return
	}
	for _, f := range r.changing.take() {
		r.shop.touch(f.Row)
	}
}

// refusal is what the target says to a document that is refused on purpose.
const refusal = "演练：本次拒绝"

package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
)

const (
	stockouts  = "wangdiantong-stockouts"
	subscribed = "wangdiantong-stockouts-to-kuaidi100"
	tracks     = "kuaidi100-tracks"
	finishing  = "wangdiantong-stockouts-to-trade"
	onTheWay   = "wangdiantong-parcels-on-the-way"
	asking     = "kuaidi100-track-queries"
)

// Stock-outs that are read, and what 快递100 pushes of their parcels, finish the
// orders at 旺店通: those that were signed for, once they were, and nothing of an
// order but its status changes. What no push has told, 快递100 tells when it is
// asked, of the parcels that are still on their way and of no others.
func TestParcelsThatAreSignedForFinishTheirOrders(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]func(testing.TB) string{
		"sqlite": func(testing.TB) string { return "" }, "postgresql": postgres,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setupTrade(t, 40, url(t))
			s.environ["KUAIDI100_MAIN_CALLBACK_URL"] = s.called() + tracks
			s.world.Wangdiantong.Fault(wangdiantongtest.Fault{Kind: wangdiantongtest.Cut, API: wangdiantongtest.Push, Every: 4})
			before := s.world.Wangdiantong.Orders()
			s.worker()
			s.start(subscribed) // it asks for the stock-outs itself
			s.start(finishing)
			s.start(onTheWay)
			s.until("all parcels are subscribed to", func() bool { return s.all(subscribed, 40) && s.carried(subscribed) })
			s.until("all stock-outs are looked at", func() bool { return s.all(finishing, 40) && s.carried(finishing) })
			s.checkStatuses(false)
			s.parcelsArrive()
			heard := s.signedFor() - s.ofKind(simulators.Unheard)
			s.until("the orders are finished that a push told of", func() bool { return s.carried(finishing) && s.saved(finishing) == heard })
			s.ask(simulators.Unheard, simulators.OnItsWay, simulators.OwnCarrier)
			s.until("the others are finished, too", func() bool { return s.carried(finishing) && s.saved(finishing) == s.signedFor() })
			s.ask(simulators.OnItsWay, simulators.OwnCarrier)
			s.checkStatuses(true)
			s.checkUnchanged(before)
		})
	}
}

// all: every stock-out has come this far; one of several lines or orders has several documents.
func (s *stage) all(scheme string, least int) bool {
	s.t.Helper()
	return len(s.statesOf(scheme)) >= least
}

// parcelsArrive lets all parcels go their way, and hears of each step.
func (s *stage) parcelsArrive() {
	s.t.Helper()
	for moved := -1; moved != 0; {
		var err error
		moved, err = s.world.MoveParcels(s.ctx)
		s.ok(err)
	}
	if n := s.world.Kuaidi100.Waiting(); n > 0 {
		s.t.Errorf("%d pushes of 快递100 were not taken", n)
	}
}

// saved counts the documents that were pushed.
func (s *stage) saved(scheme string) int { return s.inState(scheme, docstore.Saved) }

// signedFor counts the orders whose parcels are signed for in the end.
func (s *stage) signedFor() int {
	n := 0
	for _, shipment := range s.world.Shipments() {
		if shipment.Finishes {
			n += len(shipment.TIDs)
		}
	}
	return n
}

func (s *stage) checkStatuses(arrived bool) {
	s.t.Helper()
	for _, shipment := range s.world.Shipments() {
		want := "30"
		if arrived && shipment.Finishes {
			want = "70"
		}
		for _, tid := range shipment.TIDs {
			if o, ok := s.world.Wangdiantong.Order(tid); !ok || o.Status() != want {
				s.t.Errorf("%s (%s, parcel %s) is at %s, want %s", tid, shipment.Kind, shipment.Parcel, o.Status(), want)
			}
		}
	}
	s.checkRefused()
}

// checkRefused: a carrier that 快递100 does not know is its refusal, and a person's to see.
func (s *stage) checkRefused() {
	s.t.Helper()
	failed := 0
	for _, d := range s.statesOf(subscribed) {
		if d.State == docstore.Failed {
			failed++
			if !strings.Contains(d.Reason, "不支持的快递公司") {
				s.t.Errorf("stock-out %s: %s", d.Number, d.Reason)
			}
		}
	}
	if own := s.ofKind(simulators.OwnCarrier); failed != own {
		s.t.Errorf("%d parcels were refused by 快递100, want %d", failed, own)
	}
}

func (s *stage) ofKind(kind simulators.ShipmentKind) int {
	all := s.world.Shipments()
	return len(all) - len(slices.DeleteFunc(all, func(one simulators.Shipment) bool { return one.Kind == kind }))
}

// checkUnchanged: but for the status an order is what it was, to the cent.
func (s *stage) checkUnchanged(before []wangdiantongtest.Order) {
	s.t.Helper()
	for _, was := range before {
		is, _ := s.world.Wangdiantong.Order(was.TID)
		for field, value := range was.Fields {
			if field != "trade_status" && field != "order_list" {
				s.same(was.TID+" "+field, is.Text(field), value)
			}
		}
		if len(is.Lines) != len(was.Lines) {
			s.t.Errorf("%s has %d lines, want %d", was.TID, len(is.Lines), len(was.Lines))
			continue
		}
		for i, line := range was.Lines {
			for _, field := range strings.Fields("oid num price refund_status goods_id spec_id goods_no spec_no goods_name spec_name discount") {
				s.same(fmt.Sprintf("%s line %d %s", was.TID, i, field), fmt.Sprint(is.Lines[i][field]), line[field])
			}
			if a, b := off(is.Lines[i]), off(line); !a.Equal(b) {
				s.t.Errorf("%s line %d: %s is taken off, want %s", was.TID, i, a, b)
			}
		}
	}
}

// off is what all discounts of a line come to.
func off(line map[string]any) decimal.Decimal {
	number := func(field string) decimal.Decimal { return decimal.RequireFromString(fmt.Sprint(line[field])) }
	return number("discount").Add(number("share_discount")).Sub(number("adjust_amount"))
}

package simulators

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors/kuaidi100/kuaidi100test"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
)

// Shipments are the stock-outs, oldest first.
func (w *World) Shipments() []Shipment { return slices.Clone(w.shipments) }

func (w *World) fillWangdiantong() error {
	w.Wangdiantong = wangdiantongtest.New(wangdiantongtest.Options{
		Now: w.opt.Clock, NoLimits: w.opt.NoLimits, Shops: []string{mallShop}, Sums: true,
	})
	w.fillMall()
	return nil
}

// fillKuaidi100 comes after 旺店通, whose parcels it carries.
func (w *World) fillKuaidi100() error {
	w.Kuaidi100 = kuaidi100test.New(kuaidi100test.Options{Now: w.opt.Clock})
	b := newMallBuilder(w.opt.Seed+1, w.opt.Now.Add(-24*time.Hour)) // other orders than the mall's
	for i := range w.opt.Documents {
		if err := w.ship(b, i, shipmentKind(i, w.opt.Documents)); err != nil {
			return err
		}
	}
	return nil
}

// shipmentKind: the oldest are awkward, every second one of them.
func shipmentKind(i, of int) ShipmentKind {
	kinds := AwkwardShipments()
	if n := i / 2; i%2 == 1 && n < len(kinds)*max(1, of/200) {
		return kinds[n%len(kinds)]
	}
	return Delivered
}

// ship puts orders and their stock-out into 旺店通, and the parcel into 快递100.
func (w *World) ship(b *mallBuilder, i int, kind ShipmentKind) error {
	s := Shipment{Kind: kind, Finishes: kind.finishes()}
	var first map[string]any
	for n := range orders(kind) {
		o := b.order(2*i+n, orderKind(kind))
		fields := o.Versions[0]
		if n == 0 {
			first = fields
		}
		for _, field := range strings.Fields("buyer_nick receiver_name receiver_mobile receiver_address trade_time pay_time") {
			fields[field] = first[field] // only orders of one buyer to one address leave together
		}
		fields["tid"] = strings.Replace(o.TID, "M", "T", 1)
		if err := w.Wangdiantong.SeedOrders(mallShop, pushed(fields)); err != nil {
			return err
		}
		s.TIDs = append(s.TIDs, fmt.Sprint(fields["tid"]))
	}
	carrier := carrierOf(kind)
	if kind != PickedUp {
		s.Parcel = fmt.Sprintf("%s%08d", strings.ToUpper(carrier), 70_000_001+i)
	}
	at := w.opt.Now.Add(-time.Duration(w.opt.Documents-i) * time.Minute).In(zone())
	if kind == Split {
		rest := s
		rest.Parcel += "B"
		if err := w.leave(rest, carrier, i, at); err != nil {
			return err
		}
	}
	return w.leave(s, carrier, i, at)
}

// leave makes the stock-out of a shipment and gives its parcel to the carrier.
func (w *World) leave(s Shipment, carrier string, i int, at time.Time) error {
	if err := w.Wangdiantong.ShipTogether(s.TIDs, carrier, s.Parcel, shipped(s.Kind, at)); err != nil {
		return err
	}
	if err := w.repack(s, i); err != nil {
		return err
	}
	w.hand(s, carrier, at)
	w.shipments = append(w.shipments, s)
	return nil
}

func orders(kind ShipmentKind) int {
	if kind == Together {
		return 2
	}
	return 1
}

func orderKind(kind ShipmentKind) MallKind {
	return map[ShipmentKind]MallKind{Collected: CashOnDelivery, WithGift: ManyLines, Split: ManyLines, PhoneCarrier: Discounted}[kind]
}

func carrierOf(kind ShipmentKind) string {
	switch kind {
	case OwnCarrier:
		return "OWN"
	case PhoneCarrier:
		return "SF"
	default:
		return "YTO"
	}
}

// shipped is what the head of a stock-out says beside what its orders do.
func shipped(kind ShipmentKind, at time.Time) map[string]any {
	stamp := at.Format(time.DateTime)
	head := map[string]any{"consign_time": stamp, "modified": stamp, "created": stamp}
	switch kind {
	case Exchanged:
		head["trade_type"] = "3"
	case Elsewhere:
		head["platform_id"] = "1"
	}
	return head
}

// pushed is an order as 旺店通 has it; line statuses are the order's.
func pushed(fields map[string]any) map[string]any {
	var lines []any
	for i, line := range linesOf(fields) {
		line["oid"] = fmt.Sprint(fields["tid"], "-", i+1)
		line["status"] = fields["trade_status"]
		lines = append(lines, line)
	}
	delete(fields, "shop_no")
	delete(fields, "modified")
	fields["order_list"] = lines
	return fields
}

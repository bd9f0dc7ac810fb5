package simulators

import (
	"context"
	"errors"
	"time"

	"github.com/erpbridge/erpbridge/connectors/kuaidi100/kuaidi100test"
)

// parcelPace is how often something happens to the parcels while the world runs.
const parcelPace = time.Second

// hand gives a parcel to its carrier, who takes it in.
func (w *World) hand(s Shipment, carrier string, at time.Time) {
	com, known := map[string]string{"YTO": "yuantong", "SF": "shunfeng"}[carrier]
	if !known || s.Parcel == "" {
		return
	}
	p := kuaidi100test.Parcel{Num: s.Parcel, Com: com, Steps: way(s.Kind), Done: 1, Unpushed: s.Kind == Unheard}
	p.Steps[0].At = at.Add(time.Minute)
	w.Kuaidi100.Put(p)
}

func way(kind ShipmentKind) []kuaidi100test.Step {
	steps := kuaidi100test.Way()
	switch last := len(steps) - 1; kind {
	case OnItsWay:
		return steps[:last]
	case GoesBack:
		steps[last] = kuaidi100test.Step{State: "4", Name: "退签", Context: "【杭州市】收件人拒收，退件已由寄件人签收", Area: "浙江,杭州市"}
	}
	return steps
}

// MoveParcels lets the next thing happen to every parcel that somebody has
// subscribed to, and has 快递100 push what it has to say. It says how many moved.
func (w *World) MoveParcels(ctx context.Context) (moved int, err error) {
	for _, s := range w.shipments {
		if subscribed, _ := w.Kuaidi100.Subscribed(s.Parcel); subscribed > 0 && w.advance(s.Parcel) {
			moved++
		}
	}
	_, problems := w.Kuaidi100.Deliver(ctx)
	return moved, errors.Join(problems...)
}

// carry moves parcels until the context ends. A push that was not taken is sent
// again later, as 快递100 does.
func (w *World) carry(ctx context.Context) {
	tick := time.NewTicker(parcelPace)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			_, _ = w.MoveParcels(ctx) // who did not take a push will get it again
		}
	}
}

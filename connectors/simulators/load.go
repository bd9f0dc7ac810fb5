package simulators

import (
	"fmt"
	"time"
)

// Load makes a world for measuring: its refunds have nothing awkward about them,
// and come to 聚水潭 with Bring, not at the beginning.
type Load struct {
	Lines  int  // of each refund; 1 by default
	Orders bool // the orders that the refunds belong to are there
	Pace   Pace
}

// Pace is how long the systems take; the zero value answers at once.
type Pace struct {
	Page   time.Duration // a page of 聚水潭
	Call   func(method string, bills int) time.Duration
	AtOnce int // how many calls 金蝶 works on at once
}

// fillLoad decides what the refunds are about; they are written down when they come.
func (w *World) fillLoad() error {
	w.load = newBuilder(w.opt.Seed, ofJushuitan, w.opt.Now)
	for i := range w.opt.Documents {
		d := w.load.document(i, w.opt.Documents, Plain)
		for len(d.Lines) < w.opt.Load.Lines {
			d.Lines = append(d.Lines, w.load.line(i, Plain))
		}
		w.documents = append(w.documents, d)
		if !w.opt.Load.Orders {
			continue
		}
		if err := w.Jushuitan.SeedOrders(w.load.order(d)); err != nil {
			return err
		}
	}
	return w.Jushuitan.SeedShops(shopRows()...)
}

// Bring lets the next refunds of a Load come, modified now, and says which they are.
func (w *World) Bring(n int) ([]Document, error) {
	from := w.brought
	now := w.opt.Clock().In(zone()).Format(time.DateTime)
	for w.brought < min(from+n, len(w.documents)) {
		d := &w.documents[w.brought]
		d.Modified = now
		if err := w.Jushuitan.SeedRefunds(w.load.refund(*d)); err != nil {
			return nil, fmt.Errorf("bring refund %s: %w", d.AsID, err)
		}
		w.brought++
	}
	return w.documents[from:w.brought], nil
}

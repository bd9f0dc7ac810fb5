package e2e

import (
	"slices"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// ask lets 快递100 be asked once those parcels are on their way that are of these
// kinds, and sees that it is asked for them, each once, and for no others.
func (s *stage) ask(kinds ...simulators.ShipmentKind) {
	s.t.Helper()
	left := 0
	for _, kind := range kinds {
		left += s.ofKind(kind)
	}
	s.until("all others have arrived or gone back", func() bool { return s.inState(onTheWay, docstore.Stored) == left })
	before := map[string]int{}
	for _, shipment := range s.world.Shipments() {
		before[shipment.Parcel] = s.world.Kuaidi100.Asked(shipment.Parcel)
	}
	s.ok(s.start(asking).Get(s.ctx, nil))
	for _, shipment := range s.world.Shipments() {
		asked := s.world.Kuaidi100.Asked(shipment.Parcel) - before[shipment.Parcel]
		if wanted := slices.Contains(kinds, shipment.Kind); wanted && asked != 1 || !wanted && asked != 0 {
			s.t.Errorf("%s (%s) was asked for %d times", shipment.Parcel, shipment.Kind, asked)
		}
	}
}

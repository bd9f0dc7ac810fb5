package simulators

import "slices"

// ShipmentKind is what is awkward about a parcel that has left 旺店通's warehouse.
type ShipmentKind string

// The kinds. All but Delivered are made in equal, small numbers.
const (
	Delivered    ShipmentKind = "delivered"     // signed for in the end
	Together     ShipmentKind = "together"      // two orders in it
	Split        ShipmentKind = "split"         // its order left in two parcels; both stock-outs are one
	OnItsWay     ShipmentKind = "on its way"    // and stays so
	GoesBack     ShipmentKind = "goes back"     // to the sender
	Unheard      ShipmentKind = "unheard of"    // no push of it arrives: only who asks knows that it was signed for
	Collected    ShipmentKind = "collected"     // cash on delivery
	WithGift     ShipmentKind = "with a gift"   // a line of no order
	AsSet        ShipmentKind = "as a set"      // its lines are not those that were ordered
	Exchanged    ShipmentKind = "exchanged"     // sold already
	Elsewhere    ShipmentKind = "elsewhere"     // an order of another platform
	PickedUp     ShipmentKind = "picked up"     // no parcel
	OwnCarrier   ShipmentKind = "own carrier"   // 快递100 does not know it
	PhoneCarrier ShipmentKind = "phone carrier" // tells only who knows the telephone number
)

// AwkwardShipments are all kinds but Delivered.
func AwkwardShipments() []ShipmentKind {
	return []ShipmentKind{Together, Split, OnItsWay, GoesBack, Unheard, Collected, WithGift, AsSet, Exchanged, Elsewhere, PickedUp, OwnCarrier, PhoneCarrier}
}

// Shipment is a stock-out of 旺店通 and its parcel.
type Shipment struct {
	Kind     ShipmentKind
	TIDs     []string // original orders in it
	Parcel   string   // 物流单号; "" without one
	Finishes bool     // its orders are finished (70) once all parcels have gone their way
}

func (k ShipmentKind) finishes() bool {
	return slices.Contains([]ShipmentKind{Delivered, Together, Unheard, Collected, WithGift, PhoneCarrier}, k)
}

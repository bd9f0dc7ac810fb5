package campaign

import (
	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// bill is what the target is to have for a line of a refund.
type bill struct {
	number string
	amount decimal.Decimal
	kind   simulators.Kind
	gone   bool // its refund was cancelled: the target is not to have it any more
}

// wanted are the bills that the refunds of the source make, by the rules of the
// business and not by the scheme: a bill for each line of which anything was
// received, unless the refund was taken back.
func wanted(refunds []simulators.Document) []bill {
	var all []bill
	for _, d := range refunds {
		if d.Kind == simulators.Cancelled || d.Kind == simulators.Merged {
			continue
		}
		for i, line := range d.Lines {
			if line.Received.IsPositive() {
				amount := decimal.RequireFromString(line.Amount) // written by the simulator
				all = append(all, bill{number: numberOf(d.AsID, i), amount: amount, kind: d.Kind})
			}
		}
	}
	return all
}

// unknown is how many bills wait for a customer that nobody enters.
func unknown(bills []bill) int {
	n := 0
	for _, b := range bills {
		if b.kind == simulators.UnknownShop {
			n++
		}
	}
	return n
}

// hopeless: its base data is wrong on purpose, so a person has to act.
func (b bill) hopeless() bool {
	return b.kind == simulators.UnknownShop || b.kind == simulators.MissingMaterial
}

package simulators

import "strings"

// MallKind is what is awkward about an order of the mall.
type MallKind string

// The kinds. All but Ordinary and Completed are made in equal, small numbers.
const (
	Ordinary       MallKind = "ordinary"
	Completed      MallKind = "completed" // paid, and finished later
	ManyLines      MallKind = "many lines"
	Discounted     MallKind = "discounted" // of the line, of the order, by hand
	CashOnDelivery MallKind = "cash on delivery"
	Sparse         MallKind = "sparse" // only what a mall must say, numbers as numbers
	OddWords       MallKind = "odd words"
	FourDigits     MallKind = "four digits" // behind the point
	Unpaid         MallKind = "unpaid"      // paid later
	Closed         MallKind = "closed"      // before it was paid
	Refunded       MallKind = "refunded"
	Finished       MallKind = "finished"     // after it was under way
	UnderWay       MallKind = "under way"    // the first that is heard of it: not for 旺店通
	ForeignShop    MallKind = "foreign shop" // 旺店通 does not know it
)

// AwkwardOrders are all kinds but Ordinary and Completed.
func AwkwardOrders() []MallKind {
	return []MallKind{
		ManyLines, Discounted, CashOnDelivery, Sparse, OddWords, FourDigits, Unpaid, Closed, Refunded, Finished, UnderWay, ForeignShop,
	}
}

// MallOrder is an order of the mall, for comparing what arrived.
type MallOrder struct {
	TID      string
	Kind     MallKind
	Versions []map[string]any // as the mall sends it, one after the other
	Status   string           // trade_status it has at 旺店通 in the end; "" when it never gets there
}

// statuses are the trade_status of a kind's versions.
func (k MallKind) statuses() []string {
	paths := map[MallKind]string{
		Completed: "30 70", Unpaid: "10 30", Closed: "10 90", Refunded: "30 80", Finished: "30 50 70", UnderWay: "50",
	}
	return strings.Fields(or(paths[k], "30"))
}

// end is the trade_status that 旺店通 is told last.
func (k MallKind) end() string {
	if k == UnderWay || k == ForeignShop {
		return ""
	}
	all := k.statuses()
	return all[len(all)-1]
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

package simulators

import (
	"math/rand/v2"

	"github.com/shopspring/decimal"
)

// Kind is what is awkward about a document.
type Kind string

// The kinds of refunds in 聚水潭. All but Plain are made in equal, small numbers.
const (
	Plain           Kind = "plain"
	SeveralLines    Kind = "several lines"    // two to five
	Batches         Kind = "batches"          // 批号 on the item, items.batchs and batchs
	OddText         Kind = "odd text"         // quotes, backslash, braces, ;--, emoji, newline in remark
	NothingReceived Kind = "nothing received" // r_qty 0: a price per piece cannot be made
	UnknownShop     Kind = "unknown shop"     // no customer in 金蝶
	MissingMaterial Kind = "missing material" // no material in 金蝶
	Cancelled       Kind = "cancelled"        // status Cancelled
	Merged          Kind = "merged"           // status Merged
	LateOrder       Kind = "late order"       // its order arrives after it
	Indivisible     Kind = "indivisible"      // 100.00 for 3 pieces
	Cents           Kind = "cents"            // 0.10, with its last digit
	Large           Kind = "large"            // a hundred thousand pieces and more
	NoGoods         Kind = "no goods"         // 仅退款: items is empty
)

// Awkward are all of them but Plain.
func Awkward() []Kind {
	return []Kind{
		SeveralLines, Batches, OddText, NothingReceived, UnknownShop, MissingMaterial, Cancelled,
		Merged, LateOrder, Indivisible, Cents, Large, NoGoods,
	}
}

// Document is one refund of the world, for comparing what arrived.
type Document struct {
	AsID, OID, SoID string
	Kind            Kind
	ShopID          string // 金蝶: the customer's FNumber
	Org             string // 金蝶: the customer's organisation; "" for an unknown shop
	StockID         string // 金蝶: the stock's FNumber
	Modified        string
	Remark          string
	Lines           []Line
}

// Line is one item of a refund.
type Line struct {
	SKU      string
	Applied  decimal.Decimal // qty
	Received decimal.Decimal // r_qty
	Amount   string          // with the digits 聚水潭 sends
	BatchNo  string
	Made     string // product_date
	Variant  string // properties_value, of refunds that come through 奇门
	Bundle   string // combine_sku_id: the bundle it is a part of
	Outgoing bool   // goes to the buyer in exchange
}

// Summary counts the world's refunds.
type Summary struct {
	Refunds int
	Lines   int
	ByKind  map[Kind]int
}

// Expected is what a complete reading finds.
func (w *World) Expected() Summary {
	s := Summary{ByKind: map[Kind]int{}}
	for _, d := range w.documents {
		s.Refunds++
		s.Lines += len(d.Lines)
		s.ByKind[d.Kind]++
	}
	return s
}

// Documents are the refunds in order of their as_id.
func (w *World) Documents() []Document { return append([]Document(nil), w.documents...) }

// deal gives each awkward kind one in a hundred refunds and at least three,
// while that leaves half of the refunds plain; and shuffles.
func deal(r *rand.Rand, documents int, awkward []Kind) []Kind {
	each := max(3, documents/100)
	if each*len(awkward) > documents/2 {
		each = documents / 2 / len(awkward)
	}
	kinds := make([]Kind, documents)
	for i := range kinds {
		kinds[i] = Plain
	}
	for i, k := range awkward {
		for j := range each {
			kinds[i*each+j] = k
		}
	}
	r.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
	return kinds
}

package simulators

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors/internal/qimen/qimentest"
	"github.com/erpbridge/erpbridge/connectors/wangdiantongqimen/wangdiantongqimentest"
)

// The kinds of purchase returns; the others are those of refunds.
const (
	UnknownSupplier Kind = "unknown supplier" // no supplier in 金蝶
	NotSent         Kind = "not sent"         // status 55: still in the warehouse
	NotPicked       Kind = "not picked"       // one of its lines is 0.0000
	Empty           Kind = "empty"            // nothing was picked of any line
	Fraction        Kind = "fraction"         // a quantity with four places
	Flagship        Kind = "flagship"         // 旗舰版: the lines are detail_list
)

// AwkwardPurchaseReturns are all kinds of purchase returns but Plain.
func AwkwardPurchaseReturns() []Kind {
	return []Kind{SeveralLines, OddText, UnknownSupplier, MissingMaterial, Cancelled, NotSent, NotPicked, Empty, Fraction, Large, Flagship}
}

// PurchaseReturn is a stock-out by which goods go back to their supplier, for
// comparing what arrived.
type PurchaseReturn struct {
	ID, Number          string // stockout_id, order_no
	Kind                Kind
	Supplier, Warehouse string
	Sent, Modified      string // consign_time, modified
	Remark              string
	Lines               []Picked
}

// Picked is one line of it.
type Picked struct {
	SKU   string
	Count decimal.Decimal
}

// PurchaseReturns are those of the simulated 旺店通·奇门 in order of their number.
func (w *World) PurchaseReturns() []PurchaseReturn {
	return append([]PurchaseReturn(nil), w.purchaseReturns...)
}

func (w *World) fillWangdiantongQimen() error {
	w.WangdiantongQimen = wangdiantongqimentest.New(wangdiantongqimentest.Options{
		Options: qimentest.Options{Now: w.opt.Clock, NoLimits: w.opt.NoLimits},
	})
	b := newBuilder(w.opt.Seed, ofWangdiantongQimen, w.opt.Now)
	kinds := deal(b.rand, w.opt.Documents, AwkwardPurchaseReturns())
	for i, kind := range kinds {
		r := b.purchaseReturn(i, len(kinds), kind)
		w.purchaseReturns = append(w.purchaseReturns, r)
		if err := w.WangdiantongQimen.Documents(wangdiantongqimentest.Returns).Seed(b.stockOut(i, r)); err != nil {
			return err
		}
	}
	return nil
}

func (w *World) serveWangdiantongQimen() http.Handler { return w.WangdiantongQimen }

func (w *World) wangdiantongQimenEnv(baseURL string) map[string]string {
	return prefixed("WANGDIANTONGQIMEN_MAIN_", w.WangdiantongQimen.Variables(baseURL))
}

// purchaseReturn decides what is returned; stockOut writes it down.
func (b *builder) purchaseReturn(i, of int, kind Kind) PurchaseReturn {
	from := pick(b.rand, suppliers())
	if kind == UnknownSupplier {
		from = newSupplier()
	}
	at := b.moment(i, of)
	return PurchaseReturn{
		ID: strconv.Itoa(70_001 + i), Number: fmt.Sprintf("CK%s%06d", b.now.Format("200601"), 1+i), Kind: kind,
		Supplier: from.number, Warehouse: pick(b.rand, depots()).number,
		Sent: at.Add(-time.Duration(b.rand.IntN(120)) * time.Second).Format(time.DateTime), Modified: at.Format(time.DateTime),
		Remark: b.remark(i, kind), Lines: b.picked(kind),
	}
}

func (b *builder) picked(kind Kind) []Picked {
	lines := make([]Picked, 1)
	if kind == SeveralLines || kind == NotPicked {
		lines = make([]Picked, 2+b.rand.IntN(4))
	}
	for i := range lines {
		lines[i] = Picked{SKU: pick(b.rand, b.goods).sku, Count: count(b.rand, kind)}
	}
	switch kind {
	case MissingMaterial:
		lines[0].SKU = missingGood().sku
	case NotPicked, Empty:
		lines[0].Count = decimal.Zero
	}
	return lines
}

func count(r *rand.Rand, kind Kind) decimal.Decimal {
	switch kind {
	case Fraction:
		return decimal.New(int64(10_001+r.IntN(80_000)), -4)
	case Large:
		return decimal.NewFromInt(int64(100_000 + r.IntN(900_000)))
	default:
		return decimal.NewFromInt(int64(1 + r.IntN(40)))
	}
}

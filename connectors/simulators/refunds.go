package simulators

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/shopspring/decimal"
)

const month = 30 * 24 * time.Hour

// builder makes documents one after the other, always in the same order, so
// that a seed makes one world.
type builder struct {
	rand    *rand.Rand
	now     time.Time
	goods   []good
	batched []good
	bySKU   map[string]good
	first   int // number of the first refund
}

func newBuilder(seed, stream uint64, now time.Time) *builder {
	b := &builder{
		rand:  rand.New(rand.NewPCG(seed, stream)), //nolint:gosec // made-up data, not secrets
		first: 500_001,
		now:   now.In(zone()), goods: goods(), batched: batchedGoods(), bySKU: map[string]good{},
	}
	for _, g := range append(goods(), batchedGoods()...) {
		b.bySKU[g.sku] = g
	}
	return b
}

// document decides what a refund is about; refund and order write it down.
func (b *builder) document(i, of int, kind Kind) Document {
	s := pick(b.rand, shops())
	if kind == UnknownShop {
		s = stranger()
	}
	return Document{
		AsID: strconv.Itoa(b.first + i), OID: strconv.Itoa(b.first + 300_000 + i),
		SoID: fmt.Sprintf("%s%08d", b.now.Format("060102"), b.first+200_000+i),
		Kind: kind, ShopID: strconv.Itoa(s.id), Org: s.org, StockID: strconv.Itoa(pick(b.rand, stocks()).id),
		Modified: stamp(b.moment(i, of), i), Remark: b.remark(i, kind), Lines: b.lines(i, kind),
	}
}

// moment spreads refunds over the month before now, none in the last minute.
func (b *builder) moment(i, of int) time.Time {
	step := (month - time.Minute) / time.Duration(of)
	return b.now.Add(-month).Add(time.Duration(i) * step).Add(time.Duration(b.rand.Int64N(int64(step))))
}

// stamp writes a time as 聚水潭 does: now and then with milliseconds.
func stamp(t time.Time, i int) string {
	if i%17 == 0 {
		return t.Format("2006-01-02 15:04:05.000")
	}
	return t.Format(time.DateTime)
}

func (b *builder) remark(i int, kind Kind) string {
	if kind == OddText {
		return oddRemarks()[i%len(oddRemarks())]
	}
	return pick(b.rand, ordinaryRemarks())
}

func (b *builder) lines(i int, kind Kind) []Line {
	n := 1
	switch kind {
	case NoGoods:
		return nil
	case SeveralLines:
		n = 2 + b.rand.IntN(4)
	}
	lines := make([]Line, n)
	for j := range lines {
		lines[j] = b.line(i, kind)
	}
	return lines
}

func (b *builder) line(i int, kind Kind) Line {
	count := decimal.NewFromInt(int64(1 + b.rand.IntN(4)))
	cents := decimal.New(int64(990+b.rand.IntN(30_000)), -2)
	l := Line{SKU: pick(b.rand, b.goods).sku, Applied: count, Received: count, Amount: cents.Mul(count).StringFixed(2)}
	switch kind {
	case Batches:
		l.SKU = pick(b.rand, b.batched).sku
		made := b.now.Add(-month).AddDate(0, 0, -b.rand.IntN(60))
		l.Made, l.BatchNo = made.Format(time.DateOnly), fmt.Sprintf("%s-%02d", made.Format("20060102"), i%90)
	case MissingMaterial:
		l.SKU = missingGood().sku
	case NothingReceived:
		l.Received = decimal.Zero
	case Indivisible:
		l.Applied, l.Received, l.Amount = decimal.NewFromInt(3), decimal.NewFromInt(3), "100.00"
	case Cents:
		l.Applied, l.Received, l.Amount = decimal.NewFromInt(1), decimal.NewFromInt(1), "0.10"
	case Large:
		l.Applied = decimal.NewFromInt(int64(100_000 + b.rand.IntN(900_000)))
		l.Received, l.Amount = l.Applied, l.Applied.Mul(decimal.New(1234, -2)).StringFixed(2)
	}
	return l
}

// refund writes a document as 聚水潭 returns it.
func (b *builder) refund(d Document) map[string]any {
	row := b.refundHead(d)
	row["items"], row["batchs"] = b.items(d), batchs(d.Lines)
	switch d.Kind {
	case Cancelled, Merged:
		row["status"], row["shop_status"] = statusOf(d.Kind), "CLOSED"
	case NothingReceived:
		row["good_status"] = "BUYER_RETURNED_GOODS"
	case NoGoods:
		row["type"], row["good_status"] = "仅退款", "BUYER_NOT_RECEIVED"
		row["refund"] = number(decimal.New(int64(100+b.rand.IntN(5000)), -2).StringFixed(2))
	}
	return row
}

func statusOf(kind Kind) string {
	if kind == Merged {
		return "Merged"
	}
	return "Cancelled"
}

func (b *builder) refundHead(d Document) map[string]any {
	s := shopOf(d.ShopID)
	return map[string]any{
		"as_id": number(d.AsID), "as_date": d.Modified, "outer_as_id": "R" + d.SoID, "o_id": number(d.OID), "so_id": d.SoID,
		"type": "普通退货", "created": d.Modified, "modified": d.Modified, "status": "Confirmed", "shop_status": "SUCCESS",
		"remark": d.Remark, "question_type": pick(b.rand, reasons()), "warehouse": "退货仓", "refund": number(total(d.Lines)),
		"payment": number("0.00"), "free_amount": number("0.00"), "good_status": "SELLER_RECEIVED", "node": "",
		"order_status": "Sent", "shop_type": s.site, "shop_id": s.id, "shop_name": s.name,
		"logistics_company": pick(b.rand, carriers()), "l_id": fmt.Sprintf("SF%013d", b.rand.IntN(1_000_000_000)),
		"wh_id": 2, "wms_co_id": number(d.StockID), "confirm_date": d.Modified, "freight": number("0.00"),
		"drp_co_id_from": "", "drp_co_id_to": "", "receiver_name": name(b.rand), "receiver_mobile": phone(b.rand),
		"shop_buyer_id": fmt.Sprint("buyer", b.rand.IntN(100_000)), "buyer_apply_refund": number(total(d.Lines)),
		"shop_freight": number("0.00"), "result": "退货退款", "labels": "", "order_labels": []string{}, "refund_version": "1",
		"currency": "CNY", "refund_phase": "aftersale", "creator_name": name(b.rand), "order_type": "普通订单",
		"images": []any{}, "sns": []any{},
	}
}

func shopOf(id string) shop {
	for _, s := range shops() {
		if strconv.Itoa(s.id) == id {
			return s
		}
	}
	return stranger()
}

// number keeps its digits: 0.10 stays 0.10.
func number(digits string) json.Number { return json.Number(digits) }

func total(lines []Line) string {
	var sum decimal.Decimal
	for _, l := range lines {
		sum = sum.Add(decimal.RequireFromString(l.Amount)) // written by line()
	}
	return sum.StringFixed(2)
}

package simulators

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// MallKind is what is awkward about an order of the mall.
type MallKind string

// The kinds. All but Ordinary are made in equal, small numbers.
const (
	Ordinary       MallKind = "ordinary"
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

// AwkwardOrders are all kinds but Ordinary.
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
		Unpaid: "10 30", Closed: "10 90", Refunded: "30 80", Finished: "30 50 70", UnderWay: "50",
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

// mallBuilder makes orders one after the other, always in the same order.
type mallBuilder struct {
	rand  *rand.Rand
	now   time.Time
	goods []good
}

func newMallBuilder(seed uint64, now time.Time) *mallBuilder {
	const stream = 3 // of the seed; others draw from theirs
	return &mallBuilder{
		rand: rand.New(rand.NewPCG(seed, stream)), //nolint:gosec // made-up data, not secrets
		now:  now.In(zone()), goods: goods(),
	}
}

// dealOrders gives each awkward kind its share, as deal does, and shuffles.
func (b *mallBuilder) dealOrders(orders int) []MallKind {
	kinds := slices.Repeat([]MallKind{Ordinary}, orders)
	each := max(1, orders/100)
	for i, k := range AwkwardOrders() {
		for j := range each {
			if at := i*each + j; at < orders/2+1 {
				kinds[at] = k
			}
		}
	}
	b.rand.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
	return kinds
}

func (b *mallBuilder) order(i int, kind MallKind) MallOrder {
	o := MallOrder{TID: fmt.Sprintf("M%s%05d", b.now.Format("060102"), i+1), Kind: kind, Status: kind.end()}
	first := b.first(o.TID, kind)
	for n, status := range kind.statuses() {
		version := maps.Clone(first)
		version["trade_status"] = status
		version["modified"] = b.now.Add(time.Duration(n) * time.Minute).Format(time.DateTime)
		if status == "10" || status == "90" {
			version["pay_status"], version["pay_time"], version["paid"] = "0", "0000-00-00 00:00:00", "0"
		}
		o.Versions = append(o.Versions, version)
	}
	return o
}

// first is an order when it was paid; the versions differ in what became of it.
func (b *mallBuilder) first(tid string, kind MallKind) map[string]any {
	at := b.now.Add(-time.Duration(1+b.rand.IntN(600)) * time.Minute)
	fields := map[string]any{
		"shop_no": mallShop, "tid": tid, "trade_time": at.Format(time.DateTime), "buyer_nick": "买家" + tid,
		"receiver_name": name(b.rand), "receiver_province": "浙江省", "receiver_city": "杭州市", "receiver_district": "西湖区",
		"receiver_address": fmt.Sprintf("花园路%d号", 1+b.rand.IntN(999)), "receiver_mobile": phone(b.rand),
		"pay_status": "2", "pay_time": at.Add(time.Minute).Format(time.DateTime), "delivery_term": "1", "fenxiao_type": "0", "logistics_type": "-1",
		"post_amount": pick(b.rand, []string{"0", "8.00", "12.50"}), "cod_amount": "0", "ext_cod_fee": "0", "other_amount": pick(b.rand, []string{"0", "0", "-1.50"}),
		"order_list": b.mallLines(tid, kind),
	}
	switch kind {
	case OddWords:
		fields["receiver_address"] = pick(b.rand, oddRemarks())
		fields["buyer_nick"] = `{{tid}}'; --` + tid
	case ForeignShop:
		fields["shop_no"] = "MALL99"
	}
	settle(fields, kind)
	if kind == Sparse {
		return sparse(fields)
	}
	return fields
}

// settle adds up what was paid, or is to be collected.
func settle(fields map[string]any, kind MallKind) {
	sum := dec(fields["post_amount"])
	for _, line := range fields["order_list"].([]map[string]any) {
		sum = sum.Add(dec(line["price"]).Mul(dec(line["num"])))
		sum = sum.Add(dec(line["adjust_amount"])).Sub(dec(line["discount"])).Sub(dec(line["share_discount"]))
	}
	if kind == CashOnDelivery {
		fields["delivery_term"], fields["pay_status"], fields["pay_time"], fields["paid"] = "2", "0", "0000-00-00 00:00:00", "0"
		fields["ext_cod_fee"], fields["other_amount"] = "5.00", "0"
		fields["cod_amount"] = sum.Add(dec("5.00")).String()
		return
	}
	fields["paid"] = sum.Add(dec(fields["other_amount"])).String()
}

// sparse is an order as a mall sends it that says no more than it must.
func sparse(fields map[string]any) map[string]any {
	for _, name := range strings.Fields("fenxiao_type logistics_type cod_amount ext_cod_fee") {
		delete(fields, name)
	}
	for _, name := range []string{"post_amount", "other_amount", "paid"} {
		fields[name] = number(fields[name].(string))
	}
	for _, line := range fields["order_list"].([]map[string]any) {
		for _, name := range strings.Fields("status refund_status spec_id spec_name adjust_amount discount share_discount") {
			delete(line, name)
		}
		line["num"], line["price"] = number(line["num"].(string)), number(line["price"].(string))
	}
	return fields
}

func (b *mallBuilder) mallLines(tid string, kind MallKind) []map[string]any {
	n := 1
	if kind == ManyLines || kind == Discounted {
		n = 2 + b.rand.IntN(4)
	}
	lines := make([]map[string]any, n)
	for i := range lines {
		lines[i] = b.mallLine(fmt.Sprintf("%s-%d", tid, i+1), kind)
	}
	return lines
}

// mallLine: the platform's ids are the numbers of the goods, as in malls of one's own.
func (b *mallBuilder) mallLine(oid string, kind MallKind) map[string]any {
	g := pick(b.rand, b.goods)
	line := map[string]any{
		"oid": oid, "num": fmt.Sprint(1 + b.rand.IntN(4)), "price": decimal.New(int64(990+b.rand.IntN(30_000)), -2).StringFixed(2),
		"refund_status": "0", "goods_id": g.style, "spec_id": g.sku, "goods_no": g.style, "spec_no": g.sku,
		"goods_name": g.name, "spec_name": g.variant, "adjust_amount": "0", "discount": "0", "share_discount": "0",
	}
	switch kind {
	case Discounted:
		line["adjust_amount"], line["discount"], line["share_discount"] = "-0.50", "1.00", "2.3400"
	case FourDigits:
		line["num"], line["price"] = "0.2500", "33.3336"
	case Refunded:
		line["refund_status"] = "5"
	}
	return line
}

func dec(v any) decimal.Decimal {
	d, err := decimal.NewFromString(fmt.Sprint(v))
	if err != nil {
		return decimal.Zero // left out
	}
	return d
}

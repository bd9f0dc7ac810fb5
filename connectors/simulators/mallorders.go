package simulators

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"
)

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

// dealOrders gives each awkward kind its share, as deal does, has a third of the
// others completed, and shuffles.
func (b *mallBuilder) dealOrders(orders int) []MallKind {
	kinds := slices.Repeat([]MallKind{Ordinary, Ordinary, Completed}, orders/3+1)[:orders]
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

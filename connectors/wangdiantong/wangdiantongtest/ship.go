package wangdiantongtest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors/internal/qimen/qimentest"
)

// Ship lets the goods of an order leave the warehouse now: a 销售出库单 appears that
// says with which carrier (快递公司编码) and under which number. What else it is to
// say is in more.
func (s *Server) Ship(tid, carrier, number string, more map[string]any) error {
	return s.ShipTogether([]string{tid}, carrier, number, more)
}

// ShipTogether lets the goods of several orders leave in one parcel (合并订单). The
// head is that of the first, the amounts are of all.
func (s *Server) ShipTogether(tids []string, carrier, number string, more map[string]any) error {
	var orders []Order
	for _, tid := range tids {
		o, ok := s.Order(tid)
		if !ok {
			return fmt.Errorf("there is no order %s", tid)
		}
		orders = append(orders, o)
	}
	now := s.opt.Now().In(s.zone).Format(time.DateTime)
	no := s.nextNumber()
	row := map[string]any{
		"stockout_id": no, "order_no": "CK" + no, "stockout_no": "CK" + no, "src_order_no": "JY" + no, "trade_no": "JY" + no,
		"src_tids": strings.Join(tids, ","), "warehouse_no": "WH1", "order_type": "1", "status": "95", "trade_status": "95",
		"trade_type": "1", "refund_status": "0", "platform_id": "127", "consign_time": now, "modified": now, "created": now,
		"logistics_code": carrier, "logistics_no": number,
		"paid": total(orders, "paid"), "post_amount": total(orders, "post_amount"), "cod_amount": total(orders, "cod_amount"),
		"details_list": shipped(no, orders),
	}
	maps.Copy(row, orders[0].sender())
	maps.Copy(row, more)
	return s.tables[Sales].Seed(row)
}

func (s *Server) nextNumber() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	return strconv.Itoa(100000 + s.last)
}

// sender is what a stock-out says of who bought, and when.
func (o Order) sender() map[string]any {
	row := map[string]any{"shop_no": o.ShopNo, "nick_name": o.Text("buyer_nick")}
	for _, name := range strings.Fields("trade_time pay_time delivery_term receiver_name receiver_mobile receiver_province receiver_city receiver_district receiver_address") {
		row[name] = o.Text(name)
	}
	return row
}

func total(orders []Order, field string) string {
	sum := decimal.Zero
	for _, o := range orders {
		sum = sum.Add(number(o.Fields, field))
	}
	return sum.StringFixed(4)
}

// shipped are the lines of orders as a stock-out tells them: of the discounts the
// line's own, and what is left of the line when all are taken off. The freight is
// the first line's, and so is what was paid beside the goods.
func shipped(no string, orders []Order) []any {
	var lines []any
	for _, o := range orders {
		post, more := number(o.Fields, "post_amount"), number(o.Fields, "other_amount")
		for _, l := range o.Lines {
			share := lineAmount(l)
			lines = append(lines, map[string]any{
				"rec_id": no + strconv.Itoa(len(lines)), "stockout_id": no, "src_tid": o.TID, "src_oid": l["oid"], "spec_no": l["spec_no"],
				"goods_no": l["goods_no"], "goods_name": l["goods_name"], "spec_name": l["spec_name"],
				"goods_count": number(l, "num").StringFixed(4), "sell_price": number(l, "price").StringFixed(4),
				"discount": number(l, "discount").StringFixed(4), "share_amount": share.StringFixed(4),
				"share_post": post.StringFixed(4), "paid": share.Add(post).Add(more).StringFixed(4), "refund_status": text(l["refund_status"]),
			})
			post, more = decimal.Zero, decimal.Zero
		}
	}
	return lines
}

// originals are the orders as 查询原始订单 reads them.
func (s *Server) originals() *qimentest.Table {
	t := qimentest.NewTable("tid", s.opt.Now, false)
	for _, o := range s.Orders() {
		row := maps.Clone(o.Fields)
		maps.DeleteFunc(row, func(name string, _ any) bool { return slices.Contains([]string{"pay_id", "pay_account"}, name) })
		row["shop_no"], row["platform_id"], row["modified"] = o.ShopNo, "127", o.Modified.In(s.zone).Format(time.DateTime)
		row["goods_list"] = ordered(o.Lines)
		_ = t.Seed(row) // it has its id and time
	}
	return t
}

// ordered are lines as 查询原始订单 tells them: what is left of each when all
// discounts are taken off, and not the discounts.
func ordered(lines []map[string]any) []any {
	all := make([]any, len(lines))
	for i, l := range lines {
		line := map[string]any{"num": number(l, "num").StringFixed(4), "price": number(l, "price").StringFixed(4), "share_amount": lineAmount(l).StringFixed(4)}
		for _, name := range []string{"oid", "status", "refund_status", "goods_id", "spec_id", "goods_no", "spec_no", "goods_name", "spec_name"} {
			line[name] = text(l[name])
		}
		all[i] = line
	}
	return all
}

package wangdiantongtest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/erpbridge/erpbridge/connectors/internal/qimen/qimentest"
)

// Ship lets the goods of an order leave the warehouse now: a 销售出库单 appears that
// says with which carrier (快递公司编码) and under which number. What else it is to
// say is in more.
func (s *Server) Ship(tid, carrier, number string, more map[string]any) error {
	o, ok := s.Order(tid)
	if !ok {
		return fmt.Errorf("there is no order %s", tid)
	}
	now := s.opt.Now().In(s.zone).Format(time.DateTime)
	no := s.nextNumber()
	row := map[string]any{
		"stockout_id": no, "order_no": "CK" + no, "stockout_no": "CK" + no, "src_order_no": "JY" + no, "trade_no": "JY" + no,
		"src_tids": tid, "shop_no": o.ShopNo, "warehouse_no": "WH1", "order_type": "1", "status": "95", "trade_status": "95",
		"consign_time": now, "modified": now, "created": now, "trade_time": o.Text("trade_time"), "pay_time": o.Text("pay_time"),
		"logistics_code": carrier, "logistics_no": number, "paid": o.Text("paid"), "post_amount": o.Text("post_amount"),
		"nick_name": o.Text("buyer_nick"), "details_list": o.shipped(no),
	}
	for _, name := range []string{"receiver_name", "receiver_mobile", "receiver_province", "receiver_city", "receiver_district", "receiver_address"} {
		row[name] = o.Text(name)
	}
	maps.Copy(row, more)
	return s.tables[Sales].Seed(row)
}

func (s *Server) nextNumber() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	return strconv.Itoa(100000 + s.last)
}

func (o Order) shipped(no string) []any {
	var lines []any
	for i, l := range o.Lines {
		lines = append(lines, map[string]any{
			"rec_id": no + strconv.Itoa(i), "stockout_id": no, "src_tid": o.TID, "src_oid": l["oid"], "spec_no": l["spec_no"],
			"goods_no": l["goods_no"], "goods_name": l["goods_name"], "spec_name": l["spec_name"], "goods_count": l["num"], "sell_price": l["price"],
		})
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
		row["goods_list"] = o.Lines
		_ = t.Seed(row) // it has its id and time
	}
	return t
}

package wangdiantongtest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Push is the script that takes orders.
const Push = "trade_push"

const maxBuyer = 30 // orders of one buyer_nick in a push

// wrong is what is the matter with one order.
type wrong struct {
	tid string
	refusal
}

// push takes the orders of one call: all of them, or, as the options say, those
// that are good or none when one is not.
func (s *Server) push(ask url.Values) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	pushed, no := s.readPush(ask)
	if no != nil {
		return no.fields()
	}
	var bad []wrong
	var good []map[string]any
	for _, fields := range pushed {
		if no := s.examine(fields); no != nil {
			bad = append(bad, wrong{text(fields["tid"]), *no})
		} else {
			good = append(good, fields)
		}
	}
	if len(bad) > 0 && !s.opt.Keeps {
		return s.refused(bad)
	}
	fresh, changed := s.take(ask.Get("shop_no"), good)
	if len(bad) > 0 {
		return s.refused(bad)
	}
	return map[string]any{"code": 0, "message": "", "new_count": fresh, "chg_count": changed}
}

// readPush refuses what concerns the push as a whole.
func (s *Server) readPush(ask url.Values) ([]map[string]any, *refusal) {
	if !slices.Contains(s.opt.Shops, ask.Get("shop_no")) {
		return nil, &refusal{2310, "店铺编号在系统中不存在或已停用"}
	}
	if mode := ask.Get("switch"); mode != "" && mode != "0" && mode != "1" {
		return nil, &refusal{2830, "参数值无效switch"}
	}
	var pushed []map[string]any
	dec := json.NewDecoder(strings.NewReader(ask.Get("trade_list")))
	dec.UseNumber()
	if err := dec.Decode(&pushed); err != nil || len(pushed) == 0 || slices.ContainsFunc(pushed, func(o map[string]any) bool { return o == nil }) {
		return nil, &refusal{2830, "参数值无效trade_list"}
	}
	if len(pushed) > s.opt.Most {
		return nil, &refusal{tooMany, fmt.Sprintf("一次推送的订单不能超过%d条", s.opt.Most)}
	}
	return pushed, crowded(pushed)
}

// crowded: one buyer with too many orders, or one order twice.
func crowded(pushed []map[string]any) *refusal {
	buyers, tids := map[string]int{}, map[string]bool{}
	for _, o := range pushed {
		buyers[text(o["buyer_nick"])]++
		if buyers[text(o["buyer_nick"])] > maxBuyer {
			return &refusal{99, "buyer_nick 名字不能只用一个，不同客户必须用不同的名字"}
		}
		if tids[text(o["tid"])] {
			return &refusal{repeated, "同一次推送中原始单号重复"}
		}
		tids[text(o["tid"])] = true
	}
	return nil
}

// refused answers a push with bad orders in one of the two shapes that are known.
func (s *Server) refused(bad []wrong) map[string]any {
	if !s.opt.Named {
		return refusal{bad[0].code, bad[0].msg}.fields()
	}
	said := make([]map[string]string, len(bad))
	for i, b := range bad {
		said[i] = map[string]string{"tid": b.tid, "error": url.QueryEscape(b.msg)}
	}
	return refusal{bad[0].code, strings.TrimSpace(string(toJSON(said)))}.fields()
}

// SeedOrders puts orders into the ledger as if a shop had pushed them; an order that
// would be refused is an error.
func (s *Server) SeedOrders(shop string, orders ...map[string]any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, fields := range orders {
		if no := s.examine(fields); no != nil {
			return fmt.Errorf("order %s: %s", text(fields["tid"]), no.msg)
		}
	}
	s.take(shop, orders)
	return nil
}

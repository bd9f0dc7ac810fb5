package wangdiantongtest

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// rule of a field: what may stand in it.
type fieldRule struct {
	name    string
	must    bool
	longest int      // characters of a text
	oneOf   []string // an enumeration
	kind    string   // decimal, datetime; "" is a text
}

func tradeStates() []string { return strings.Split("10 20 30 40 50 60 70 80 90", " ") }

func headRules() []fieldRule {
	zeroToFive := strings.Split("0 1 2 3 4 5", " ")
	return []fieldRule{
		{name: "tid", must: true, longest: 40},
		{name: "trade_status", must: true, oneOf: tradeStates()},
		{name: "pay_status", oneOf: []string{"0", "1", "2"}},
		{name: "delivery_term", must: true, oneOf: []string{"1", "2", "3", "4"}},
		{name: "trade_time", kind: "datetime"},
		{name: "pay_time", must: true, kind: "datetime"},
		{name: "buyer_nick", must: true, longest: 100},
		{name: "buyer_email", longest: 60},
		{name: "receiver_name", must: true, longest: 40},
		{name: "receiver_address", must: true, longest: 256},
		{name: "receiver_province", must: true, longest: 40},
		{name: "receiver_city", must: true, longest: 40},
		{name: "receiver_district", must: true, longest: 40},
		{name: "receiver_mobile", must: true, longest: 40},
		{name: "invoice_kind", oneOf: zeroToFive[:5]},
		{name: "invoice_title", longest: 255},
		{name: "invoice_content", longest: 255},
		{name: "seller_flag", oneOf: zeroToFive},
		{name: "remark_flag", oneOf: zeroToFive},
		{name: "fenxiao_type", oneOf: zeroToFive[:4]},
		{name: "is_auto_wms", oneOf: zeroToFive[:2]},
		{name: "buyer_message", longest: 1024},
		{name: "seller_memo", longest: 1024},
		{name: "post_amount", must: true, kind: "decimal"},
		{name: "cod_amount", must: true, kind: "decimal"},
		{name: "ext_cod_fee", must: true, kind: "decimal"},
		{name: "other_amount", must: true, kind: "decimal"},
		{name: "paid", must: true, kind: "decimal"},
	}
}

func lineRules() []fieldRule {
	return []fieldRule{
		{name: "oid", must: true, longest: 40},
		{name: "num", must: true, kind: "decimal"},
		{name: "price", must: true, kind: "decimal"},
		{name: "status", must: true, oneOf: tradeStates()},
		{name: "refund_status", must: true, oneOf: strings.Split("0 1 2 3 4 5", " ")},
		{name: "goods_id", must: true, longest: 40},
		{name: "spec_id", longest: 40},
		{name: "goods_no", longest: 40},
		{name: "spec_no", must: true, longest: 40},
		{name: "goods_name", must: true, longest: 255},
		{name: "spec_name", longest: 100},
		{name: "adjust_amount", must: true, kind: "decimal"},
		{name: "discount", must: true, kind: "decimal"},
		{name: "share_discount", must: true, kind: "decimal"},
		{name: "remark", longest: 1024},
	}
}

// examine says what is the matter with an order; the caller holds the lock.
func (s *Server) examine(fields map[string]any) *refusal {
	if no := obey(headRules(), fields); no != nil {
		return no
	}
	rows, ok := fields["order_list"].([]any)
	if !ok || len(rows) == 0 || len(rows) > 200 {
		return &refusal{2830, "参数值无效order_list"}
	}
	var lines []map[string]any
	for _, row := range rows {
		line, ok := row.(map[string]any)
		if !ok {
			return &refusal{2830, "参数值无效order_list"}
		}
		if no := obey(lineRules(), line); no != nil {
			return no
		}
		lines = append(lines, line)
	}
	if s.opt.Sums && !adds(fields, lines) {
		return &refusal{2830, "参数值无效paid"}
	}
	return s.fits(fields, lines)
}

func obey(rules []fieldRule, fields map[string]any) *refusal {
	for _, r := range rules {
		value := text(fields[r.name])
		switch {
		case value == "" && r.must:
			return &refusal{2900, "必传参数缺失" + r.name}
		case value == "" && fields[r.name] == nil:
		case !r.allows(value):
			return &refusal{2830, "参数值无效" + r.name}
		}
	}
	return nil
}

func (r fieldRule) allows(value string) bool {
	switch {
	case r.oneOf != nil:
		return slices.Contains(r.oneOf, value)
	case r.kind == "decimal":
		d, err := decimal.NewFromString(value)
		return err == nil && d.Equal(d.Truncate(4)) && len(d.Abs().Truncate(0).String()) <= 15
	case r.kind == "datetime":
		_, err := time.Parse(time.DateTime, value)
		return err == nil || value == "0000-00-00 00:00:00"
	default:
		return utf8.RuneCountInString(value) <= r.longest
	}
}

// fits compares with what is there: lines belong to one order and keep number and
// price, and the status moves only as 旺店通 lets it.
func (s *Server) fits(fields map[string]any, lines []map[string]any) *refusal {
	o := s.orders[text(fields["tid"])]
	seen := map[string]bool{}
	for _, line := range lines {
		oid := text(line["oid"])
		owner, taken := s.oids[oid]
		if seen[oid] || taken && (o == nil || owner != o.TID) {
			return &refusal{repeated, "订单货品数量不一致" + oid}
		}
		seen[oid] = true
		if o != nil && !o.keeps(line) {
			return &refusal{fixedLine, "子订单" + oid + "的数量和单价推送成功后不能更改"}
		}
	}
	if to := text(fields["trade_status"]); o != nil && !s.moves(o.Status(), to) {
		return &refusal{noMove, fmt.Sprintf("订单%s的平台状态不能由%s变更为%s", o.TID, o.Status(), to)}
	}
	return nil
}

func (o *Order) keeps(pushed map[string]any) bool {
	for _, line := range o.Lines {
		if same(line["oid"], pushed["oid"]) {
			return same(line["num"], pushed["num"]) && same(line["price"], pushed["price"])
		}
	}
	return true
}

// moves: after 30 only what is published; before it, and behind 40, invented.
func (s *Server) moves(from, to string) bool {
	next := map[string][]string{
		"10": {"20", "30", "90"}, "20": {"30", "80", "90"}, "30": {"70", "80"},
		"40": {"70", "80"}, "50": {"70", "80"}, "60": {"70", "80"},
	}
	if s.opt.Older {
		next["30"] = []string{"60", "70", "80"}
	}
	return from == to || slices.Contains(next[from], to)
}

// adds: what was paid, and what is to be collected, follow from the lines.
func adds(fields map[string]any, lines []map[string]any) bool {
	number := func(m map[string]any, name string) decimal.Decimal {
		return decimal.RequireFromString(text(m[name])) // obey has seen to it
	}
	sum := number(fields, "post_amount")
	for _, l := range lines {
		sum = sum.Add(number(l, "price").Mul(number(l, "num"))).Add(number(l, "adjust_amount")).
			Sub(number(l, "discount")).Sub(number(l, "share_discount"))
	}
	if text(fields["delivery_term"]) == "2" {
		return number(fields, "cod_amount").Equal(sum.Add(number(fields, "ext_cod_fee")).Sub(number(fields, "paid")))
	}
	return text(fields["trade_status"]) < "30" || number(fields, "paid").Equal(sum.Add(number(fields, "other_amount")))
}

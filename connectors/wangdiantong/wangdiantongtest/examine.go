package wangdiantongtest

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"
)

// examine says what is the matter with an order; the caller holds the lock.
func (s *Server) examine(fields map[string]any) *refusal {
	if no := obey(headRules(), fields); no != nil {
		return no
	}
	lines, no := readLines(fields["order_list"])
	if no != nil {
		return no
	}
	if s.opt.Sums && !adds(fields, lines) {
		return &refusal{2830, "参数值无效paid"}
	}
	return s.fits(fields, lines)
}

func readLines(list any) ([]map[string]any, *refusal) {
	wrong := &refusal{2830, "参数值无效order_list"}
	rows, ok := list.([]any)
	if !ok || len(rows) == 0 || len(rows) > 200 {
		return nil, wrong
	}
	var lines []map[string]any
	for _, row := range rows {
		line, ok := row.(map[string]any)
		if !ok {
			return nil, wrong
		}
		if no := obey(lineRules(), line); no != nil {
			return nil, no
		}
		lines = append(lines, line)
	}
	return lines, nil
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
	sum := number(fields, "post_amount")
	for _, l := range lines {
		sum = sum.Add(lineAmount(l))
	}
	if text(fields["delivery_term"]) == "2" {
		return number(fields, "cod_amount").Equal(sum.Add(number(fields, "ext_cod_fee")).Sub(number(fields, "paid")))
	}
	return unpaid(text(fields["trade_status"])) || number(fields, "paid").Equal(sum.Add(number(fields, "other_amount")))
}

// unpaid: an order that has not been paid yet, or that was closed before it was.
func unpaid(status string) bool { return status < "30" || status == "90" }

// lineAmount is what a line costs when all discounts are taken off.
func lineAmount(l map[string]any) decimal.Decimal {
	return number(l, "price").Mul(number(l, "num")).Add(number(l, "adjust_amount")).Sub(number(l, "discount")).Sub(number(l, "share_discount"))
}

// number is a field that obey has seen to be one; 0 when it was not said.
func number(fields map[string]any, name string) decimal.Decimal {
	if text(fields[name]) == "" {
		return decimal.Zero
	}
	return decimal.RequireFromString(text(fields[name]))
}

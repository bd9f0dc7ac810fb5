package wangdiantongtest

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// fieldRule is what may stand in a field.
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

package kuaidi100

import (
	"slices"
	"strings"
)

// State is one of the values of state (and of data[].statusCode).
type State struct {
	Code string
	Name string // 快递100's Chinese name
	Base string // the plain state that an advanced one belongs to; Code itself when it is plain
}

// States are all states there are: the plain ones, each followed by its advanced
// ones, which 快递100 says when it was asked with resultv2 4 or 8.
func States() []State {
	var all []State
	for _, family := range []string{
		"0 在途 1001 到达派件城市 1002 干线 1003 转递",
		"1 揽收 101 已下单 102 待揽收 103 已揽收",
		"2 疑难 201 超时未签收 202 超时未更新 203 拒收 204 派件异常 205 柜或驿站超时未取 206 无法联系 207 超区 208 滞留 209 破损 210 销单",
		"3 签收 301 本人签收 302 派件异常后签收 303 代签 304 投柜或站签收",
		"4 退签 401 已销单 14 拒签",
		"5 派件 501 投柜或驿站",
		"6 退回",
		"7 转投",
		"8 清关 10 待清关 11 清关中 12 已清关 13 清关异常",
	} {
		words := strings.Fields(family)
		for pair := range slices.Chunk(words, 2) {
			all = append(all, State{Code: pair[0], Name: pair[1], Base: words[0]})
		}
	}
	return all
}

// StateName is the Chinese name of a state; "" when there is none such.
func StateName(code string) string { return find(code).Name }

// BaseState is the plain state that a state belongs to: 301 本人签收 is a 3 签收. A
// state that is not known is its own.
func BaseState(code string) string {
	if s := find(code); s.Code != "" {
		return s.Base
	}
	return code
}

func find(code string) State {
	all := States()
	if i := slices.IndexFunc(all, func(s State) bool { return s.Code == code }); i >= 0 {
		return all[i]
	}
	return State{}
}

// legend is a list of states for a description.
func legend() string {
	var parts []string
	for _, s := range States() {
		parts = append(parts, s.Code+":"+s.Name)
	}
	return strings.Join(parts, ",")
}

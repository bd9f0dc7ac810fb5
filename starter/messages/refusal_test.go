package messages

import (
	"errors"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
)

// What a connector says in a refusal is said in its place, and only there.
func TestEveryMessageAndAdviceIsSaid(t *testing.T) {
	t.Parallel()
	p, book := New(Chinese), chinese(t)
	for _, s := range book.Advice {
		english, want := s.adviceSample()
		refusal := "kingdee MAIN Audit rejected (code 11): 单据日期在关账日期之前 — " + english
		if got := p.Reason(refusal); got != "kingdee MAIN Audit 拒绝（错误码 11）：单据日期在关账日期之前 —— "+want {
			t.Errorf("%s\n is said %s\n    want %s", english, got, want)
		}
	}
	for _, s := range book.Messages {
		english, want := s.sample()
		if got := p.Reason("kingdee MAIN Audit unavailable: " + english); got != "kingdee MAIN Audit 暂时无法使用："+want {
			t.Errorf("%s\n is said %s\n    want %s", english, got, want)
		}
	}
}

// adviceSample: advice stands in advice, and no sentence of a scheme does.
func (s sentence) adviceSample() (english, said string) {
	english, said = s.sample()
	return strings.ReplaceAll(english, "division by 0", "use x1"), strings.ReplaceAll(said, "除数为 0", "请使用 x1")
}

// The refusals are made as connectors make them.
func TestRefusalsAreSaidInChinese(t *testing.T) {
	t.Parallel()
	closed := &connectors.Error{
		Kind: connectors.ErrRejected, System: "kingdee", Account: "MAIN", API: "Audit", Code: "11", Message: "单据日期在关账日期之前",
		Advice: "the books of that date are closed: change the date of the bill, or have the period opened again",
	}
	locked := &connectors.Error{
		Kind: connectors.ErrUnauthorized, System: "kingdee", Account: "MAIN", API: "ValidateUser", Code: "0", Message: "用户名或密码错误",
		Advice: "check KINGDEE_MAIN_ACCT_ID, KINGDEE_MAIN_USERNAME and KINGDEE_MAIN_PASSWORD; " +
			"it is not tried again for 5 minutes, because about five wrong logins lock the user",
	}
	away := &connectors.Error{
		Kind: connectors.ErrUnavailable, System: "kingdee", Account: "MAIN", API: "ExecuteBillQuery",
		Message: "cannot be reached, nothing was sent: dial tcp 10.0.0.7:80: connect: connection refused",
	}
	down := &connectors.Error{
		Kind: connectors.ErrUnavailable, System: "wms", Account: "MAIN", API: "orders", Code: "503", Message: "HTTP 503: upstream connect error",
	}
	foreign := &connectors.Error{
		Kind: connectors.ErrNotFound, System: "jushuitan", Account: "SHOP_2", API: "refund.query", Message: "there is no such API here",
		Advice: "use one of orders.single.query, refund.single.query",
	}
	clock := &connectors.Error{
		Kind: connectors.ErrUnavailable, System: "jushuitan", Account: "MAIN", API: "refreshToken", Code: "180", Message: "timestamp error",
		Advice: "聚水潭's clock and this machine's are minutes apart: set the clock (NTP)",
	}
	chinese, english := New(Chinese), New(English)
	for text, want := range map[string]string{
		closed.Error():                "kingdee MAIN Audit 拒绝（错误码 11）：单据日期在关账日期之前 —— 该日期已关账：请修改单据日期，或请财务反关账",
		"scheme m: " + closed.Error(): "方案 m：kingdee MAIN Audit 拒绝（错误码 11）：单据日期在关账日期之前 —— 该日期已关账：请修改单据日期，或请财务反关账",
		"it was to be changed at the target, where TK1 stands as it was, and not approved: " + closed.Error(): "要在目标系统中修改它，TK1 现在仍是原来的内容，且未审核：" +
			"kingdee MAIN Audit 拒绝（错误码 11）：单据日期在关账日期之前 —— 该日期已关账：请修改单据日期，或请财务反关账",
		"its bill TK1 was to be deleted at the target, because it was not approved: " + closed.Error() + "; and that was refused: " + away.Error(): "因未获批准，" +
			"本应在目标系统中删除它的单据 TK1：kingdee MAIN Audit 拒绝（错误码 11）：单据日期在关账日期之前 —— 该日期已关账：请修改单据日期，或请财务反关账；" +
			"而删除被拒绝：kingdee MAIN ExecuteBillQuery 暂时无法使用：无法连接，什么都没有发出：dial tcp 10.0.0.7:80: connect: connection refused",
		closed.Error() + "; the bill that has it is looked for": "kingdee MAIN Audit 拒绝（错误码 11）：单据日期在关账日期之前 —— 该日期已关账：请修改单据日期，或请财务反关账；正在查找占用该编号的单据",
		locked.Error(): "kingdee MAIN ValidateUser 不接受该账号（错误码 0）：用户名或密码错误 —— 请检查 KINGDEE_MAIN_ACCT_ID、KINGDEE_MAIN_USERNAME 和 KINGDEE_MAIN_PASSWORD；" +
			"5 分钟内不再尝试登录，因为连续登录失败约五次会锁定用户",
		"scheme m: read the target: " + away.Error(): "方案 m：读取目标系统：kingdee MAIN ExecuteBillQuery 暂时无法使用：无法连接，什么都没有发出：dial tcp 10.0.0.7:80: connect: connection refused",
		"scheme m: read the source: " + down.Error(): "方案 m：读取源系统：wms MAIN orders 暂时无法使用（错误码 503）：HTTP 503: upstream connect error",
		foreign.Error(): "jushuitan SHOP_2 refund.query 不存在：没有这个接口 —— 请使用其中之一：orders.single.query, refund.single.query",
		clock.Error():   "jushuitan MAIN refreshToken 暂时无法使用（错误码 180）：timestamp error —— 聚水潭与本机的时间相差数分钟：请校准时钟（NTP）",
		"scheme m: kingdee account MAIN is not configured: set KINGDEE_MAIN_URL, KINGDEE_MAIN_APP_ID": "方案 m：kingdee 账号 MAIN 没有配置：" +
			"请设置 KINGDEE_MAIN_URL, KINGDEE_MAIN_APP_ID",
		"retry with the newest revision":  "用方案的最新版本重试",
		"retry with the started revision": "用开始时的方案版本重试",
		"已在金蝶手工录入 — use the paper form":   "已在金蝶手工录入 — use the paper form", // a person's words
	} {
		if got := chinese.Reason(text); got != want {
			t.Errorf("%s\n is said %s\n    want %s", text, got, want)
		}
		if got := english.Reason(text); got != text {
			t.Errorf("in English %q became %q", text, got)
		}
		if got := chinese.Text("store.failed", "Error", errors.New(text)); !strings.Contains(got, want) {
			t.Errorf("an error in a message is said %s", got)
		}
	}
}

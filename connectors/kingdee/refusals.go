package kingdee

import (
	"errors"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// MsgCode values that decide what to do.
const (
	codeSession    = 1
	codePermission = 2
	codeLicence    = 7
	codeNoData     = 10
	codeConflict   = 13
	codeLimit      = 14
	codeAdmin      = 15
)

// refused turns the problems of one bill, or of a whole call, into what to do
// about them. Codes alone do not tell: a conflict has been seen with MsgCode 0.
func (c *Client) refused(k call, st *status, problems []problem) *connectors.Error {
	text := words(problems)
	e := c.fail(k, connectors.ErrRejected, or(text, "refused without a reason"))
	e.Code, e.Field = st.code(), field(problems)
	switch {
	case has(text, "编码唯一"):
		e.Kind = connectors.ErrDuplicate
	case st.MsgCode == codeConflict || has(text, "冲突，请稍候再使用"):
		e.Kind, e.RetryAfter = connectors.ErrUnavailable, conflictPause
	case st.MsgCode == codeLimit:
		e.Kind, e.RetryAfter = connectors.ErrThrottled, limitPause
	case st.MsgCode == codePermission, st.MsgCode == codeLicence, st.MsgCode == codeAdmin, st.MsgCode == codeSession, barred(text):
		e.Kind, e.Advice = connectors.ErrUnauthorized, accountAdvice(st.MsgCode, text)
	case st.MsgCode == codeNoData, has(text, "的业务对象不存在"):
		e.Kind = connectors.ErrNotFound
	case has(text, "关账", "结账"):
		e.Advice = "the books of that date are closed: change the date of the bill, or have the period opened again"
	case has(text, "更新库存时出现可以忽略的异常数据"):
		e.Advice = "stock would become negative: correct it, or allow it with the option InterationFlags: STK_InvCheckResult"
	}
	return e
}

func has(text string, parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// barred are refusals of the account that come with other codes.
func barred(text string) bool {
	return has(text, "当前用户未指定允许调用WebAPI接口", "Fail to VerifyThirtyPassport", "Fail to RestoreSessionByApi",
		"时间戳验证失败", "The request is not from API GateWay")
}

func accountAdvice(code int, text string) string {
	switch {
	case code == codeAdmin:
		return "use a user other than administrator"
	case code == codeLicence:
		return "check the licence of 金蝶"
	case has(text, "WebAPI接口"):
		return "put the user on the WebAPI whitelist in 金蝶"
	case has(text, "时间戳"):
		return "the clocks of this machine and of the server differ by more than ten minutes"
	default:
		return "give the user the permission in 金蝶, for the organisation of the bill too"
	}
}

// ofAccount are refusals that concern every bill of a call alike.
func ofAccount(e *connectors.Error) bool {
	return errors.Is(e, connectors.ErrUnauthorized) || errors.Is(e, connectors.ErrThrottled)
}

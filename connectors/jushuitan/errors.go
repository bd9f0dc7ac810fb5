package jushuitan

import (
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// Two published lists of codes disagree about 140 and 150, and both are alive:
// only the words tell which is meant.
func (r reply) deadToken() bool { return r.code == "100" }

func (r reply) wrongClock() bool {
	return r.code == "180" || r.code == "140" && r.says("timestamp", "时间戳")
}

// busy: 199 is per second, 200 per minute; 200 is also seen as 参数错误.
func (r reply) busy() bool {
	return r.code == "199" || r.code == "200" && r.says("频", "超过", "上限", "limit")
}

func (r reply) says(words ...string) bool {
	said := strings.ToLower(r.msg)
	for _, w := range words {
		if strings.Contains(said, w) {
			return true
		}
	}
	return false
}

// verdict turns a code that is not 0 into an instruction.
func (w *wire) verdict(api string, r reply) error {
	if r.ok() {
		return nil
	}
	kind, advice := w.meaning(r)
	e := w.refuse(kind, api, w.mask.Clean(r.msg), nil)
	e.Code, e.Advice = r.code, advice
	if r.busy() {
		e.RetryAfter = w.pause(r)
	}
	return e
}

func (w *wire) meaning(r reply) (kind error, advice string) {
	account := "JUSHUITAN_" + w.account + "_"
	switch {
	case r.busy():
		return connectors.ErrThrottled, ""
	case r.wrongClock():
		return connectors.ErrUnavailable, "聚水潭's clock and this machine's are minutes apart: set the clock (NTP)"
	case r.deadToken():
		return connectors.ErrUnauthorized, "authorise the app again and set " + account + "ACCESS_TOKEN and " +
			account + "REFRESH_TOKEN (old gateway: " + account + "TOKEN)"
	case r.code == "150" && r.says("内部", "异常"):
		return connectors.ErrUnavailable, ""
	}
	return w.table(r.code, account)
}

func (w *wire) table(code, account string) (kind error, advice string) {
	switch code {
	case "10", "120":
		return connectors.ErrUnauthorized, "wrong signature: check " + account + "APP_SECRET (old gateway: " +
			account + "PARTNER_KEY)"
	case "110":
		return connectors.ErrUnauthorized, "add this machine's public IP to the app's whitelist (IP白名单) at 聚水潭"
	case "190":
		return connectors.ErrUnauthorized, "ask 聚水潭 to grant the app this API (接口权限)"
	default:
		return connectors.ErrRejected, ""
	}
}

// pause is how long the quota asks us to stay away: a second, or until the
// next minute by 聚水潭's clock.
func (w *wire) pause(r reply) time.Duration {
	if r.code == "199" {
		return time.Second
	}
	now := w.now()
	return now.Truncate(time.Minute).Add(time.Minute).Sub(now) + time.Second
}

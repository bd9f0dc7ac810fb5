package wangdiantongqimen

import (
	"slices"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/qimen"
)

// pause is how long to stay away when more than 60 calls were made in a minute;
// 旺店通 does not say.
const pause = 31 * time.Second

// judge turns 旺店通's codes into instructions. Only some are published; the rest
// is told by the words.
func judge(account string) func(code, words string) qimen.Verdict {
	if account == "" {
		account = "MAIN"
	}
	sid := "check WANGDIANTONGQIMEN_" + account + "_SID, and that 旺店通 has approved the app for it"
	return func(code, words string) qimen.Verdict {
		switch {
		case code == "1012", says(words, "频率", "频繁", "并发次数"):
			return qimen.Verdict{Kind: connectors.ErrThrottled, RetryAfter: pause}
		case code == "1020", says(words, "系统异常", "系统繁忙", "稍后再试", "超时"):
			return qimen.Verdict{Kind: connectors.ErrUnavailable}
		case code == "1060", says(words, "欠费", "余额"):
			return qimen.Verdict{Kind: connectors.ErrUnauthorized, Advice: "the account is in arrears at 旺店通: pay there"}
		case code == "2090", says(words, "sid", "appkey", "卖家账号", "授权", "签名", "权限"):
			return qimen.Verdict{Kind: connectors.ErrUnauthorized, Advice: sid}
		default:
			return qimen.Verdict{Kind: connectors.ErrRejected}
		}
	}
}

func says(words string, any ...string) bool {
	said := strings.ToLower(words)
	return slices.ContainsFunc(any, func(w string) bool { return strings.Contains(said, w) })
}

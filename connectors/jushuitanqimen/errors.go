package jushuitanqimen

import (
	"slices"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/qimen"
)

// judge turns 聚水潭's codes into instructions. Two published lists disagree about
// 140 and 150, and 200 is also seen as 参数错误: there only the words tell.
func judge(account string, startTS bool) func(code, words string) qimen.Verdict {
	return func(code, words string) qimen.Verdict {
		switch {
		case code == "199":
			return qimen.Verdict{Kind: connectors.ErrThrottled, RetryAfter: time.Second}
		case code == "200" && says(words, "频", "超过", "上限", "limit"):
			return qimen.Verdict{Kind: connectors.ErrThrottled, RetryAfter: time.Minute}
		case code == "150" && says(words, "内部", "异常"), code == "180", code == "140" && says(words, "timestamp", "时间戳"):
			return qimen.Verdict{Kind: connectors.ErrUnavailable}
		case slices.Contains([]string{"10", "100", "110", "120", "190"}, code):
			return qimen.Verdict{Kind: connectors.ErrUnauthorized, Advice: advice(account, startTS)}
		default:
			return qimen.Verdict{Kind: connectors.ErrRejected}
		}
	}
}

// advice: behind the gateway the merchant is all that 聚水潭 sees of an account.
// Reading by start_ts is granted by itself, and refused with the same code.
func advice(account string, startTS bool) string {
	check := "check JUSHUITANQIMEN_" + account + "_CUSTOMER_ID, and that the merchant has granted the app this API at 聚水潭 (奇门授权)"
	if startTS {
		check += "; where only start_ts is not granted, set JUSHUITANQIMEN_" + account + "_START_TS=false"
	}
	return check
}

func says(words string, any ...string) bool {
	said := strings.ToLower(words)
	return slices.ContainsFunc(any, func(w string) bool { return strings.Contains(said, w) })
}

package callback_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/callback"
	"github.com/erpbridge/erpbridge/connectors/connectorstest"
)

// The examination that every connector passes, as far as one can be examined
// that asks nobody.
func TestExam(t *testing.T) {
	t.Parallel()
	connectorstest.Run(t, connectorstest.Exam{System: callback.System, Begin: func() (connectorstest.Bench, error) {
		return connectorstest.Bench{
			Connect: func(connectorstest.Account) (connectors.Connector, error) {
				return callback.New(callback.Config{Secret: secret, PreviousSecret: "the-secret-before-this"})
			},
			Secrets: []string{secret, "the-secret-before-this"},
			Caller:  mall(),
		}, nil
	}})
}

// mall sends two orders; among the wrong ones one is none at all.
func mall() *connectorstest.Caller {
	good := strings.ReplaceAll(whole, "13800000000", connectorstest.Phone)
	wrong := strings.NewReplacer(`"trade_status":30`, `"trade_status":"`+connectorstest.Phone+`"`, `"num":"2"`, `"num":"-2"`, `"oid":"M1001-1",`, "").Replace(good)
	return &connectorstest.Caller{
		API: callback.OpenCallback, Rows: 2, Window: 5 * time.Minute,
		Content: []byte(`{"orders":[` + good + "," + good + "]}"),
		Prove:   func(content []byte, at time.Time) connectors.Inbound { return sent(secret, content, at) },
		Stranger: func(content []byte, at time.Time) connectors.Inbound {
			return sent("the-secret-of-another", content, at)
		},
		Proofs: []string{callback.TimestampHeader, callback.SignatureHeader},
		Wrong:  []byte(`{"orders":[` + good + "," + wrong + `,"` + connectorstest.Phone + `"]}`),
		Paths:  []string{"$.orders[1].trade_status", "$.orders[1].order_list[0].num", "$.orders[1].order_list[0].oid", "$.orders[2]"},
	}
}

func sent(secret string, content []byte, at time.Time) connectors.Inbound {
	timestamp := strconv.FormatInt(at.Unix(), 10)
	return connectors.Inbound{API: callback.OpenCallback, Body: content, At: at, Header: http.Header{
		"Content-Type":           {"application/json"},
		callback.TimestampHeader: {timestamp},
		callback.SignatureHeader: {callback.Sign([]byte(secret), timestamp, content)},
	}}
}

package wangdiantong_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/connectorstest"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
)

// The examination that every connector passes, against a 旺店通 that refuses in
// either shape.
func TestExam(t *testing.T) {
	t.Parallel()
	for _, named := range []bool{false, true} {
		t.Run(fmt.Sprint("named ", named), func(t *testing.T) {
			t.Parallel()
			connectorstest.Run(t, connectorstest.Exam{
				System: wangdiantong.System,
				Begin: func() (connectorstest.Bench, error) {
					return bench(wangdiantongtest.Options{NoLimits: true, Named: named, AppSecret: "s3cret-of-the-exam"}), nil
				},
			})
		})
	}
}

func bench(opt wangdiantongtest.Options) connectorstest.Bench {
	sim := wangdiantongtest.New(opt)
	return connectorstest.Bench{
		Server: sim,
		Connect: func(a connectorstest.Account) (connectors.Connector, error) {
			return wangdiantong.New(wangdiantong.Config{
				URL: a.URL, Timeout: a.Timeout, SID: "sim-sid", AppKey: "sim-appkey", AppSecret: opt.AppSecret, ShopNo: "sim-shop",
				PerSecond: 1000, PerMinute: 10_000,
			})
		},
		Secrets: []string{opt.AppSecret},
		Throttle: func() time.Duration {
			sim.Fault(wangdiantongtest.Fault{Kind: wangdiantongtest.Refuse, Code: 1012, Message: "超过每分钟最大调用频率限制,请稍后重试", Times: 1})
			return 0
		},
		Shut: func() {
			sim.Fault(wangdiantongtest.Fault{Kind: wangdiantongtest.Refuse, Code: 2090, Message: "appkey已停用"})
		},
		Source: examSource(sim),
		Target: examTarget(sim),
	}
}

func examSource(sim *wangdiantongtest.Server) *connectorstest.Source {
	zone := time.FixedZone("CST", 8*60*60)
	at := func(t time.Time) string { return t.In(zone).Format(time.DateTime) }
	return &connectorstest.Source{
		API: sales, ID: "stockout_id",
		Window: connectors.Window{From: time.Date(2025, 7, 1, 0, 0, 0, 0, zone), To: time.Date(2025, 7, 2, 0, 0, 0, 0, zone)},
		Params: func(w connectors.Window, pageSize int) map[string]any {
			return map[string]any{"start_time": at(w.From), "end_time": at(w.To), "status": "95", "is_by_modified": "1", "page_size": pageSize}
		},
		Put: func(id string, modified time.Time) error {
			return sim.Table(sales).Seed(map[string]any{"stockout_id": id, "status": "95", "modified": at(modified), "remark": "备注"})
		},
		Remove: func(id string) error {
			sim.Table(sales).Remove(id)
			return nil
		},
		Refuse: func(params map[string]any) string {
			params["end_time"] = "yesterday"
			return "不是有效的时间格式"
		},
	}
}

func examTarget(sim *wangdiantongtest.Server) *connectorstest.Target {
	return &connectorstest.Target{
		Call: pushCall, Fields: []string{"oid", "num", "price"},
		Entry: func(number string) connectors.Entry { return entry(number, nil) },
		Refused: func(number string) (connectors.Entry, string) {
			return entry(number, map[string]any{"receiver_name": nil}), "必传参数缺失receiver_name"
		},
		Count: func(number string) int {
			if _, there := sim.Order(number); there {
				return 1
			}
			return 0
		},
		Changed: func(number string) connectors.Entry {
			return entry(number, map[string]any{"trade_status": "70", "receiver_address": "花园路2号"})
		},
		Holds: func(e connectors.Entry) bool {
			o, there := sim.Order(e.Number)
			status, _ := e.Body.Get("trade_status")
			address, _ := e.Body.Get("receiver_address")
			return there && o.Status() == status && o.Text("receiver_address") == address
		},
	}
}

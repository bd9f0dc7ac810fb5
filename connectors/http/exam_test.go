package http_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/connectorstest"
	described "github.com/erpbridge/erpbridge/connectors/http"
	"github.com/erpbridge/erpbridge/connectors/http/madeuptest"
)

// A system that is only described passes the examination of those that are coded.
func TestExam(t *testing.T) {
	t.Parallel()
	d := example(t)
	connectorstest.Run(t, connectorstest.Exam{
		System: d.Name,
		Begin:  func() (connectorstest.Bench, error) { return bench(d), nil },
	})
}

func bench(d *described.Description) connectorstest.Bench {
	sim := madeuptest.New(madeuptest.Options{})
	return connectorstest.Bench{
		Server: sim,
		Connect: func(a connectorstest.Account) (connectors.Connector, error) {
			return described.New(described.Config{
				Description: d, URL: a.URL, Timeout: a.Timeout, Log: a.Log, PerSecond: 1000, PerMinute: 10_000,
				Variables: sim.Variables(a.URL),
			})
		},
		Secrets: []string{madeuptest.AppSecret, "xmc-token-"},
		Throttle: func() time.Duration {
			sim.Throttle(7 * time.Second)
			return 7 * time.Second
		},
		Expire: sim.ExpireToken, Renewals: sim.Logins, Shut: sim.Shut,
		Source: reading(sim), Target: writing(sim),
	}
}

func reading(sim *madeuptest.Server) *connectorstest.Source {
	begin := time.Date(2026, 3, 2, 8, 0, 0, 0, time.FixedZone("CST", 8*60*60))
	return &connectorstest.Source{
		API: "stockin.list", ID: "id", Window: connectors.Window{From: begin, To: begin.Add(24 * time.Hour)},
		Params: func(_ connectors.Window, size int) map[string]any { return map[string]any{"page_size": size} },
		Put: func(id string, modified time.Time) error {
			n, err := strconv.ParseInt(id, 10, 64)
			sim.Put(madeuptest.Stockin{
				ID: n, StockinNo: "RK" + id, Status: "DONE", Remark: "七天无理由",
				Items: []madeuptest.Item{{SkuNo: "A-01", Qty: "1.50", Price: "9.90"}},
			}, modified)
			return err
		},
		Remove: func(id string) error {
			n, err := strconv.ParseInt(id, 10, 64)
			sim.Remove(n)
			return err
		},
		Refuse: func(map[string]any) string {
			sim.Refuse(42200, "参数错误: 仓库编号不存在")
			return "仓库编号不存在"
		},
	}
}

func writing(sim *madeuptest.Server) *connectorstest.Target {
	return &connectorstest.Target{
		Call:  connectors.Call{API: "notice.create"},
		Entry: func(number string) connectors.Entry { return notice(number, "WH1") },
		Refused: func(number string) (connectors.Entry, string) {
			return notice(number, madeuptest.UnknownWarehouse), "仓库不存在"
		},
		Count: func(number string) int {
			n := 0
			for _, made := range sim.Notices() {
				if made.NoticeNo == number {
					n++
				}
			}
			return n
		},
	}
}

func notice(number, warehouse string) connectors.Entry {
	return connectors.Entry{Key: number, Number: number, Body: connectors.Object{
		{Name: "warehouse_no", Value: warehouse},
		{Name: "items", Value: []connectors.Object{{{Name: "sku_no", Value: "A-01"}, {Name: "qty", Value: "2"}}}},
	}}
}

func example(t testing.TB) *described.Description {
	t.Helper()
	all, err := described.Examples()
	if err != nil {
		t.Fatal(err)
	}
	return all[0]
}

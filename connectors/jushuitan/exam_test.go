package jushuitan_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/caarlos0/env/v11"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/connectorstest"
	"github.com/erpbridge/erpbridge/connectors/jushuitan"
	"github.com/erpbridge/erpbridge/connectors/jushuitan/jushuitantest"
)

func TestExam(t *testing.T) {
	t.Parallel()
	for _, gateway := range gateways {
		t.Run(gateway, func(t *testing.T) {
			t.Parallel()
			connectorstest.Run(t, connectorstest.Exam{
				System: jushuitan.System,
				Begin:  func() (connectorstest.Bench, error) { return bench(gateway), nil },
			})
		})
	}
}

func bench(gateway string) connectorstest.Bench {
	sim := jushuitantest.New(jushuitantest.Options{NoLimits: true, Newest: gateway == "open"})
	return connectorstest.Bench{
		Server: sim,
		Connect: func(a connectorstest.Account) (connectors.Connector, error) {
			cfg, err := env.ParseAsWithOptions[jushuitan.Config](env.Options{Environment: sim.Variables(gateway, a.URL)})
			if err != nil {
				return nil, err
			}
			cfg.PerSecond, cfg.PerMinute = 1000, 10_000
			cfg.Timeout, cfg.Log = a.Timeout, a.Log
			return jushuitan.New(cfg)
		},
		Secrets: []string{"sim-app-secret", "sim-access-token", "sim-refresh-token", "sim-partner-key", "sim-token"},
		Throttle: func() time.Duration {
			sim.Misbehave(jushuitantest.Fault{Do: jushuitantest.Refuse, Code: 199, Msg: "调用频次超过限制!请稍后再试"})
			return time.Second
		},
		Expire:   sim.ExpireTokens,
		Renewals: func() int { return sim.Calls()["refreshToken"] + sim.Calls()["refresh.token"] },
		Shut: func() {
			sim.Misbehave(jushuitantest.Fault{Do: jushuitantest.Refuse, Code: 100, Msg: "合作方授权错误", Times: 100})
		},
		Source: source(sim),
	}
}

func source(sim *jushuitantest.Server) *connectorstest.Source {
	zone := time.FixedZone("CST", 8*60*60)
	begin, _ := time.ParseInLocation(time.DateTime, windowBegin, zone)
	return &connectorstest.Source{
		API: "refund.single.query", ID: "as_id", Window: connectors.Window{From: begin, To: begin.Add(24 * time.Hour)},
		Params: func(w connectors.Window, size int) map[string]any {
			return map[string]any{
				"modified_begin": w.From.In(zone).Format(time.DateTime), "modified_end": w.To.In(zone).Format(time.DateTime),
				"page_index": "1", "page_size": fmt.Sprint(size),
			}
		},
		Put: func(id string, modified time.Time) error {
			return sim.SeedRefunds(map[string]any{
				"as_id": json.Number(id), "modified": modified.In(zone).Format(time.DateTime), "status": "Confirmed", "remark": "七天无理由",
			})
		},
		Remove: func(id string) error { sim.RemoveRefund(id); return nil },
		Refuse: func(map[string]any) string {
			const words = "参数不符合规范: 店铺不存在"
			sim.Misbehave(jushuitantest.Fault{Do: jushuitantest.Refuse, Code: 140, Msg: words})
			return words
		},
	}
}

package wangdiantongqimen_test

import (
	"testing"
	"time"

	"github.com/caarlos0/env/v11"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/connectorstest"
	"github.com/erpbridge/erpbridge/connectors/wangdiantongqimen"
	"github.com/erpbridge/erpbridge/connectors/wangdiantongqimen/wangdiantongqimentest"
)

func TestExam(t *testing.T) {
	t.Parallel()
	connectorstest.Run(t, connectorstest.Exam{System: wangdiantongqimen.System, Begin: bench})
}

const examSecret, examSession = "exam+app/secret", "exam-session"

func bench() (connectorstest.Bench, error) {
	opt := wangdiantongqimentest.Options{}
	opt.NoLimits, opt.AppSecret, opt.Session = true, examSecret, examSession
	sim := wangdiantongqimentest.New(opt)
	return connectorstest.Bench{
		Server: sim,
		Connect: func(a connectorstest.Account) (connectors.Connector, error) {
			cfg, err := env.ParseAsWithOptions[wangdiantongqimen.Config](env.Options{Environment: sim.Variables(a.URL)})
			if err != nil {
				return nil, err
			}
			cfg.PerSecond, cfg.PerMinute, cfg.Timeout = 1000, 10_000, a.Timeout
			return wangdiantongqimen.New(cfg)
		},
		Secrets: []string{examSecret, examSession},
		Throttle: func() time.Duration {
			sim.Misbehave(wangdiantongqimentest.Fault{
				Do: wangdiantongqimentest.Refuse, Code: 7, Msg: "App Call Limited",
				SubCode: "accesscontrol.limited-by-api-access-count", SubMsg: "This ban will last for 7 more seconds",
			})
			return 7 * time.Second
		},
		Shut: func() {
			sim.Misbehave(wangdiantongqimentest.Fault{Do: wangdiantongqimentest.Refuse, Code: 27, Msg: "Invalid session", Times: 100})
		},
		Source: source(sim),
	}, nil
}

func source(sim *wangdiantongqimentest.Server) *connectorstest.Source {
	zone := time.FixedZone("CST", 8*60*60)
	begin, _ := time.ParseInLocation(time.DateTime, windowBegin, zone)
	return &connectorstest.Source{
		API: returns, ID: "stockout_id", Window: connectors.Window{From: begin, To: begin.Add(24 * time.Hour)},
		Params: func(w connectors.Window, size int) map[string]any {
			return map[string]any{
				"start_time": w.From.In(zone).Format(time.DateTime), "end_time": w.To.In(zone).Format(time.DateTime), "page_size": size,
			}
		},
		Put: func(id string, modified time.Time) error {
			at := modified.In(zone).Format(time.DateTime)
			return sim.Documents(returns).Seed(map[string]any{
				"stockout_id": id, "status": 110, "modified": at, "consign_time": at, "provider_name": "供应商一",
			})
		},
		Remove: func(id string) error { sim.Documents(returns).Remove(id); return nil },
		Refuse: func(map[string]any) string {
			const words = "仓库编号不存在"
			sim.Misbehave(wangdiantongqimentest.Fault{
				Do: wangdiantongqimentest.Refuse, Code: 15, Msg: "Remote service error", SubCode: "3001", SubMsg: words,
			})
			return words
		},
	}
}

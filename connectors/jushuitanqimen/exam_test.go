package jushuitanqimen_test

import (
	"testing"
	"time"

	"github.com/caarlos0/env/v11"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/connectorstest"
	"github.com/erpbridge/erpbridge/connectors/jushuitanqimen"
	"github.com/erpbridge/erpbridge/connectors/jushuitanqimen/jushuitanqimentest"
)

func TestExam(t *testing.T) {
	t.Parallel()
	for name, byVersion := range map[string]bool{"by pages": false, "by version": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			connectorstest.Run(t, connectorstest.Exam{
				System: jushuitanqimen.System,
				Begin:  func() (connectorstest.Bench, error) { return bench(byVersion), nil },
			})
		})
	}
}

const examSecret, examSession = "exam+app/secret", "exam-session"

func bench(byVersion bool) connectorstest.Bench {
	opt := jushuitanqimentest.Options{}
	opt.NoLimits, opt.AppSecret, opt.Session = true, examSecret, examSession
	sim := jushuitanqimentest.New(opt)
	return connectorstest.Bench{
		Server: sim,
		Connect: func(a connectorstest.Account) (connectors.Connector, error) {
			cfg, err := env.ParseAsWithOptions[jushuitanqimen.Config](env.Options{Environment: sim.Variables(a.URL)})
			if err != nil {
				return nil, err
			}
			cfg.PerSecond, cfg.PerMinute, cfg.Timeout, cfg.StartTS = 1000, 10_000, a.Timeout, byVersion
			return jushuitanqimen.New(cfg)
		},
		Secrets: []string{examSecret, examSession},
		Throttle: func() time.Duration {
			sim.Misbehave(jushuitanqimentest.Fault{
				Do: jushuitanqimentest.Refuse, Code: 7, Msg: "App Call Limited",
				SubCode: "accesscontrol.limited-by-api-access-count", SubMsg: "This ban will last for 7 more seconds",
			})
			return 7 * time.Second
		},
		Shut: func() {
			sim.Misbehave(jushuitanqimentest.Fault{Do: jushuitanqimentest.Refuse, Code: 27, Msg: "Invalid session", Times: 100})
		},
		Source: source(sim),
	}
}

func source(sim *jushuitanqimentest.Server) *connectorstest.Source {
	zone := time.FixedZone("CST", 8*60*60)
	begin, _ := time.ParseInLocation(time.DateTime, windowBegin, zone)
	return &connectorstest.Source{
		API: refundsAPI, ID: "as_id", Window: connectors.Window{From: begin, To: begin.Add(24 * time.Hour)},
		Params: func(w connectors.Window, size int) map[string]any {
			return map[string]any{
				"start_time": w.From.In(zone).Format(time.DateTime), "end_time": w.To.In(zone).Format(time.DateTime), "page_size": size,
			}
		},
		Put: func(id string, modified time.Time) error {
			return sim.Refunds().Seed(map[string]any{
				"as_id": id, "status": "Confirmed", "modified": modified.In(zone).Format(time.DateTime), "remark": "七天无理由",
			})
		},
		Remove: func(id string) error { sim.Refunds().Remove(id); return nil },
		Refuse: func(map[string]any) string {
			const words = "店铺不存在"
			sim.Misbehave(jushuitanqimentest.Fault{
				Do: jushuitanqimentest.Refuse, Code: 15, Msg: "Remote service error", SubCode: "140", SubMsg: words,
			})
			return words
		},
	}
}

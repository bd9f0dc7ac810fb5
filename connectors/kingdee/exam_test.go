package kingdee_test

import (
	"maps"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/connectorstest"
	"github.com/erpbridge/erpbridge/connectors/kingdee"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

func TestExam(t *testing.T) {
	t.Parallel()
	for _, auth := range []string{"appsecret", "password"} {
		t.Run(auth, func(t *testing.T) {
			t.Parallel()
			connectorstest.Run(t, connectorstest.Exam{
				System: kingdee.System,
				Begin:  func() (connectorstest.Bench, error) { return bench(t, auth), nil },
			})
		})
	}
}

func bench(t *testing.T, auth string) connectorstest.Bench {
	sim := kingdeetest.New(kingdeetest.Options{})
	seed(sim)
	return connectorstest.Bench{
		Server: sim,
		Connect: func(a connectorstest.Account) (connectors.Connector, error) {
			cfg := config(a.URL)
			cfg.Auth, cfg.Timeout, cfg.Log = auth, a.Timeout, a.Log
			return kingdee.New(cfg)
		},
		Secrets: []string{kingdeetest.DefaultAppSecret, kingdeetest.DefaultPassword},
		Throttle: func() time.Duration {
			sim.Fault(kingdeetest.Fault{Kind: kingdeetest.CallLimit, Times: 1})
			return 0
		},
		Expire: sim.DropSessions,
		Renewals: func() int {
			n := sim.Calls().Count
			return n["LoginByAppSecret"] + n["ValidateUser"]
		},
		Shut:   func() { sim.Fault(kingdeetest.Fault{Kind: kingdeetest.LoseSession, Method: "ExecuteBillQuery"}) },
		Source: stocksOf(sim),
		Target: returnsOf(t, sim),

		Allotment: materialsOf(t, sim),
	}
}

// stocksOf reads base data: it knows no windows, and rows leave by being forbidden.
func stocksOf(sim *kingdeetest.Server) *connectorstest.Source {
	put := func(id, status string) error {
		sim.Seed("BD_STOCK", map[string]any{"FNumber": id, "FName": "仓库" + id, "FForbidStatus": status})
		return nil
	}
	to := time.Date(2025, 8, 1, 0, 0, 0, 0, time.UTC)
	return &connectorstest.Source{
		API: "ExecuteBillQuery", ID: "FNumber", Window: connectors.Window{From: to.Add(-24 * time.Hour), To: to},
		Params: func(_ connectors.Window, size int) map[string]any {
			q := maps.Clone(pagesOf(size).Params)
			q["FieldKeys"], q["FilterString"] = "FNumber,FName", "FForbidStatus='A' and FNumber like '1%'"
			return q
		},
		Put:    func(id string, _ time.Time) error { return put(id, "A") },
		Remove: func(id string) error { return put(id, "B") },
		Refuse: func(params map[string]any) string {
			params["FieldKeys"] = "FNoSuchField"
			return "FNoSuchField"
		},
	}
}

func returnsOf(t *testing.T, sim *kingdeetest.Server) *connectorstest.Target {
	const form = "SAL_RETURNSTOCK"
	states := map[string]connectors.TargetState{
		"Z": connectors.Draft, "A": connectors.Draft, "B": connectors.Submitted, "C": connectors.Audited, "D": connectors.Draft,
	}
	return &connectorstest.Target{
		Call:  returns(),
		Entry: func(number string) connectors.Entry { return refund(t, number) },
		Refused: func(number string) (connectors.Entry, string) {
			const words = "单据日期在关账期间内"
			sim.Fault(kingdeetest.Fault{Kind: kingdeetest.RefuseRow, Number: number, Message: words})
			return refund(t, number), words
		},
		Count: func(number string) (n int) {
			for _, bill := range sim.Bills(form) {
				if bill.Number == number {
					n++
				}
			}
			return n
		},
		State: func(number string) connectors.TargetState {
			bill, _ := sim.Bill(form, number)
			return states[bill.Status]
		},
		Fields: []string{"FMaterialId.FNumber", "FRealQty", "FTaxPrice"},
	}
}

// materialsOf allots base data to the organisations that do not have it.
func materialsOf(t *testing.T, sim *kingdeetest.Server) *connectorstest.Allotment {
	return &connectorstest.Allotment{
		Call: materials(),
		Entry: func(number string) connectors.Entry {
			return entry(t, number, `{"FName":"新物料","FUseOrgId":{"FNumber":"100"}}`)
		},
		Organisations: []string{organisation(sim, "101")},
		Count: func(number, id string) (n int) {
			for _, row := range sim.Bases("BD_MATERIAL", number) {
				if organisation(sim, row.UseOrg) == id {
					n++
				}
			}
			return n
		},
		Refuse: func(number string) string {
			const words = "物料已被冻结，不允许分配"
			sim.Fault(kingdeetest.Fault{Kind: kingdeetest.RefuseRow, Method: "Allocate", Number: number, Message: words})
			return words
		},
	}
}

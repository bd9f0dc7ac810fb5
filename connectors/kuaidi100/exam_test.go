package kuaidi100_test

import (
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/connectorstest"
	"github.com/erpbridge/erpbridge/connectors/kuaidi100"
	"github.com/erpbridge/erpbridge/connectors/kuaidi100/kuaidi100test"
)

// The examination that every connector passes.
func TestExam(t *testing.T) {
	t.Parallel()
	connectorstest.Run(t, connectorstest.Exam{System: kuaidi100.System, Begin: func() (connectorstest.Bench, error) { return bench(), nil }})
}

const (
	examKey  = "k3y-of-the-exam"
	examSalt = "s+lt of the exam"
)

func bench() connectorstest.Bench {
	sim := kuaidi100test.New(kuaidi100test.Options{Key: examKey, Salt: examSalt})
	refuse := func(code, words string, times int) {
		sim.Fault(kuaidi100test.Fault{Kind: kuaidi100test.Refuse, Code: code, Message: words, Times: times})
	}
	return connectorstest.Bench{
		Server: sim,
		Connect: func(a connectorstest.Account) (connectors.Connector, error) {
			return kuaidi100.New(kuaidi100.Config{
				URL: a.URL, Timeout: a.Timeout, Customer: "SIMCUSTOMER", Key: examKey, Salt: examSalt,
				CallbackURL: "https://shop.example/callbacks/parcels", PerSecond: 1000, PerMinute: 10_000,
			})
		},
		Secrets:  []string{examKey, examSalt},
		Throttle: func() time.Duration { refuse("400", "查询过于频繁，请稍后再试", 1); return 0 },
		Shut:     func() { refuse("601", "key已过期", 0) },
		Source:   examSource(sim, refuse),
		Target:   examTarget(sim),
		Caller:   examCaller(),
	}
}

// examSource names all parcels there are when a reading begins.
func examSource(sim *kuaidi100test.Server, refuse func(code, words string, times int)) *connectorstest.Source {
	nums := []string{"1"} // of which there is no trace; without a number nobody would be asked
	return &connectorstest.Source{
		API: kuaidi100.Query, ID: "nu",
		Window: connectors.Window{From: time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2025, 7, 2, 0, 0, 0, 0, time.UTC)},
		Params: func(connectors.Window, int) map[string]any {
			return map[string]any{"num": strings.Join(nums, ","), "com": "yuantong"}
		},
		Put: func(id string, modified time.Time) error {
			nums = append(nums, id)
			sim.Put(kuaidi100test.Parcel{Num: id, Com: "yuantong", Done: 1, Steps: []kuaidi100test.Step{{State: "1", Name: "揽收", Context: "已揽收", At: modified}}})
			return nil
		},
		Remove: func(id string) error {
			sim.Remove(id)
			return nil
		},
		Refuse: func(params map[string]any) string {
			params["refused"] = "stop"
			refuse("400", "找不到对应公司", 1)
			return "找不到对应公司"
		},
	}
}

func examTarget(sim *kuaidi100test.Server) *connectorstest.Target {
	return &connectorstest.Target{
		Call:  connectors.Call{API: kuaidi100.Subscribe},
		Entry: func(number string) connectors.Entry { return entry("yuantong", number) },
		Refused: func(number string) (connectors.Entry, string) {
			return entry("nobody", number), "POLL:不支持的快递公司：nobody"
		},
		Count: func(number string) int {
			n, _ := sim.Subscribed(number)
			return n
		},
	}
}

// examCaller is 快递100 pushing: the salt proves it, in the body, and no time.
func examCaller() *connectorstest.Caller {
	signed := func(param []byte, salt string) connectors.Inbound {
		return connectors.Inbound{API: kuaidi100.Callback, Body: push(string(param), kuaidi100.Sign(string(param), salt))}
	}
	return &connectorstest.Caller{
		API: kuaidi100.Callback, Rows: 1,
		Content: []byte(`{"status":"polling","message":"变化","lastResult":{"nu":"YT1","com":"yuantong","state":"5","data":[` +
			`{"context":"快递员小李正在派件,电话:` + connectorstest.Phone + `","ftime":"2025-07-01 10:00:00","lat":30.250}]}}`),
		Prove:    func(content []byte, _ time.Time) connectors.Inbound { return signed(content, examSalt) },
		Stranger: func(content []byte, _ time.Time) connectors.Inbound { return signed(content, "another salt") },
		Wrong:    []byte(`{"status":"` + connectorstest.Phone + `","lastResult":{"nu":"YT1","state":["` + connectorstest.Phone + `"]}}`),
		Paths:    []string{"$.lastResult"},
	}
}

package kuaidi100_test

import (
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/kuaidi100"
	"github.com/erpbridge/erpbridge/connectors/kuaidi100/kuaidi100test"
)

func TestEveryParcelIsAskedForOnce(t *testing.T) {
	t.Parallel()
	for name, num := range map[string]any{
		"a text": "YT3, YT1,YT2 ,,YT1", "with Chinese commas": "YT1，YT2，YT3",
		"a list": []any{"YT2", "YT1", nil, "YT3", "YT3"}, "texts": []string{"YT1", "YT2", "YT3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, cfg := start(t, kuaidi100test.Options{})
			parcels(sim, 3)
			rows := read(t, open(t, cfg), query(map[string]any{"num": num, "com": "YuanTong"}), quiet)
			for _, nu := range []string{"YT1", "YT2", "YT3"} {
				if rows[nu]["state"] != "0" || sim.Asked(nu) != 1 {
					t.Errorf("%s: state %v, asked %d times", nu, rows[nu]["state"], sim.Asked(nu))
				}
			}
		})
	}
}

// The numbers are looked up anew for every call: that one is done and left out,
// or another one comes in, must not have a third passed over.
func TestNumbersThatComeAndGoTakeNoneWithThem(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, kuaidi100test.Options{})
	parcels(sim, 5)
	q := query(map[string]any{"num": "YT1,YT2,YT3,YT4", "com": "yuantong"})
	rows := read(t, open(t, cfg), q, func(call int) {
		if call == 2 {
			q.Params["num"] = "YT3,YT4,YT5"
		}
	})
	if len(rows) != 5 {
		t.Errorf("%d of 5 parcels", len(rows))
	}
}

// Each number has a carrier and a telephone number of its own; only the last
// four digits are told.
func TestColumnsBelongTogether(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, kuaidi100test.Options{})
	parcels(sim, 1)
	sim.Put(kuaidi100test.Parcel{Num: "SF1", Com: "shunfeng", Phone: "4321", Steps: kuaidi100test.Way(), Done: 4})
	rows := read(t, open(t, cfg), query(map[string]any{"num": "SF1,,YT1", "com": "shunfeng,,yuantong", "phone": "138****4321,,"}), quiet)
	if rows["SF1"]["state"] != "3" || rows["SF1"]["ischeck"] != "1" || rows["YT1"]["state"] != "0" {
		t.Errorf("%v", rows)
	}
}

// One parcel that cannot be asked for keeps no other from being asked for, and
// one without a trace leaves what is known of it alone.
func TestARefusedParcelIsARow(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, kuaidi100test.Options{})
	parcels(sim, 1)
	c, params := open(t, cfg), map[string]any{"num": "A,SF1,NONE,YT1,B", "com": "nobody,shunfeng,yuantong,yuantong,"}
	rows := read(t, c, query(params), quiet)
	if len(rows) != 4 || rows["B"]["returnCode"] != "400" || rows["YT1"]["state"] != "0" {
		t.Errorf("%v", rows)
	}
	if a, sf := rows["A"], rows["SF1"]; a["returnCode"] != "400" || a["message"] != "找不到对应公司" || a["result"] != false || sf["returnCode"] != "408" {
		t.Errorf("%v, %v", a, sf)
	}
	params["refused"] = "stop"
	_, err := c.Fetch(t.Context(), query(params))
	if e := wantKind(t, err, connectors.ErrRejected); e.Field != "com" || e.Code != "400" || !strings.Contains(e.Message, "parcel A (nobody)") {
		t.Errorf("%v", e)
	}
}

func TestWhatCannotBeAskedIsNamed(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, kuaidi100test.Options{})
	c := open(t, cfg)
	for field, params := range map[string]map[string]any{
		"num":     {"com": "yuantong"},
		"com":     {"num": "YT1"},
		"phone":   {"num": "YT1,YT2,YT3", "com": "yuantong", "phone": "1111,2222"},
		"number":  {"num": "YT1", "com": "yuantong", "number": "x"},
		"show":    {"num": "YT1", "com": "yuantong", "show": "1"},
		"refused": {"num": "YT1", "com": "yuantong", "refused": "maybe"},
		"from":    {"num": "YT1", "com": "yuantong", "from": []any{"x"}},
	} {
		_, err := c.Fetch(t.Context(), query(params))
		if e := wantKind(t, err, connectors.ErrRejected); e.Field != field || !strings.Contains(e.Message, field) {
			t.Errorf("%s: %v", field, e)
		}
	}
	if sim.Asked("YT1") > 0 {
		t.Error("and yet it was asked")
	}
}

func TestWithoutNumbersNobodyIsAsked(t *testing.T) {
	t.Parallel()
	_, cfg := start(t, kuaidi100test.Options{})
	cfg.URL = "http://127.0.0.1:1"
	for _, q := range []connectors.Query{query(map[string]any{"num": []any{}, "com": ""}), query(map[string]any{"num": " "}), {API: kuaidi100.Callback}} {
		page, err := open(t, cfg).Fetch(t.Context(), q)
		if err != nil || len(page.Rows) > 0 || page.Next != "" {
			t.Errorf("%v, %v", page, err)
		}
	}
}

// 快递100 keeps the digits and the order of what it says, and so do we.
func TestARowIsWhatWasSaid(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, kuaidi100test.Options{})
	said := `{"nu":"yt1","status":"200","state":"301","message":"ok","data":[],"weight":1.50,"b":1,"a":2}`
	sim.Fault(kuaidi100test.Fault{Kind: kuaidi100test.Garbage, Body: " " + said + "\n"})
	page, err := open(t, cfg).Fetch(t.Context(), query(map[string]any{"num": "YT1", "com": "yuantong"}))
	must(t, err)
	if len(page.Rows) != 1 || string(page.Rows[0]) != said {
		t.Errorf("%s", page.Rows)
	}
}

package wangdiantongqimentest_test

import (
	"crypto/md5"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/wangdiantongqimen/wangdiantongqimentest"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// sign is the gateway's rule, written out once more.
func sign(form url.Values) url.Values {
	names := []string{}
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	text := "sim-app-secret"
	for _, name := range names {
		text += name + form.Get(name)
	}
	form.Set("sign", fmt.Sprintf("%X", md5.Sum([]byte(text+"sim-app-secret"))))
	return form
}

// ask sends what the test made by hand, and reads what is below "response".
func ask(t *testing.T, s http.Handler, now time.Time, method string, more map[string]string) map[string]any {
	t.Helper()
	form := url.Values{
		"method": {method}, "app_key": {"sim-app-key"}, "target_app_key": {"21363512"}, "format": {"json"}, "v": {"2.0"}, "sign_method": {"md5"},
		"timestamp": {now.In(time.FixedZone("CST", 8*3600)).Format(time.DateTime)}, "sid": {"sim-sid"},
	}
	for name, value := range more {
		form.Set(name, value)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/router/qm", strings.NewReader(sign(form).Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	var answer struct{ Response map[string]any }
	must(t, json.NewDecoder(w.Body).Decode(&answer))
	return answer.Response
}

func window(more map[string]string) map[string]string {
	params := map[string]string{"start_time": "2025-07-01 00:00:00", "end_time": "2025-07-31 00:00:00"}
	for name, value := range more {
		params[name] = value
	}
	return params
}

func TestQuestionsHaveRules(t *testing.T) {
	t.Parallel()
	returns, trades := wangdiantongqimentest.Returns, wangdiantongqimentest.Trades
	for _, test := range []struct {
		method string
		params map[string]string
		code   float64
	}{
		{returns, window(nil), 0},
		{returns, nil, 2900},
		{returns, map[string]string{"src_order_no": "A"}, 0},
		{returns, map[string]string{"start_time": "2025-07-01 00:00:00"}, 2160},
		{returns, window(map[string]string{"end_time": "2025-07-31"}), 2160},
		{returns, window(map[string]string{"end_time": "2025-06-30 00:00:00"}), 2160},
		{returns, window(map[string]string{"end_time": "2025-07-31 00:00:01"}), 2180},
		{returns, window(map[string]string{"page_size": "30", "page_no": "7"}), 0},
		{returns, window(map[string]string{"page_size": "31"}), 2220},
		{returns, window(map[string]string{"page_size": "0"}), 2220},
		{returns, window(map[string]string{"page_no": "-1"}), 2830},
		{returns, window(map[string]string{"sid": "stranger"}), 9001},
		{trades, window(map[string]string{"page_size": "100"}), 0},
		{trades, window(map[string]string{"page_size": "101"}), 2220},
	} {
		s := wangdiantongqimentest.New(wangdiantongqimentest.Options{})
		if got := ask(t, s, time.Now(), test.method, test.params); got["errorcode"] != test.code {
			t.Errorf("%s %v: %v, want %v", test.method, test.params, got, test.code)
		}
		inner := wangdiantongqimentest.New(wangdiantongqimentest.Options{Inner: true})
		if got := ask(t, inner, time.Now(), test.method, test.params); test.code != 0 && got["sub_code"] != fmt.Sprint(test.code) {
			t.Errorf("%s %v through the gateway: %v", test.method, test.params, got)
		}
	}
	s := wangdiantongqimentest.New(wangdiantongqimentest.Options{})
	if got := ask(t, s, time.Now(), "wdt.unknown", nil); got["code"] != 22.0 {
		t.Errorf("an unknown method: %v", got)
	}
}

func TestOnlyPageZeroTellsTheTotalAndWindowsAreClosed(t *testing.T) {
	t.Parallel()
	s := wangdiantongqimentest.New(wangdiantongqimentest.Options{})
	for id, modified := range map[string]string{
		"1": "2025-06-30 23:59:59", "2": "2025-07-01 00:00:00", "3": "2025-07-02 10:00:00.5", "4": "2025-07-31 00:00:00", "5": "2025-07-31 00:00:01",
	} {
		must(t, s.Documents(wangdiantongqimentest.Returns).Seed(map[string]any{"stockout_id": id, "status": 110, "modified": modified}))
	}
	must(t, s.Documents(wangdiantongqimentest.Returns).Change("3", map[string]any{"status": 5, "modified": "2025-07-02 10:00:00.5"}))
	for want, params := range map[string]map[string]string{
		"[2 4] 2":     nil,
		"[3] 1":       {"status": "5"},
		"[2] 2":       {"page_size": "1"},
		"[4] <nil>":   {"page_size": "1", "page_no": "1"},
		"[] <nil>":    {"page_no": "4"},
		"[2 4] 2 too": {"status": "110"},
	} {
		got := ask(t, s, time.Now(), wangdiantongqimentest.Returns, window(params))
		ids := []any{}
		for _, row := range got["stockout_list"].([]any) {
			ids = append(ids, row.(map[string]any)["stockout_id"])
		}
		if said := fmt.Sprint(ids, " ", got["total_count"]); said != strings.TrimSuffix(want, " too") {
			t.Errorf("%v: %s, want %s", params, said, want)
		}
	}
}

// The clock stands still within a step, so the counts are exact.
func TestCallersAreToldOff(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_754_000_000, 0)
	opt := wangdiantongqimentest.Options{PerMinute: 3, SIDs: []string{"sim-sid", "other"}}
	opt.Now = func() time.Time { return now }
	s := wangdiantongqimentest.New(opt)
	call := func(sid string) any {
		return ask(t, s, now, wangdiantongqimentest.Returns, window(map[string]string{"sid": sid}))["errorcode"]
	}
	for i, want := range []float64{0, 0, 0, 1012} {
		if got := call("sim-sid"); got != want {
			t.Errorf("call %d: %v", i+1, got)
		}
	}
	if got := call("other"); got != 0.0 {
		t.Errorf("another merchant: %v", got)
	}
	now = now.Add(time.Minute)
	if got := call("sim-sid"); got != 0.0 || s.TellOffs() != 1 {
		t.Errorf("a minute later: %v, told off %d times", got, s.TellOffs())
	}
}

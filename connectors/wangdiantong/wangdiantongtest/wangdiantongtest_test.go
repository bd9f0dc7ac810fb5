package wangdiantongtest_test

import (
	"crypto/md5"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

type vector struct {
	ID     string `json:"id"`
	Inputs struct {
		Params    map[string]string `json:"params"`
		AppSecret string            `json:"appsecret"`
	} `json:"inputs"`
	Expected string            `json:"expected"`
	Wrong    map[string]string `json:"other_values"`
}

func vectors(t *testing.T) []vector {
	t.Helper()
	raw, err := os.ReadFile("testdata/sign-vectors.json")
	must(t, err)
	var file struct{ Vectors []vector }
	must(t, json.Unmarshal(raw, &file))
	if len(file.Vectors) != 6 {
		t.Fatalf("6 vectors, not %d", len(file.Vectors))
	}
	for _, v := range file.Vectors {
		if strings.HasPrefix(v.Inputs.Params["trade_list"], "<12000 chars") { // told, not printed
			v.Inputs.Params["trade_list"] = strings.Repeat("汉aa", 4000)
		}
	}
	return file.Vectors
}

// send puts the parameters where the test says, and reads the answer.
func send(t *testing.T, s http.Handler, api string, query, form url.Values) map[string]any {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/openapi2/"+api+".php?"+query.Encode(), strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	var answer map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Code != http.StatusOK {
		t.Fatalf("HTTP %d %s", w.Code, w.Body)
	}
	return answer
}

// Vectors with the clock at their moment are let in; one digit off, another value,
// another way to count characters, or another secret is not.
func TestVectorsAreVerified(t *testing.T) {
	t.Parallel()
	for _, v := range vectors(t) {
		seconds, err := strconv.ParseInt(v.Inputs.Params["timestamp"], 10, 64)
		must(t, err)
		code := func(off time.Duration, change func(url.Values)) any {
			now := time.Unix(seconds, 0).Add(off)
			s := wangdiantongtest.New(wangdiantongtest.Options{
				SID: v.Inputs.Params["sid"], AppKey: v.Inputs.Params["appkey"], AppSecret: v.Inputs.AppSecret, Now: func() time.Time { return now },
			})
			form := url.Values{"sign": {v.Expected}}
			for name, value := range v.Inputs.Params {
				form.Set(name, value)
			}
			change(form)
			return send(t, s, "shop", nil, form)["code"]
		}
		for off, want := range map[time.Duration]any{0: 0.0, 299 * time.Second: 0.0, -299 * time.Second: 0.0, 301 * time.Second: 9003.0, -301 * time.Second: 9003.0} {
			if got := code(off, func(url.Values) {}); got != want {
				t.Errorf("%s %v off: %v, want %v", v.ID, off, got, want)
			}
		}
		last := len(v.Expected) - 1
		wrong := map[string]func(url.Values){
			"digit": func(f url.Values) {
				f.Set("sign", v.Expected[:last]+map[bool]string{true: "1", false: "0"}[v.Expected[last] == '0'])
			},
			"upper case":    func(f url.Values) { f.Set("sign", strings.ToUpper(v.Expected)) },
			"another value": func(f url.Values) { f.Set("timestamp", strconv.FormatInt(seconds+1, 10)) },
			"an extra one":  func(f url.Values) { f.Set("extra", "") },
			"none":          func(f url.Values) { f.Del("sign") },
		}
		for how, other := range v.Wrong {
			wrong[how] = func(f url.Values) { f.Set("sign", other) }
		}
		for how, change := range wrong {
			if got := code(0, change); got != 9004.0 {
				t.Errorf("%s, %s: %v", v.ID, how, got)
			}
		}
	}
}

// ask signs what the test made by hand, as the protocol says, and sends it.
func ask(t *testing.T, s http.Handler, now time.Time, api string, more map[string]string) map[string]any {
	t.Helper()
	params := map[string]string{"sid": "sim-sid", "appkey": "sim-appkey", "timestamp": strconv.FormatInt(now.Unix(), 10)}
	for name, value := range more {
		params[name] = value
	}
	names, form := []string{}, url.Values{}
	for name, value := range params {
		names = append(names, name)
		form.Set(name, value)
	}
	slices.Sort(names)
	var parts []string
	for _, name := range names {
		parts = append(parts, fmt.Sprintf("%02d-%s:%04d-%s", len(name), name, len([]rune(params[name])), params[name]))
	}
	form.Set("sign", fmt.Sprintf("%x", md5.Sum([]byte(strings.Join(parts, ";")+"sim-app-secret"))))
	return send(t, s, api, nil, form)
}

func TestParametersMayBeInTheQueryTheBodyOrBoth(t *testing.T) {
	t.Parallel()
	v := vectors(t)[0]
	seconds, err := strconv.ParseInt(v.Inputs.Params["timestamp"], 10, 64)
	must(t, err)
	for split := range 3 {
		s := wangdiantongtest.New(wangdiantongtest.Options{
			SID: "test2", AppKey: "test2-xx", AppSecret: "12345", Now: func() time.Time { return time.Unix(seconds, 0) },
		})
		query, form := url.Values{}, url.Values{"sign": {v.Expected}}
		i := 0
		for name, value := range v.Inputs.Params {
			if i++; split == 0 || split == 2 && i%2 == 0 {
				query.Set(name, value)
			} else {
				form.Set(name, value)
			}
		}
		if got := send(t, s, wangdiantongtest.Sales, query, form); got["code"] != 0.0 {
			t.Errorf("%v", got)
		}
	}
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
	sales, returns := wangdiantongtest.Sales, wangdiantongtest.Returns
	for _, test := range []struct {
		api    string
		params map[string]string
		code   float64
	}{
		{sales, window(nil), 0},
		{sales, nil, 2900},
		{sales, map[string]string{"src_tid": "A"}, 0},
		{sales, map[string]string{"start_time": "2025-07-01 00:00:00"}, 2160},
		{sales, window(map[string]string{"end_time": "2025-07-31"}), 2160},
		{sales, window(map[string]string{"end_time": "2025-06-30 00:00:00"}), 2160},
		{sales, window(map[string]string{"end_time": "2025-07-31 00:00:01"}), 2180},
		{sales, window(map[string]string{"page_size": "101"}), 2220},
		{sales, window(map[string]string{"page_size": "0"}), 2220},
		{sales, window(map[string]string{"page_no": "-1"}), 2830},
		{returns, window(map[string]string{"page_size": "30"}), 0},
		{returns, window(map[string]string{"page_size": "31"}), 2220},
		{wangdiantongtest.Trades, window(map[string]string{"end_time": "2025-07-01 01:00:00"}), 0},
		{wangdiantongtest.Trades, window(map[string]string{"end_time": "2025-07-01 01:00:01"}), 2180},
		{wangdiantongtest.Shops, nil, 0},
		{wangdiantongtest.Originals, nil, 2900},
		{wangdiantongtest.Originals, map[string]string{"tid": "A,B"}, 0},
		{"unheard_of", nil, 9005},
		{sales, window(map[string]string{"sid": "stranger"}), 9001},
		{sales, window(map[string]string{"appkey": "stranger"}), 9002},
	} {
		s := wangdiantongtest.New(wangdiantongtest.Options{})
		if got := ask(t, s, time.Now(), test.api, test.params); got["code"] != test.code {
			t.Errorf("%s %v: %v, want %v", test.api, test.params, got, test.code)
		}
	}
}

func TestOnlyPageZeroTellsTheTotalAndWindowsAreClosed(t *testing.T) {
	t.Parallel()
	s := wangdiantongtest.New(wangdiantongtest.Options{})
	for id, at := range map[string]string{
		"1": "2025-06-30 23:59:59", "2": "2025-07-01 00:00:00", "3": "2025-07-31 00:00:00", "4": "2025-07-31 00:00:01",
	} {
		must(t, s.Table(wangdiantongtest.Sales).Seed(map[string]any{"stockout_id": id, "status": "95", "consign_time": at, "modified": at}))
	}
	for want, params := range map[string]map[string]string{
		"[2 3] 2": nil, "[2] 2": {"page_size": "1"}, "[3] <nil>": {"page_size": "1", "page_no": "1"}, "[] 0": {"status": "55"},
	} {
		got := ask(t, s, time.Now(), wangdiantongtest.Sales, window(params))
		ids := []any{}
		for _, row := range got["stockout_list"].([]any) {
			ids = append(ids, row.(map[string]any)["stockout_id"])
		}
		if said := fmt.Sprint(ids, " ", got["total_count"]); said != want {
			t.Errorf("%v: %s, want %s", params, said, want)
		}
	}
}

// The clock stands still within a step, so the counts are exact.
func TestCallersAreToldOff(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_754_000_000, 0)
	s := wangdiantongtest.New(wangdiantongtest.Options{Now: func() time.Time { return now }, PerMinute: 3})
	for i, want := range []float64{0, 0, 0, 1012} {
		if got := ask(t, s, now, wangdiantongtest.Shops, nil)["code"]; got != want {
			t.Errorf("call %d: %v", i+1, got)
		}
	}
	now = now.Add(time.Minute)
	if got := ask(t, s, now, wangdiantongtest.Shops, nil)["code"]; got != 0.0 || s.TellOffs() != 1 {
		t.Errorf("a minute later: %v, told off %d times", got, s.TellOffs())
	}
}

package jushuitanqimentest_test

import (
	"crypto/md5"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/jushuitanqimen/jushuitanqimentest"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// sign is the gateway's rule, written out once more.
func sign(form url.Values) url.Values {
	text := "sim-app-secret"
	for _, name := range slices.Sorted(maps.Keys(form)) {
		text += name + form.Get(name)
	}
	form.Set("sign", fmt.Sprintf("%X", md5.Sum([]byte(text+"sim-app-secret"))))
	return form
}

// ask sends what the test made by hand, and reads what is below "response".
func ask(t *testing.T, s http.Handler, now time.Time, more map[string]string) map[string]any {
	t.Helper()
	form := url.Values{
		"method": {jushuitanqimentest.Refunds}, "app_key": {"sim-app-key"}, "target_app_key": {"23060081"}, "format": {"json"}, "v": {"2.0"},
		"sign_method": {"md5"}, "timestamp": {now.In(time.FixedZone("CST", 8*3600)).Format(time.DateTime)}, "customer_id": {"10000001"},
	}
	for name, value := range more {
		form.Set(name, value)
	}
	if form.Get("customer_id") == "-" {
		form.Del("customer_id")
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
	params := map[string]string{"start_time": "2025-08-01 00:00:00", "end_time": "2025-08-08 00:00:00"}
	maps.Copy(params, more)
	return params
}

func TestQuestionsHaveRules(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		params map[string]string
		code   any // nil: answered
	}{
		{window(nil), nil},
		{nil, 140.0},
		{map[string]string{"so_ids": "A,B"}, nil},
		{map[string]string{"start_ts": "1"}, nil},
		{map[string]string{"start_time": "2025-08-01 00:00:00"}, 140.0},
		{window(map[string]string{"end_time": "2025-08-08 00:00:01"}), 140.0},
		{window(map[string]string{"end_time": "2025-07-31 00:00:00"}), 140.0},
		{window(map[string]string{"end_time": "2025-08-02"}), 140.0},
		{window(map[string]string{"page_size": "51"}), 140.0},
		{window(map[string]string{"page_index": "0"}), 140.0},
		{window(map[string]string{"page_size": "50", "page_index": "2"}), nil},
		{window(map[string]string{"customer_id": "x"}), 100.0},
		{window(map[string]string{"customer_id": "-"}), 100.0},
		{window(map[string]string{"customer_id": "-", "customerId": "10000001"}), nil},
	} {
		s := jushuitanqimentest.New(jushuitanqimentest.Options{})
		if got := ask(t, s, time.Now(), test.params); got["code"] != test.code {
			t.Errorf("%v: %v, want %v", test.params, got, test.code)
		}
		inner := jushuitanqimentest.New(jushuitanqimentest.Options{Inner: true})
		if got := ask(t, inner, time.Now(), test.params); test.code != nil && got["sub_code"] != fmt.Sprint(test.code) {
			t.Errorf("%v through the gateway: %v", test.params, got)
		}
	}
}

func TestWindowsVersionsAndFilters(t *testing.T) {
	t.Parallel()
	opt := jushuitanqimentest.Options{}
	opt.NoLimits = true
	s := jushuitanqimentest.New(opt)
	for i, modified := range []string{"2025-07-31 23:59:59", "2025-08-01 00:00:00", "2025-08-04 09:43:26.487", "2025-08-08 00:00:00", "2025-08-08 00:00:01"} {
		must(t, s.Refunds().Seed(map[string]any{
			"as_id": i + 1, "so_id": fmt.Sprint("S", i+1), "status": "Confirmed", "modified": modified, "created": "2025-08-02 00:00:00",
		}))
	}
	must(t, s.Refunds().Change("2", map[string]any{"status": "Cancelled", "modified": "2025-08-01 00:00:00"})) // version 1006
	for _, test := range []struct {
		params map[string]string
		want   string // ids, total, has_next
	}{
		{window(nil), "[2 3 4] 3 false"},
		{window(map[string]string{"status": "Confirmed"}), "[3 4] 2 false"},
		{window(map[string]string{"page_size": "2"}), "[2 3] 3 true"},
		{window(map[string]string{"page_size": "2", "page_index": "2"}), "[4] 3 false"},
		{window(map[string]string{"is_get_total": "false"}), "[2 3 4] <nil> false"},
		{window(map[string]string{"date_type": "1"}), "[1 2 3 4 5] 5 false"},
		{window(map[string]string{"start_ts": "1003", "page_size": "2"}), "[3 4] 3 true"},
		{window(map[string]string{"start_ts": "1004", "page_size": "2"}), "[4 2] 2 false"},
		{map[string]string{"so_ids": "S5,S1"}, "[1 5] 2 false"},
	} {
		got := ask(t, s, time.Now(), test.params)
		ids := []any{}
		for _, row := range got["datas"].([]any) {
			ids = append(ids, row.(map[string]any)["as_id"])
		}
		if said := fmt.Sprintf("%v %v %v", ids, got["data_count"], got["has_next"]); said != test.want {
			t.Errorf("%v: %s, want %s", test.params, said, test.want)
		}
	}
}

// The clock stands still within a step, so the counts are exact.
func TestCallersAreToldOff(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_754_000_000, 0)
	opt := jushuitanqimentest.Options{}
	opt.Now, opt.PerSecond = func() time.Time { return now }, 100 // the gateway is out of the way
	s := jushuitanqimentest.New(opt)
	for i := range 100 {
		if i%5 == 0 {
			now = now.Add(time.Second)
		}
		if got := ask(t, s, now, window(nil)); got["code"] != nil {
			t.Fatalf("call %d: %v", i+1, got)
		}
	}
	if got := ask(t, s, now, window(nil)); got["code"] != 199.0 {
		t.Errorf("the sixth in a second: %v", got)
	}
	now = now.Add(time.Second)
	if got := ask(t, s, now, window(nil)); got["code"] != 200.0 {
		t.Errorf("the 101st in a minute: %v", got)
	}
	now = now.Add(time.Minute)
	if got := ask(t, s, now, window(nil)); got["code"] != nil || s.TellOffs() != 2 {
		t.Errorf("a minute later: %v, told off %d times", got, s.TellOffs())
	}
}

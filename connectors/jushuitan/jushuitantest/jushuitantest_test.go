package jushuitantest_test

import (
	"crypto/md5"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/jushuitan/jushuitantest"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// post sends what the test made by hand, and reads the code.
func post(t *testing.T, s http.Handler, target, contentType, body string) (code int, answer map[string]any) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, target, strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Fatalf("HTTP %d", w.Code)
	}
	must(t, json.NewDecoder(w.Body).Decode(&answer))
	return int(answer["code"].(float64)), answer
}

// sign is the new gateway's rule, written out once more.
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
	form.Set("sign", fmt.Sprintf("%x", md5.Sum([]byte(text))))
	return form
}

func form(biz string) url.Values {
	return url.Values{
		"app_key": {"sim-app-key"}, "access_token": {"sim-access-token"}, "timestamp": {strconv.FormatInt(time.Now().Unix(), 10)},
		"charset": {"utf-8"}, "version": {"2"}, "biz": {biz},
	}
}

func ask(t *testing.T, s http.Handler, path string, f url.Values) (code int, answer map[string]any) {
	t.Helper()
	return post(t, s, path, "application/x-www-form-urlencoded;charset=UTF-8", f.Encode())
}

func TestTheNewGatewayVerifies(t *testing.T) {
	t.Parallel()
	window := `{"modified_begin":"2025-08-01 00:00:00","modified_end":"2025-08-08 00:00:00"}`
	tests := map[string]struct {
		change func(url.Values) url.Values
		code   int
	}{
		"right":             {sign, 0},
		"unsigned":          {func(f url.Values) url.Values { return f }, 140},
		"changed":           {func(f url.Values) url.Values { f = sign(f); f.Set("biz", "{}"); return f }, 10},
		"upper case":        {func(f url.Values) url.Values { f = sign(f); f.Set("sign", strings.ToUpper(f.Get("sign"))); return f }, 10},
		"another app":       {func(f url.Values) url.Values { f.Set("app_key", "x"); return sign(f) }, 10},
		"empty extra field": {func(f url.Values) url.Values { f = sign(f); f.Set("extra", ""); return f }, 0},
		"no charset":        {func(f url.Values) url.Values { f.Del("charset"); return sign(f) }, 140},
		"no version":        {func(f url.Values) url.Values { f.Del("version"); return sign(f) }, 140},
		"no biz":            {func(f url.Values) url.Values { f.Del("biz"); return sign(f) }, 140},
		"other version":     {func(f url.Values) url.Values { f.Set("version", "1"); return sign(f) }, 140},
		"milliseconds":      {func(f url.Values) url.Values { f.Set("timestamp", f.Get("timestamp")+"000"); return sign(f) }, 140},
		"late": {func(f url.Values) url.Values {
			f.Set("timestamp", strconv.FormatInt(time.Now().Unix()-960, 10))
			return sign(f)
		}, 140},
		"late, not too": {func(f url.Values) url.Values {
			f.Set("timestamp", strconv.FormatInt(time.Now().Unix()-600, 10))
			return sign(f)
		}, 0},
		"another token": {func(f url.Values) url.Values { f.Set("access_token", "x"); return sign(f) }, 100},
	}
	for name, test := range tests {
		s := jushuitantest.New(jushuitantest.Options{})
		if code, answer := ask(t, s, "/open/refund/single/query", test.change(form(window))); code != test.code {
			t.Errorf("%s: %v, want %d", name, answer, test.code)
		}
	}
}

// Published vectors of the old gateway, with the clock at their moment, let in;
// one digit off does not.
func TestTheOldGatewayVerifies(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/sign-vectors.json")
	must(t, err)
	var file struct {
		Vectors []struct {
			ID       string         `json:"id"`
			System   string         `json:"system"`
			Inputs   map[string]any `json:"inputs"`
			Expected string         `json:"expected"`
		} `json:"vectors"`
	}
	must(t, json.Unmarshal(raw, &file))
	for _, v := range file.Vectors {
		if v.System != "jushuitan-old" {
			continue
		}
		in := func(name string) string { return v.Inputs[name].(string) }
		ts, err := strconv.ParseInt(in("ts"), 10, 64)
		must(t, err)
		for off, code := range map[int64]int{0: 0, 590: 0, 610: 180} {
			s := jushuitantest.New(jushuitantest.Options{
				PartnerID: in("partnerid"), PartnerKey: in("partnerkey"), Token: in("token"),
				Now: func() time.Time { return time.Unix(ts+off, 0) },
			})
			call := "/api/open/query.aspx?method=" + in("method") + "&partnerid=" + in("partnerid") + "&token=" + in("token") + "&ts=" + in("ts") + "&sign="
			body := `{"modified_begin":"2025-08-01 00:00:00","modified_end":"2025-08-08 00:00:00"}`
			if got, answer := post(t, s, call+v.Expected, "application/json", body); got != code {
				t.Errorf("%s %d s later: %v, want %d", v.ID, off, answer, code)
			}
			wrong := "0" + v.Expected[1:]
			if v.Expected[0] == '0' {
				wrong = "1" + v.Expected[1:]
			}
			if got, _ := post(t, s, call+wrong, "application/json", body); got != 120 {
				t.Errorf("%s with a wrong signature: %d", v.ID, got)
			}
		}
	}
}

func TestQuestionsHaveRules(t *testing.T) {
	t.Parallel()
	refunds, orders, shops := "/open/refund/single/query", "/open/orders/single/query", "/open/shops/query"
	window := `"modified_begin":"2025-08-01 00:00:00","modified_end":"2025-08-08 00:00:00"`
	tests := []struct {
		path, biz string
		code      int
	}{
		{refunds, `{` + window + `}`, 0},
		{refunds, `{}`, 140},
		{refunds, `{"modified_begin":"2025-08-01 00:00:00"}`, 140},
		{refunds, `{"modified_begin":"2025-08-01 00:00:00","modified_end":"2025-08-08 00:00:01"}`, 140},
		{refunds, `{"modified_begin":"2025-08-08 00:00:00","modified_end":"2025-08-01 00:00:00"}`, 140},
		{refunds, `{"modified_begin":"2025-08-01","modified_end":"2025-08-02"}`, 140},
		{refunds, `{"so_ids":["A"]}`, 0},
		{refunds, `{"so_ids":[]}`, 140},
		{refunds, `{` + window + `,"page_size":51}`, 140},
		{refunds, `{` + window + `,"page_size":"50","page_index":"2"}`, 0},
		{refunds, `{` + window + `,"page_index":0}`, 140},
		{refunds, `[]`, 140},
		{refunds, `not json`, 140},
		{orders, `{` + window + `,"page_size":100}`, 0},
		{orders, `{` + window + `,"page_size":101}`, 140},
		{orders, `{"so_ids":[` + strings.Repeat(`"A",`, 20) + `"A"]}`, 140},
		{shops, `{}`, 0},
		{shops, `{"page_size":101}`, 140},
		{"/open/stock/query", `{}`, 190},
	}
	for _, test := range tests {
		s := jushuitantest.New(jushuitantest.Options{})
		if code, answer := ask(t, s, test.path, sign(form(test.biz))); code != test.code {
			t.Errorf("%s %s: %v, want %d", test.path, test.biz, answer, test.code)
		}
	}
}

func TestAWindowIsClosedAtBothEndsAndFilters(t *testing.T) {
	t.Parallel()
	s := jushuitantest.New(jushuitantest.Options{NoLimits: true})
	for id, modified := range map[int]string{
		1: "2025-07-31 23:59:59", 2: "2025-08-01 00:00:00", 3: "2025-08-04 09:43:26.487", 4: "2025-08-08 00:00:00", 5: "2025-08-08 00:00:00.001",
	} {
		must(t, s.SeedRefunds(map[string]any{"as_id": id, "so_id": fmt.Sprint("S", id), "status": "Confirmed", "modified": modified, "refund": json.Number("1.10")}))
	}
	must(t, s.Change("3", map[string]any{"status": "Cancelled", "modified": "2025-08-04 09:43:26.487"}))
	window := `"modified_begin":"2025-08-01 00:00:00","modified_end":"2025-08-08 00:00:00"`
	for biz, want := range map[string]string{
		`{` + window + `}`:                                "[2 3 4] 3",
		`{` + window + `,"status":"Confirmed"}`:           "[2 4] 2",
		`{` + window + `,"page_size":2,"page_index":2}`:   "[4] 3",
		`{` + window + `,"is_get_total":false}`:           "[2 3 4] <nil>",
		`{"so_ids":["S5","S1"]}`:                          "[1 5] 2",
		`{"as_ids":[3]}`:                                  "[3] 1",
		`{` + window + `,"page_index":9,"page_size":"2"}`: "[] 3",
	} {
		_, answer := ask(t, s, "/open/refund/single/query", sign(form(biz)))
		data := answer["data"].(map[string]any)
		ids := []any{}
		for _, row := range data["datas"].([]any) {
			ids = append(ids, row.(map[string]any)["as_id"])
		}
		if got := fmt.Sprint(ids, " ", data["data_count"]); got != want {
			t.Errorf("%s: %s, want %s", biz, got, want)
		}
	}
}

// The clock stands still within a step, so the counts are exact.
func TestCallersAreToldOff(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_754_000_000, 0)
	s := jushuitantest.New(jushuitantest.Options{Now: func() time.Time { return now }})
	call := func() int {
		f := form(`{}`)
		f.Set("timestamp", strconv.FormatInt(now.Unix(), 10))
		code, _ := ask(t, s, "/open/shops/query", sign(f))
		return code
	}
	for i := range 100 {
		if i%5 == 0 {
			now = now.Add(time.Second)
		}
		if code := call(); code != 0 {
			t.Fatalf("call %d: %d", i+1, code)
		}
	}
	if code := call(); code != 199 {
		t.Errorf("the sixth in a second: %d", code)
	}
	now = now.Add(time.Second)
	if code := call(); code != 200 {
		t.Errorf("the 101st in a minute: %d", code)
	}
	now = now.Add(time.Minute)
	if code := call(); code != 0 || s.TellOffs() != 2 {
		t.Errorf("a minute later: %d, told off %d times", code, s.TellOffs())
	}
}

func TestTokensChangeAtEveryRenewal(t *testing.T) {
	t.Parallel()
	s := jushuitantest.New(jushuitantest.Options{NoLimits: true})
	renew := func(refresh string) (int, map[string]any) {
		f := form("")
		for _, name := range []string{"biz", "version", "access_token"} {
			f.Del(name)
		}
		f.Set("grant_type", "refresh_token")
		f.Set("refresh_token", refresh)
		f.Set("scope", "all")
		return ask(t, s, "/openWeb/auth/refreshToken", sign(f))
	}
	code, answer := renew("sim-refresh-token")
	data := answer["data"].(map[string]any)
	if code != 0 || data["access_token"] == "sim-access-token" || data["expires_in"] != 2_592_000.0 || data["scope"] != "all" {
		t.Errorf("%v", answer)
	}
	if code, _ := renew("sim-refresh-token"); code != 100 {
		t.Errorf("a refresh token worked twice: %d", code)
	}
	if code, _ := ask(t, s, "/open/shops/query", sign(form("{}"))); code != 100 {
		t.Errorf("the access token before still lets in: %d", code)
	}
	if code, _ := renew(data["refresh_token"].(string)); code != 0 {
		t.Errorf("the new refresh token: %d", code)
	}
}

func TestItMisbehavesAsOrdered(t *testing.T) {
	t.Parallel()
	s := jushuitantest.New(jushuitantest.Options{NoLimits: true})
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	for _, test := range []struct {
		fault jushuitantest.Fault
		want  func(status int, body string, err error) bool
	}{
		{jushuitantest.Fault{Do: jushuitantest.ServerPage}, func(status int, body string, _ error) bool { return status == 500 && strings.Contains(body, "<html>") }},
		{jushuitantest.Fault{Do: jushuitantest.Drop}, func(_ int, _ string, err error) bool { return err != nil }},
		{jushuitantest.Fault{Do: jushuitantest.Truncated}, func(_ int, body string, _ error) bool { return body != "" && !json.Valid([]byte(body)) }},
		{jushuitantest.Fault{Do: jushuitantest.Empty}, func(status int, body string, err error) bool { return status == 200 && body == "" && err == nil }},
		{jushuitantest.Fault{Do: jushuitantest.Refuse, Code: 160, Msg: "保存失败"}, func(_ int, body string, _ error) bool { return strings.Contains(body, "保存失败") }},
		{jushuitantest.Fault{API: "another"}, func(_ int, body string, _ error) bool { return strings.Contains(body, `"code":0`) }},
	} {
		s.Misbehave(test.fault)
		if status, body, err := send(t, web.URL); !test.want(status, body, err) {
			t.Errorf("%+v: HTTP %d, %q, %v", test.fault, status, body, err)
		}
	}
}

func send(t *testing.T, base string) (status int, body string, err error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/open/shops/query", strings.NewReader(sign(form("{}")).Encode()))
	must(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	raw, err := io.ReadAll(answer.Body)
	must(t, answer.Body.Close())
	return answer.StatusCode, string(raw), err
}

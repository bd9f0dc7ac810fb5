package qimentest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/internal/qimen/qimentest"
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
		Params map[string]string `json:"params"`
		Secret string            `json:"secret"`
	} `json:"inputs"`
	Expected string `json:"expected"`
}

func (v vector) at(t *testing.T) time.Time {
	t.Helper()
	at, err := time.ParseInLocation(time.DateTime, v.Inputs.Params["timestamp"], time.FixedZone("GMT+8", 8*3600))
	must(t, err)
	return at
}

// vectors are those of the custom scenes; the others name no target.
func vectors(t *testing.T) []vector {
	t.Helper()
	raw, err := os.ReadFile("testdata/sign-vectors.json")
	must(t, err)
	var file struct{ Vectors []vector }
	must(t, json.Unmarshal(raw, &file))
	var scenes []vector
	for _, v := range file.Vectors {
		if v.Inputs.Params["target_app_key"] != "" {
			scenes = append(scenes, v)
		}
	}
	if len(scenes) != 5 {
		t.Fatalf("5 vectors, not %d", len(scenes))
	}
	return scenes
}

func echo(method string, _ url.Values) map[string]any {
	return map[string]any{"errorcode": 0, "method": method}
}

func gateway(v vector, now time.Time, opt qimentest.Options) *qimentest.Gateway {
	opt.AppKey, opt.TargetAppKey, opt.AppSecret = v.Inputs.Params["app_key"], v.Inputs.Params["target_app_key"], v.Inputs.Secret
	opt.Now = func() time.Time { return now }
	return qimentest.New(opt, echo)
}

func values(v vector) url.Values {
	form := url.Values{"sign": {v.Expected}}
	for name, value := range v.Inputs.Params {
		form.Set(name, value)
	}
	return form
}

// send puts the parameters where the test says, and reads the answer's code: 0
// when the gateway let it in.
func send(t *testing.T, g http.Handler, httpMethod string, query, form url.Values) (code int, body string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), httpMethod, "/router/qm?"+query.Encode(), strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	g.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Fatalf("HTTP %d", w.Code)
	}
	var answer struct {
		Response struct{ Code int } `json:"response"`
		Error    struct{ Code int } `json:"error_response"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		return -1, w.Body.String()
	}
	return answer.Response.Code + answer.Error.Code, w.Body.String()
}

// Vectors with the clock at their moment are let in; one digit off, another
// value, or another secret is not.
func TestVectorsAreVerified(t *testing.T) {
	t.Parallel()
	for _, v := range vectors(t) {
		for off, want := range map[time.Duration]int{0: 0, 590 * time.Second: 0, -590 * time.Second: 0, 610 * time.Second: 31, -610 * time.Second: 31} {
			g := gateway(v, v.at(t).Add(off), qimentest.Options{})
			if code, body := send(t, g, http.MethodPost, nil, values(v)); code != want {
				t.Errorf("%s %v off: %s, want %d", v.ID, off, body, want)
			}
		}
		for wrong, change := range map[string]func(url.Values){
			"digit": func(f url.Values) {
				last := len(v.Expected) - 1
				f.Set("sign", v.Expected[:last]+map[bool]string{true: "1", false: "0"}[v.Expected[last] == '0'])
			},
			"lower case":    func(f url.Values) { f.Set("sign", strings.ToLower(v.Expected)) },
			"another value": func(f url.Values) { f.Set("page_size", "1") },
			"an extra one":  func(f url.Values) { f.Set("extra", "1") },
			"one missing":   func(f url.Values) { f.Del("page_size") },
		} {
			form := values(v)
			change(form)
			if code, body := send(t, gateway(v, v.at(t), qimentest.Options{}), http.MethodPost, nil, form); code != 25 {
				t.Errorf("%s, %s: %s", v.ID, wrong, body)
			}
		}
	}
}

// The vendor's client, and the plain ones that put everything into one place.
func TestParametersMayBeInTheQueryTheBodyOrBoth(t *testing.T) {
	t.Parallel()
	v := vectors(t)[0]
	query, form := url.Values{}, url.Values{}
	for name, value := range values(v) {
		switch name {
		case "sid", "start_time", "end_time", "status", "page_no", "page_size":
			form[name] = value
		default:
			query[name] = value
		}
	}
	for _, test := range []struct {
		method      string
		query, form url.Values
	}{
		{http.MethodPost, query, form},
		{http.MethodPost, nil, values(v)},
		{http.MethodPost, values(v), nil},
		{http.MethodGet, values(v), nil},
	} {
		if code, body := send(t, gateway(v, v.at(t), qimentest.Options{}), test.method, test.query, test.form); code != 0 {
			t.Errorf("%s %d in the query, %d in the body: %s", test.method, len(test.query), len(test.form), body)
		}
	}
}

func TestPublicParametersAreDemanded(t *testing.T) {
	t.Parallel()
	v := vectors(t)[0]
	for name, want := range map[string]int{
		"method": 21, "app_key": 28, "timestamp": 30, "v": 32, "sign_method": 40, "target_app_key": 40, "sign": 24,
		"format": -1, // XML, the gateway's default
	} {
		form := values(v)
		form.Del(name)
		if code, body := send(t, gateway(v, v.at(t), qimentest.Options{}), http.MethodPost, nil, form); code != want {
			t.Errorf("without %s: %s, want %d", name, body, want)
		}
	}
	g := gateway(v, v.at(t), qimentest.Options{Session: "s"})
	if code, body := send(t, g, http.MethodPost, nil, values(v)); code != 26 {
		t.Errorf("without a session: %s", body)
	}
}

// The clock stands still within a step, so the counts are exact.
func TestCallersAreBanned(t *testing.T) {
	t.Parallel()
	v := vectors(t)[0]
	for _, classic := range []bool{false, true} {
		now := v.at(t)
		g := qimentest.New(qimentest.Options{
			AppKey: "30000001", TargetAppKey: "21363512", AppSecret: "qmsecret0001", Now: func() time.Time { return now },
			PerSecond: 2, Ban: 30 * time.Second, Classic: classic,
		}, echo)
		for i, want := range []int{0, 0, 7, 7} {
			if code, body := send(t, g, http.MethodPost, nil, values(v)); code != want {
				t.Errorf("call %d: %s", i+1, body)
			}
		}
		now = now.Add(29 * time.Second)
		code, body := send(t, g, http.MethodPost, nil, values(v))
		if code != 7 || !strings.Contains(body, "This ban will last for 1 more seconds") || strings.Contains(body, "error_response") != classic {
			t.Errorf("29 s later: %s", body)
		}
		now = now.Add(time.Second)
		if code, body := send(t, g, http.MethodPost, nil, values(v)); code != 0 || g.TellOffs() != 3 {
			t.Errorf("30 s later: %s, told off %d times", body, g.TellOffs())
		}
	}
}

func TestItMisbehavesAsOrdered(t *testing.T) {
	t.Parallel()
	v := vectors(t)[0]
	g := gateway(v, v.at(t), qimentest.Options{})
	web := httptest.NewServer(g)
	t.Cleanup(web.Close)
	for _, test := range []struct {
		fault qimentest.Fault
		want  func(status int, body string, err error) bool
	}{
		{qimentest.Fault{Do: qimentest.ServerPage}, func(status int, body string, _ error) bool { return status == 500 && strings.Contains(body, "<html>") }},
		{qimentest.Fault{Do: qimentest.Drop}, func(_ int, _ string, err error) bool { return err != nil }},
		{qimentest.Fault{Do: qimentest.Truncated}, func(_ int, body string, _ error) bool { return body != "" && !json.Valid([]byte(body)) }},
		{qimentest.Fault{Do: qimentest.Empty}, func(status int, body string, err error) bool { return status == 200 && body == "" && err == nil }},
		{qimentest.Fault{Do: qimentest.Refuse, Code: 15, SubCode: "isp.x"}, func(_ int, body string, _ error) bool { return strings.Contains(body, `"sub_code":"isp.x"`) }},
		{qimentest.Fault{Method: "another", Do: qimentest.Empty}, func(_ int, body string, _ error) bool { return strings.Contains(body, `"errorcode":0`) }},
	} {
		g.Misbehave(test.fault)
		answer, err := http.PostForm(web.URL, values(v))
		status, body := 0, ""
		if err == nil {
			raw, e := io.ReadAll(answer.Body)
			must(t, e)
			must(t, answer.Body.Close())
			status, body = answer.StatusCode, string(raw)
		}
		if !test.want(status, body, err) {
			t.Errorf("%+v: HTTP %d, %q, %v", test.fault, status, body, err)
		}
	}
	if g.Calls()["wdt.stockout.order.query.return"] != 6 {
		t.Errorf("%v", g.Calls())
	}
}

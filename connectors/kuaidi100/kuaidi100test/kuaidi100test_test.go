package kuaidi100test_test

import (
	"crypto/md5"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/kuaidi100/kuaidi100test"
)

func signed(param string) url.Values {
	sum := md5.Sum([]byte(param + "sim-key-0001SIMCUSTOMER"))
	return url.Values{"customer": {"SIMCUSTOMER"}, "param": {param}, "sign": {strings.ToUpper(fmt.Sprintf("%x", sum))}}
}

// post sends a form and gives returnCode, or status where there is none.
func post(t *testing.T, sim *kuaidi100test.Server, api string, form url.Values) string {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/"+api, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	sim.ServeHTTP(w, r)
	var said map[string]any
	if err := json.NewDecoder(w.Body).Decode(&said); err != nil {
		t.Fatal(err)
	}
	if code, refused := said["returnCode"]; refused {
		return fmt.Sprint(code)
	}
	return fmt.Sprint(said["status"])
}

func TestQueriesAreVerified(t *testing.T) {
	t.Parallel()
	sim := kuaidi100test.New(kuaidi100test.Options{})
	sim.Put(kuaidi100test.Parcel{Num: "YT1", Com: "yuantong", Steps: kuaidi100test.Way(), Done: 1},
		kuaidi100test.Parcel{Num: "YT2", Com: "yuantong", Steps: kuaidi100test.Way()},
		kuaidi100test.Parcel{Num: "SF1", Com: "shunfeng", Phone: "4321", Steps: kuaidi100test.Way(), Done: 1})
	lower := signed(`{"com":"yuantong","num":"YT1"}`)
	lower.Set("sign", strings.ToLower(lower.Get("sign")))
	other := signed(`{"com":"yuantong","num":"YT1"}`)
	other.Set("param", `{"com": "yuantong","num":"YT1"}`)
	for want, forms := range map[string][]url.Values{
		"200": {signed(`{"com":"yuantong","num":"YT1"}`), signed(`{"com":"shunfeng","num":"SF1","phone":"4321"}`)},
		"400": {signed(`{"com":"YuanTong","num":"YT1"}`), signed(`{"com":"yuantong"}`), signed(`{`), signed(`{"com":"yuantong","num":"YT1","show":"1"}`)},
		"408": {signed(`{"com":"shunfeng","num":"SF1"}`), signed(`{"com":"shunfeng","num":"SF1","phone":"1111"}`)},
		"500": {signed(`{"com":"yuantong","num":"YT2"}`), signed(`{"com":"yuantong","num":"YT9"}`), signed(`{"com":"ems","num":"YT1"}`)},
		"503": {lower, other, {}},
	} {
		for _, form := range forms {
			if got := post(t, sim, "poll/query.do", form); got != want {
				t.Errorf("%s: %s, want %s", form.Get("param"), got, want)
			}
		}
	}
}

func TestCreditIsUsedUpByResults(t *testing.T) {
	t.Parallel()
	sim := kuaidi100test.New(kuaidi100test.Options{Credit: 1})
	sim.Put(kuaidi100test.Parcel{Num: "YT1", Com: "yuantong", Steps: kuaidi100test.Way(), Done: 1})
	none, one := signed(`{"com":"yuantong","num":"YT9"}`), signed(`{"com":"yuantong","num":"YT1"}`)
	for i, want := range []string{"500", "200", "601"} {
		if got := post(t, sim, "poll/query.do", []url.Values{none, one, one}[i]); got != want {
			t.Errorf("call %d: %s, want %s", i, got, want)
		}
	}
}

func wanted(key, company, number, callback string) url.Values {
	param := fmt.Sprintf(`{"company":%q,"number":%q,"key":%q,"parameters":{"callbackurl":%q,"salt":"a-salt"}}`, company, number, key, callback)
	return url.Values{"schema": {"json"}, "param": {param}}
}

func TestSubscriptionsAreVerified(t *testing.T) {
	t.Parallel()
	sim := kuaidi100test.New(kuaidi100test.Options{})
	const key, back = "sim-key-0001", "http://127.0.0.1:1/x"
	for _, test := range []struct {
		want string
		form url.Values
	}{
		{"500", url.Values{"param": {"{}"}}},
		{"600", wanted("x", "yuantong", "YT1", back)},
		{"700", wanted(key, "yuantong", "YT1", "")},
		{"700", wanted(key, "yuantong", strings.Repeat("1", 33), back)},
		{"700", wanted(key, "nobody", "YT1", back)},
		{"408", wanted(key, "shunfeng", "SF1", back)},
		{"200", wanted(key, "yuantong", "YT1", back)},
		{"501", wanted(key, "yuantong", "YT1", back)},
	} {
		if got := post(t, sim, "poll", test.form); got != test.want {
			t.Errorf("%s: %s, want %s", test.form.Get("param"), got, test.want)
		}
	}
}

// Nobody accepts a push: it comes four times, half an hour apart, and no more.
func TestAPushIsGivenUp(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 7, 1, 9, 0, 0, 0, time.UTC)
	sim := kuaidi100test.New(kuaidi100test.Options{Now: func() time.Time { return now }})
	var bodies []string
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies = append(bodies, string(body))
		_, _ = w.Write([]byte(`{"result":true,"returnCode":"500"}`))
	}))
	t.Cleanup(web.Close)
	sim.Put(kuaidi100test.Parcel{Num: "YT1", Com: "yuantong", Steps: kuaidi100test.Way(), Done: 1})
	if got := post(t, sim, "poll", wanted("sim-key-0001", "yuantong", "YT1", web.URL)); got != "200" {
		t.Fatal(got)
	}
	for range 6 {
		if n, _ := sim.Deliver(t.Context()); n != 0 {
			t.Error("it was accepted")
		}
		now = now.Add(31 * time.Minute)
	}
	if len(bodies) != 4 || bodies[0] != bodies[3] || sim.Waiting() != 0 {
		t.Errorf("%d pushes, %d waiting", len(bodies), sim.Waiting())
	}
}

// A parcel that is signed for is told of no more, and can be subscribed to anew.
func TestASignedParcelEndsItsSubscription(t *testing.T) {
	t.Parallel()
	sim := kuaidi100test.New(kuaidi100test.Options{})
	sim.Put(kuaidi100test.Parcel{Num: "YT1", Com: "yuantong", Steps: kuaidi100test.Way(), Done: 3})
	form := wanted("sim-key-0001", "yuantong", "YT1", "http://127.0.0.1:1/x")
	if got := post(t, sim, "poll", form) + post(t, sim, "poll", form); got != "200501" {
		t.Error(got)
	}
	if !sim.Advance("YT1") || sim.Advance("YT1") || sim.Waiting() != 2 {
		t.Errorf("%d pushes", sim.Waiting())
	}
	if p, _ := sim.Parcel("YT1"); p.Done != 4 || p.Steps[3].At.IsZero() {
		t.Errorf("%+v", p)
	}
	if got := post(t, sim, "poll", form); got != "200" {
		t.Error(got)
	}
}

package qimen_test

import (
	"errors"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/caarlos0/env/v11"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/qimen"
	"github.com/erpbridge/erpbridge/connectors/internal/qimen/qimentest"
)

const method = "sim.goods.query"

// scene is a made-up system behind the gateway; its own code 900 is a full quota.
func scene() qimen.Scene {
	return qimen.Scene{
		System: "simqimen", Title: "模拟·奇门", URL: "http://sim.api.taobao.com", TargetAppKey: "sim-target",
		Route: "sid", PerSecond: 1000, PerMinute: 10_000,
		Judge: func(code, _ string) qimen.Verdict {
			if code == "900" {
				return qimen.Verdict{Kind: connectors.ErrThrottled, RetryAfter: 9 * time.Second}
			}
			return qimen.Verdict{Kind: connectors.ErrRejected, Advice: "read the manual"}
		},
	}
}

func echo(asked string, ask url.Values) map[string]any {
	if asked != method {
		return nil
	}
	return map[string]any{"errorcode": 0, "sid": ask.Get("sid"), "说": ask.Get("q"), "empty": len(ask["empty"]), "rows": []any{map[string]any{"id": "1"}}}
}

// start runs a gateway and reads the account's configuration as a main does.
func start(t *testing.T, opt qimentest.Options) (*qimentest.Gateway, qimen.Config) {
	t.Helper()
	opt.NoLimits = true
	sim := qimentest.New(opt, echo)
	web := httptest.NewServer(sim)
	t.Cleanup(web.Close)
	cfg, err := env.ParseAsWithOptions[qimen.Config](env.Options{Environment: sim.Variables(web.URL)})
	must(t, err)
	return sim, cfg
}

func open(t *testing.T, cfg qimen.Config) *qimen.Gateway {
	t.Helper()
	g, err := qimen.Open(scene(), cfg, "demo2")
	must(t, err)
	return g
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func call(t *testing.T, g *qimen.Gateway) error {
	t.Helper()
	_, err := g.Call(t.Context(), method, map[string]string{"q": "x"})
	return err
}

func wantKind(t *testing.T, err, kind error) *connectors.Error {
	t.Helper()
	var e *connectors.Error
	if !errors.As(err, &e) || !errors.Is(err, kind) {
		t.Fatalf("got %v, want it to be %v", err, kind)
	}
	if e.System != "simqimen" || e.Account != "MAIN" || e.API != method {
		t.Errorf("%v does not say whose it is", e)
	}
	return e
}

func TestACallIsSignedAndAnswered(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"md5", "hmac", "hmac-sha256"} {
		for _, opt := range []qimentest.Options{{}, {Gzip: true}, {Session: "sim-session"}} {
			_, cfg := start(t, opt)
			cfg.SignMethod = how
			got, err := open(t, cfg).Call(t.Context(), method, map[string]string{"q": "普通退货 & \"1\"", "empty": ""})
			must(t, err)
			if got.Text("说") != "普通退货 & \"1\"" || got.Text("sid") != "demo2" || got.Text("empty") != "0" || got.Text("rows") != "" {
				t.Errorf("%s %+v: %s", how, opt, got.Body)
			}
		}
	}
}

// One app serves several merchants: a scheme may name another than the account's.
func TestASchemeMayNameAnotherMerchant(t *testing.T) {
	t.Parallel()
	_, cfg := start(t, qimentest.Options{})
	got, err := open(t, cfg).Call(t.Context(), method, map[string]string{"sid": "other2"})
	must(t, err)
	if got.Text("sid") != "other2" {
		t.Errorf("%s", got.Body)
	}
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	complete := qimen.Config{AppKey: "k", AppSecret: "s", Account: "EAST"}
	for says, change := range map[string]func(*qimen.Config){
		"SIMQIMEN_EAST_APP_KEY, SIMQIMEN_EAST_APP_SECRET": func(c *qimen.Config) { c.AppKey, c.AppSecret = "", "" },
		"SIMQIMEN_EAST_URL":         func(c *qimen.Config) { c.URL = "nowhere" },
		"SIMQIMEN_EAST_SIGN_METHOD": func(c *qimen.Config) { c.SignMethod = "sha1" },
		"SIMQIMEN_EAST_TIME_ZONE":   func(c *qimen.Config) { c.TimeZone = "Mars/Base" },
		"SIMQIMEN_EAST_PER_SECOND":  func(c *qimen.Config) { c.PerSecond = -1 },
	} {
		cfg := complete
		change(&cfg)
		if _, err := qimen.Open(scene(), cfg, "demo2"); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v does not name %s", err, says)
		}
	}
	if _, err := qimen.Open(scene(), complete, ""); err == nil || !strings.Contains(err.Error(), "SIMQIMEN_EAST_SID") {
		t.Errorf("%v does not name the merchant's variable", err)
	}
}

// The address may be the host or the whole address, the test gateway's too.
func TestAddressesAreCompleted(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"", "/", "/router/qm", "/router/qmtest"} {
		sim, cfg := start(t, qimentest.Options{})
		cfg.URL += path
		must(t, call(t, open(t, cfg)))
		want := "/router/qm"
		if len(path) > 1 {
			want = path
		}
		if got := sim.Path(); got != want {
			t.Errorf("%q became %q", path, got)
		}
	}
}

package jushuitan_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/jushuitan/jushuitantest"
)

func wantKind(t *testing.T, err, kind error) *connectors.Error {
	t.Helper()
	var e *connectors.Error
	if !errors.As(err, &e) || !errors.Is(err, kind) {
		t.Fatalf("got %v, want it to be %v", err, kind)
	}
	if e.System != "jushuitan" || e.Account != "MAIN" {
		t.Errorf("%v does not say whose it is", e)
	}
	return e
}

// refused is for tests that need not look closer.
func refused(t *testing.T, err, kind error) {
	t.Helper()
	_ = wantKind(t, err, kind)
}

func TestCodesAreInstructions(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		code   int
		msg    string
		times  int
		kind   error
		advice string
	}{
		"signature, new":      {10, "验证失败！无效签名", 1, connectors.ErrUnauthorized, "APP_SECRET"},
		"signature, old":      {120, "无效的签名", 1, connectors.ErrUnauthorized, "PARTNER_KEY"},
		"whitelist":           {110, "IP不在白名单", 1, connectors.ErrUnauthorized, "whitelist"},
		"empty":               {130, "传输数据不能为空", 1, connectors.ErrRejected, ""},
		"140 as a parameter":  {140, "参数不符合规范", 1, connectors.ErrRejected, ""},
		"140 as a clock":      {140, "无效的timestamp", 2, connectors.ErrUnavailable, "NTP"},
		"150 as a breakdown":  {150, "内部处理异常", 1, connectors.ErrUnavailable, ""},
		"150 as a permission": {150, "服务商应用不支持刷新token", 1, connectors.ErrRejected, ""},
		"160":                 {160, "保存失败", 1, connectors.ErrRejected, ""},
		"170":                 {170, "店铺编号[1]不存在", 1, connectors.ErrRejected, ""},
		"clock":               {180, "执行失败!", 2, connectors.ErrUnavailable, "NTP"},
		"permission":          {190, "无API权限", 1, connectors.ErrUnauthorized, "接口权限"},
		"a second":            {199, "调用太频繁，请稍后再试!", 1, connectors.ErrThrottled, ""},
		"a minute":            {200, "调用频次超过限制", 1, connectors.ErrThrottled, ""},
		"200 as a parameter":  {200, "参数错误", 1, connectors.ErrRejected, ""},
		"token":               {100, "无效的access_token", 2, connectors.ErrUnauthorized, "REFRESH_TOKEN"},
		"unheard of":          {777, "别的错误", 1, connectors.ErrRejected, ""},
	}
	for name, test := range tests {
		for _, gateway := range gateways {
			t.Run(name+" "+gateway, func(t *testing.T) {
				t.Parallel()
				sim, cfg := start(t, gateway, jushuitantest.Options{})
				sim.Misbehave(jushuitantest.Fault{API: "shops.query", Do: jushuitantest.Refuse, Code: test.code, Msg: test.msg, Times: 9})
				e := wantKind(t, open(t, cfg).Ping(t.Context()), test.kind)
				if e.Message != test.msg || e.API != "shops.query" || !strings.Contains(e.Advice, test.advice) {
					t.Errorf("%v", e)
				}
				if n := sim.Calls()["shops.query"]; n != test.times {
					t.Errorf("called %d times, want %d", n, test.times)
				}
			})
		}
	}
}

func TestThrottlingSaysWhenToComeBack(t *testing.T) {
	t.Parallel()
	for code, most := range map[int]time.Duration{199: time.Second, 200: 61 * time.Second} {
		sim, cfg := start(t, "open", jushuitantest.Options{})
		sim.Misbehave(jushuitantest.Fault{Do: jushuitantest.Refuse, Code: code, Msg: "调用频次超过限制"})
		e := wantKind(t, open(t, cfg).Ping(t.Context()), connectors.ErrThrottled)
		if e.RetryAfter < time.Second || e.RetryAfter > most {
			t.Errorf("%d: come back after %v", code, e.RetryAfter)
		}
	}
}

// A clock that is wrong at first and then set by the answer's own.
func TestAWrongClockIsSetOnce(t *testing.T) {
	t.Parallel()
	for _, gateway := range gateways {
		t.Run(gateway, func(t *testing.T) {
			t.Parallel()
			ahead := func() time.Time { return time.Now().Add(40 * time.Minute) }
			sim := jushuitantest.New(jushuitantest.Options{Now: ahead, NoLimits: true})
			web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Date", ahead().UTC().Format(http.TimeFormat))
				sim.ServeHTTP(w, r)
			}))
			t.Cleanup(web.Close)
			c := open(t, configure(t, sim, gateway, web.URL))
			must(t, c.Ping(t.Context()))
			must(t, c.Ping(t.Context()))
			if n := sim.Calls()["shops.query"]; n != 3 {
				t.Errorf("%d calls: the first answer's clock was not kept", n)
			}
		})
	}
}

func TestNoAnswerIsUnavailable(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fault jushuitantest.Fault
		says  string
	}{
		"HTML":          {jushuitantest.Fault{Do: jushuitantest.ServerPage}, "500"},
		"dropped":       {jushuitantest.Fault{Do: jushuitantest.Drop}, "no answer"},
		"truncated":     {jushuitantest.Fault{Do: jushuitantest.Truncated}, "JSON"},
		"empty":         {jushuitantest.Fault{Do: jushuitantest.Empty}, "empty"},
		"wrong type":    {jushuitantest.Fault{Do: jushuitantest.WrongType}, ""},
		"slow":          {jushuitantest.Fault{Slow: time.Minute}, "no answer"},
		"no code":       {jushuitantest.Fault{Do: jushuitantest.Garbage, Body: `{"data":{"datas":[]}}`}, "no code"},
		"no data":       {jushuitantest.Fault{Do: jushuitantest.Garbage, Body: `{"code":0,"data":null}`}, "data"},
		"no list":       {jushuitantest.Fault{Do: jushuitantest.Garbage, Body: `{"code":0,"data":{"data_count":3}}`}, "list"},
		"not rows":      {jushuitantest.Fault{Do: jushuitantest.Garbage, Body: `{"code":0,"datas":[1],"shops":[1],"data":{"datas":[1]}}`}, "row"},
		"two answers":   {jushuitantest.Fault{Do: jushuitantest.Garbage, Body: `{"code":0}{"code":0}`}, "JSON"},
		"code a list":   {jushuitantest.Fault{Do: jushuitantest.Garbage, Body: `{"code":[0]}`}, "JSON"},
		"not an object": {jushuitantest.Fault{Do: jushuitantest.Garbage, Body: `[]`}, "JSON"},
	}
	for name, test := range tests {
		for _, gateway := range gateways {
			t.Run(name+" "+gateway, func(t *testing.T) {
				t.Parallel()
				sim, cfg := start(t, gateway, jushuitantest.Options{})
				cfg.Timeout = 300 * time.Millisecond
				if test.fault.Slow == 0 {
					cfg.Timeout = 30 * time.Second
				}
				sim.Misbehave(test.fault)
				e := wantKind(t, open(t, cfg).Ping(t.Context()), connectors.ErrUnavailable)
				if !strings.Contains(e.Message, test.says) {
					t.Errorf("%q does not say %q", e.Message, test.says)
				}
				if test.fault.Slow > 0 {
					return // it may have given up before it was heard
				}
				if err := open(t, cfg).Ping(t.Context()); err != nil {
					t.Errorf("the next call: %v", err)
				}
			})
		}
	}
}

func TestAnAnswerTooLongIsNotRead(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, "open", jushuitantest.Options{})
	c := open(t, cfg)
	if before := c.LimitBody(1000); before != 64<<20 {
		t.Errorf("%d bytes are read", before)
	}
	must(t, c.Ping(t.Context()))
	sim.Misbehave(jushuitantest.Fault{Do: jushuitantest.Garbage, Body: strings.Repeat(" ", 1001)})
	e := wantKind(t, c.Ping(t.Context()), connectors.ErrUnavailable)
	if !strings.Contains(e.Message, "too large") {
		t.Errorf("%v", e)
	}
}

func TestNobodyThereIsUnavailable(t *testing.T) {
	t.Parallel()
	cfg := complete()
	cfg.URL = "http://127.0.0.1:1"
	refused(t, open(t, cfg).Ping(t.Context()), connectors.ErrUnavailable)
}

func TestACallerThatLeavesIsTold(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, "open", jushuitantest.Options{})
	sim.Misbehave(jushuitantest.Fault{Slow: time.Minute})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	err := open(t, cfg).Ping(ctx)
	refused(t, err, connectors.ErrUnavailable)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v does not say why", err)
	}
}

func TestAWrongAddressIsToldFromABreakdown(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]string{404: "JUSHUITAN_MAIN_URL", 302: "302", 403: "403"} {
		web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(status)
		}))
		t.Cleanup(web.Close)
		cfg := complete()
		cfg.URL = web.URL
		e := wantKind(t, open(t, cfg).Ping(t.Context()), connectors.ErrUnavailable)
		if status != 302 && !strings.Contains(e.Error(), want) {
			t.Errorf("HTTP %d: %v", status, e)
		}
	}
}

// Whatever 聚水潭 or something before it echoes, neither secrets nor phone
// numbers get into a message.
func TestSecretsAndPhonesStayOutOfMessages(t *testing.T) {
	t.Parallel()
	const echo = `<html>app_secret sim-app-secret token=sim-access-token refresh sim-refresh-token key sim-partner-key
		sim-token {"access_token":"fresh-one","refresh_token":"fresh-two"} 张三 13800000001 +86 138-0000-0002 0571-88880003`
	secrets := []string{
		"sim-app-secret", "sim-access-token", "sim-refresh-token", "sim-partner-key", "sim-token", "fresh-one", "fresh-two",
		"13800000001", "138-0000-0002", "88880003",
	}
	faults := []jushuitantest.Fault{
		{Do: jushuitantest.Garbage, Body: echo},
		{Do: jushuitantest.Garbage, Body: strings.Repeat(" \n", 900) + echo},
		{Do: jushuitantest.Refuse, Code: 170, Msg: echo},
		{Do: jushuitantest.Drop},
		{Slow: time.Minute},
	}
	for _, gateway := range gateways {
		for _, fault := range faults {
			sim, cfg := start(t, gateway, jushuitantest.Options{})
			cfg.Timeout = 30 * time.Second
			cfg.AppSecret, cfg.AccessToken, cfg.RefreshToken = "sim-app-secret", "sim-access-token", "sim-refresh-token"
			cfg.PartnerKey, cfg.Token = "sim-partner-key", "sim-token"
			if fault.Slow > 0 {
				cfg.Timeout = 50 * time.Millisecond
			}
			sim.Misbehave(fault)
			err := open(t, cfg).Ping(t.Context())
			if err == nil {
				t.Fatal("no error")
			}
			for _, secret := range secrets {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("%s shows %s: %v", gateway, secret, err)
				}
			}
		}
	}
}

func TestAnExcerptIsShort(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, "open", jushuitantest.Options{})
	sim.Misbehave(jushuitantest.Fault{Do: jushuitantest.Garbage, Body: strings.Repeat("错", 5000)})
	e := wantKind(t, open(t, cfg).Ping(t.Context()), connectors.ErrUnavailable)
	if n := strings.Count(e.Message, "错"); n < 150 || n > 200 {
		t.Errorf("%d characters of the answer are shown", n)
	}
}

func TestWhatCannotBeAskedIsRejectedBeforeACall(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, "open", jushuitantest.Options{})
	c := open(t, cfg)
	for _, q := range []connectors.Query{
		{API: "refund.single.query", Params: map[string]any{"shop_id": "一号店"}},
		{API: "refund.single.query", Params: map[string]any{"as_ids": "1,x"}},
		{API: "refund.single.query", Params: map[string]any{"is_offline_shop": "perhaps"}},
		{API: "refund.single.query", Params: map[string]any{"page_size": "-5"}},
		{API: "refund.single.query", Params: map[string]any{"page_size": "many"}},
		{API: "refund.single.query", Params: map[string]any{"odd": func() {}}},
		{API: "refund.single.query", Cursor: "not a cursor"},
	} {
		_, err := c.Fetch(t.Context(), q)
		refused(t, err, connectors.ErrRejected)
	}
	if n := len(sim.Calls()); n > 0 {
		t.Errorf("%d calls were made", n)
	}
}

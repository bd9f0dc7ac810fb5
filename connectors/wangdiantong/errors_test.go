package wangdiantong_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
)

func refuses(code int, words string) wangdiantongtest.Fault {
	return wangdiantongtest.Fault{Kind: wangdiantongtest.Refuse, Code: code, Message: words}
}

func says(body string) wangdiantongtest.Fault {
	return wangdiantongtest.Fault{Kind: wangdiantongtest.Garbage, Body: body}
}

func TestCodesAreInstructions(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fault wangdiantongtest.Fault
		kind  error
		says  string
		wait  time.Duration
	}{
		"times":          {refuses(2160, "start_time和end_time为空或不是有效的时间格式"), connectors.ErrRejected, "code 2160): start_time", 0},
		"window":         {refuses(2180, "start_time与end_time时间跨度不能超过最大范围"), connectors.ErrRejected, "code 2180", 0},
		"quota":          {refuses(1012, "超过每分钟最大调用频率限制,请稍后重试"), connectors.ErrThrottled, "code 1012", 31 * time.Second},
		"quota by words": {refuses(1, "超过每分钟最大并发次数限制"), connectors.ErrThrottled, "code 1", 31 * time.Second},
		"breakdown":      {refuses(1020, "系统异常，请稍后再试！"), connectors.ErrUnavailable, "code 1020", 0},
		"twice":          {refuses(1020, "请勿重复操作"), connectors.ErrUnavailable, "请勿重复操作", 0},
		"arrears":        {refuses(1060, "充值余额为0或应用已欠费"), connectors.ErrUnauthorized, "pay there", 0},
		"stopped":        {refuses(2090, "appkey已停用"), connectors.ErrUnauthorized, "WANGDIANTONG_MAIN_APP_KEY", 0},
		"stopped, other": {refuses(1007, "接口appkey已停用"), connectors.ErrUnauthorized, "WANGDIANTONG_MAIN_APP_KEY", 0},
		"signature":      {refuses(1, "签名错误"), connectors.ErrUnauthorized, "WANGDIANTONG_MAIN_APP_SECRET", 0},
		"permission":     {refuses(1, "接口没有权限"), connectors.ErrUnauthorized, "grant", 0},
		"clock":          {refuses(1, "timestamp已过期"), connectors.ErrUnavailable, "NTP", 0},
		"not an account": {refuses(2830, "货品Seaside余额不足"), connectors.ErrRejected, "Seaside", 0},
		"a string":       {says(`{"code":"2160","message":"x"}`), connectors.ErrRejected, "code 2160): x", 0},
		"no code":        {says(`{"message":"?"}`), connectors.ErrUnavailable, "no code", 0},
		"words as code":  {says(`{"code":"bad"}`), connectors.ErrUnavailable, "no code", 0},
		"no list":        {says(`{"code":0,"total_count":3}`), connectors.ErrUnavailable, "no list", 0},
		"not rows":       {says(`{"code":0,"total_count":1,"stockout_list":[1]}`), connectors.ErrUnavailable, "stockout_list[0] is not a row", 0},
		"not a list":     {says(`{"code":0,"total_count":1,"stockout_list":{}}`), connectors.ErrUnavailable, "stockout_list is not a list", 0},
		"HTML":           {says("<html>维护中</html>"), connectors.ErrUnavailable, "维护中", 0},
		"500":            {wangdiantongtest.Fault{Kind: wangdiantongtest.ServerError}, connectors.ErrUnavailable, "服务器错误", 0},
		"dropped":        {wangdiantongtest.Fault{Kind: wangdiantongtest.Drop}, connectors.ErrUnavailable, "not answered", 0},
		"truncated":      {wangdiantongtest.Fault{Kind: wangdiantongtest.Truncated}, connectors.ErrUnavailable, "JSON", 0},
		"empty":          {wangdiantongtest.Fault{Kind: wangdiantongtest.Empty}, connectors.ErrUnavailable, "empty", 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, cfg := start(t, wangdiantongtest.Options{})
			sim.Fault(test.fault)
			_, err := open(t, cfg).Fetch(t.Context(), query(nil))
			e := wantKind(t, err, test.kind)
			if e.API != sales || !strings.Contains(e.Error(), test.says) || e.RetryAfter != test.wait {
				t.Errorf("%v, come back after %v", e, e.RetryAfter)
			}
		})
	}
}

// A push that was sent, and whose answer is lost or cannot be understood, may have
// arrived; pushing it again settles it without doing it twice.
func TestALostAnswerIsUnknownAndPushingAgainSettlesIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault   wangdiantongtest.Fault
		arrived bool
	}{
		"cut":              {wangdiantongtest.Fault{Kind: wangdiantongtest.Cut}, true},
		"truncated":        {wangdiantongtest.Fault{Kind: wangdiantongtest.Truncated}, true},
		"empty":            {wangdiantongtest.Fault{Kind: wangdiantongtest.Empty}, true},
		"HTML":             {wangdiantongtest.Fault{Kind: wangdiantongtest.Garbage, Body: "<html>502</html>"}, true},
		"a list":           {wangdiantongtest.Fault{Kind: wangdiantongtest.Garbage, Body: "[1,2]"}, true},
		"no code":          {wangdiantongtest.Fault{Kind: wangdiantongtest.Garbage, Body: "{}"}, true},
		"10 MB":            {wangdiantongtest.Fault{Kind: wangdiantongtest.Garbage, Body: strings.Repeat("x", 10<<20)}, true},
		"500":              {wangdiantongtest.Fault{Kind: wangdiantongtest.ServerError}, false},
		"500 after commit": {wangdiantongtest.Fault{Kind: wangdiantongtest.ServerError, AfterCommit: true}, true},
		"502 after commit": {wangdiantongtest.Fault{Kind: wangdiantongtest.BadGateway, AfterCommit: true}, true},
		"dropped":          {wangdiantongtest.Fault{Kind: wangdiantongtest.Drop}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, cfg := start(t, wangdiantongtest.Options{})
			c := open(t, cfg)
			must(t, c.Ping(t.Context())) // the connection is there
			test.fault.Times = 1
			sim.Fault(test.fault)
			_, err := c.Save(t.Context(), pushCall, entries(3))
			if e := wantKind(t, err, connectors.ErrUnknown); len(e.Message) > 1000 {
				t.Errorf("a message of %d bytes", len(e.Message))
			}
			if arrived := len(sim.Orders()) == 3; arrived != test.arrived {
				t.Fatalf("arrived: %v", arrived)
			}
			if !c.Repeats(pushCall) {
				t.Fatal("a push may not be repeated")
			}
			out, err := c.Save(t.Context(), pushCall, entries(3))
			must(t, err)
			for _, o := range out {
				must(t, o.Err)
			}
			for _, o := range sim.Orders() {
				if o.Changes != 0 || len(o.Lines) != 1 {
					t.Errorf("%+v", o)
				}
			}
			if len(sim.Orders()) != 3 {
				t.Errorf("%d orders", len(sim.Orders()))
			}
		})
	}
}

func TestAnAnswerTooLongIsNotRead(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongtest.Options{})
	c := open(t, cfg)
	c.LimitBody(1000)
	sim.Fault(says(strings.Repeat(" ", 1001)))
	_ = wantKind(t, c.Ping(t.Context()), connectors.ErrUnavailable)
	_, err := c.Save(t.Context(), pushCall, entries(1))
	if e := wantKind(t, err, connectors.ErrUnknown); !strings.Contains(e.Message, "too large") {
		t.Errorf("%v", e)
	}
}

// Nothing listens there: nothing was sent, so nothing is unknown.
func TestNobodyThereIsUnavailable(t *testing.T) {
	t.Parallel()
	cfg := complete()
	cfg.URL, cfg.ShopNo = "http://127.0.0.1:1", "s"
	_, err := open(t, cfg).Save(t.Context(), pushCall, entries(1))
	if e := wantKind(t, err, connectors.ErrUnavailable); !strings.Contains(e.Message, "nothing was sent") {
		t.Errorf("%v", e)
	}
}

// A caller that leaves before the call has sent nothing; one that leaves during it
// does not know.
func TestACallerThatLeavesIsTold(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongtest.Options{})
	c := open(t, cfg)
	ctx, leave := context.WithCancel(t.Context())
	leave()
	_, err := c.Save(ctx, pushCall, entries(1))
	if _ = wantKind(t, err, connectors.ErrUnavailable); !errors.Is(err, context.Canceled) || len(sim.Calls()) != 0 {
		t.Errorf("%v, %v", err, sim.Calls())
	}
	sim.Fault(wangdiantongtest.Fault{Kind: wangdiantongtest.Delay, Delay: time.Minute})
	ctx, leave = context.WithCancel(t.Context())
	defer leave()
	go func() {
		for sim.Calls()["trade_push"] == 0 && ctx.Err() == nil {
			time.Sleep(time.Millisecond) // until it has arrived
		}
		leave()
	}()
	_, err = c.Save(ctx, pushCall, entries(1))
	if _ = wantKind(t, err, connectors.ErrUnknown); !errors.Is(err, context.Canceled) {
		t.Errorf("%v does not say why", err)
	}
}

func TestHTTPStatusesAreInstructions(t *testing.T) {
	t.Parallel()
	for status, test := range map[int]struct {
		kind error
		says string
	}{
		302: {connectors.ErrUnavailable, "WANGDIANTONG_MAIN_URL"}, 404: {connectors.ErrUnavailable, "WANGDIANTONG_MAIN_URL"},
		403: {connectors.ErrUnauthorized, "403"}, 429: {connectors.ErrThrottled, "429"}, 400: {connectors.ErrUnavailable, "400"},
		503: {connectors.ErrUnknown, "503"}, 206: {connectors.ErrUnknown, "206"},
	} {
		web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(status)
		}))
		t.Cleanup(web.Close)
		cfg := complete()
		cfg.URL, cfg.ShopNo, cfg.Account = web.URL, "s", "MAIN"
		_, err := open(t, cfg).Save(t.Context(), pushCall, entries(2))
		if e := wantKind(t, err, test.kind); !strings.Contains(e.Error(), test.says) {
			t.Errorf("HTTP %d: %v", status, e)
		}
	}
}

// A clock that is wrong at first and then set by the answer's own.
func TestAWrongClockIsSetOnce(t *testing.T) {
	t.Parallel()
	ahead := func() time.Time { return time.Now().Add(40 * time.Minute) }
	sim := wangdiantongtest.New(wangdiantongtest.Options{Now: ahead, NoLimits: true})
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", ahead().UTC().Format(http.TimeFormat))
		sim.ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	cfg := complete()
	cfg.URL, cfg.SID, cfg.AppKey, cfg.AppSecret, cfg.ShopNo = web.URL, "sim-sid", "sim-appkey", "sim-app-secret", "sim-shop"
	c := open(t, cfg)
	must(t, save(t, c, entry("T1", nil)))
	must(t, c.Ping(t.Context()))
	if n := sim.Calls(); n["trade_push"] != 2 || n["shop"] != 1 {
		t.Errorf("%v: the first answer's clock was not kept", n)
	}
}

func TestWrongKeysAreUnauthorized(t *testing.T) {
	t.Parallel()
	_, cfg := start(t, wangdiantongtest.Options{})
	for field, set := range map[string]*string{"SID": &cfg.SID, "APP_KEY": &cfg.AppKey, "APP_SECRET": &cfg.AppSecret} {
		right := *set
		*set = "wrong-one"
		if e := wantKind(t, open(t, cfg).Ping(t.Context()), connectors.ErrUnauthorized); !strings.Contains(e.Advice, "WANGDIANTONG_MAIN_"+field) {
			t.Errorf("%v", e)
		}
		*set = right
	}
}

// Whatever 旺店通 or something before it echoes, neither secrets nor phone numbers
// get into a message or a record.
func TestSecretsAndPhonesStayOutOfMessages(t *testing.T) {
	t.Parallel()
	const echo = `sim-app-secret 张三 13800000001 0571-88880003`
	for _, fault := range []wangdiantongtest.Fault{
		says("<html>" + echo), refuses(2830, echo), {Kind: wangdiantongtest.Drop}, refuses(1, `[{"tid":"T000","error":"`+echo+`"}]`),
	} {
		sim, cfg := start(t, wangdiantongtest.Options{})
		sim.Fault(fault)
		out, err := open(t, cfg).Save(t.Context(), pushCall, entries(1))
		record := ""
		if err == nil {
			err, record = out[0].Err, string(out[0].Answer)
		}
		if err == nil {
			t.Fatal("no error")
		}
		for _, secret := range []string{"sim-app-secret", "13800000001", "88880003"} {
			if strings.Contains(err.Error()+record, secret) {
				t.Errorf("%v %s shows %s", err, record, secret)
			}
		}
	}
}

package kuaidi100_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/kuaidi100"
	"github.com/erpbridge/erpbridge/connectors/kuaidi100/kuaidi100test"
)

func refuses(code, words string) kuaidi100test.Fault {
	return kuaidi100test.Fault{Kind: kuaidi100test.Refuse, Code: code, Message: words}
}

func says(body string) kuaidi100test.Fault {
	return kuaidi100test.Fault{Kind: kuaidi100test.Garbage, Body: body}
}

func TestCodesAreInstructions(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault kuaidi100test.Fault
		kind  error
		says  string
		wait  time.Duration
	}{
		"data":           {refuses("400", "提交的数据不完整"), connectors.ErrRejected, "code 400): parcel YT1 (yuantong): 提交的数据不完整", 0},
		"carrier":        {refuses("400", "找不到对应公司"), connectors.ErrRejected, "field com", 0},
		"no right":       {refuses("400", "提交的数据不完整，或者贵公司没授权"), connectors.ErrUnauthorized, "see to it at 快递100", 0},
		"telephone":      {refuses("408", "快递公司参数异常：验证码错误"), connectors.ErrRejected, "field phone", 0},
		"a server error": {refuses("500", "服务器错误"), connectors.ErrUnavailable, "code 500", 0},
		"501":            {refuses("501", "服务器错误"), connectors.ErrUnavailable, "code 501", 0},
		"busy":           {refuses("502", "服务器繁忙"), connectors.ErrUnavailable, "code 502", 0},
		"signature":      {refuses("503", "验证签名失败"), connectors.ErrUnauthorized, "KUAIDI100_MAIN_KEY", 0},
		"no calls left":  {refuses("601", "key已过期"), connectors.ErrUnauthorized, "no calls left", 0},
		"too often":      {refuses("400", "查询过于频繁"), connectors.ErrThrottled, "频繁", 30 * time.Second},
		"200 and false":  {says(`{"result":"false","returnCode":"200","message":"不行"}`), connectors.ErrRejected, "code 200", 0},
		"no code":        {says(`{"message":"?"}`), connectors.ErrUnavailable, "no returnCode", 0},
		"no state":       {says(`{"status":"200","nu":"YT1","data":[]}`), connectors.ErrUnavailable, "no state", 0},
		"no steps":       {says(`{"status":"200","nu":"YT1","state":"0","data":{}}`), connectors.ErrUnavailable, "not a list", 0},
		"an empty step":  {says(`{"status":"200","nu":"YT1","state":"0","data":[null]}`), connectors.ErrUnavailable, "data[0]", 0},
		"another parcel": {says(`{"status":"200","nu":"YT2","state":"0","data":[]}`), connectors.ErrUnavailable, "about YT2", 0},
		"HTML":           {says("<html>维护中 13812344321</html>"), connectors.ErrUnavailable, "维护中 138****21", 0},
		"500":            {kuaidi100test.Fault{Kind: kuaidi100test.ServerError}, connectors.ErrUnavailable, "服务器错误", 0},
		"dropped":        {kuaidi100test.Fault{Kind: kuaidi100test.Drop}, connectors.ErrUnavailable, "not answered", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, cfg := start(t, kuaidi100test.Options{})
			sim.Fault(test.fault)
			_, err := open(t, cfg).Fetch(t.Context(), query(map[string]any{"num": "YT1", "com": "yuantong", "refused": "stop"}))
			e := wantKind(t, err, test.kind)
			if e.API != "poll/query.do" || !strings.Contains(e.Error(), test.says) || e.RetryAfter != test.wait {
				t.Errorf("%v, come back after %v", e, e.RetryAfter)
			}
		})
	}
}

// There are three ways to say that nothing is known.
func TestNothingKnownIsNoRow(t *testing.T) {
	t.Parallel()
	for _, fault := range []kuaidi100test.Fault{
		refuses("500", "查询无结果，请隔段时间再查"), refuses("400", "快递公司参数异常：单号不存在或者已经过期"), says(`{"status":"201","message":"","state":"0","data":[]}`),
	} {
		sim, cfg := start(t, kuaidi100test.Options{})
		parcels(sim, 1)
		sim.Fault(fault)
		page, err := open(t, cfg).Fetch(t.Context(), query(map[string]any{"num": "YT1", "com": "yuantong", "refused": "stop"}))
		if err != nil || len(page.Rows) > 0 {
			t.Errorf("%s: %s, %v", fault.Message, page.Rows, err)
		}
	}
}

func TestPingKnowsADeadAccount(t *testing.T) {
	t.Parallel()
	_, cfg := start(t, kuaidi100test.Options{})
	must(t, open(t, cfg).Ping(t.Context()))
	cfg.Key = "another-key"
	_ = wantKind(t, open(t, cfg).Ping(t.Context()), connectors.ErrUnauthorized)
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	for variable, change := range map[string]func(*kuaidi100.Config){
		"KUAIDI100_EAST_CUSTOMER":     func(c *kuaidi100.Config) { c.Customer = "" },
		"KUAIDI100_EAST_KEY":          func(c *kuaidi100.Config) { c.Key = "" },
		"KUAIDI100_EAST_URL":          func(c *kuaidi100.Config) { c.URL = "poll.kuaidi100.com" },
		"KUAIDI100_EAST_CALLBACK_URL": func(c *kuaidi100.Config) { c.CallbackURL = "ftp://x" },
		"KUAIDI100_EAST_SALT":         func(c *kuaidi100.Config) { c.Salt = "short" },
		"KUAIDI100_EAST_TIME_ZONE":    func(c *kuaidi100.Config) { c.TimeZone = "Asia/Nowhere" },
		"KUAIDI100_EAST_PER_SECOND":   func(c *kuaidi100.Config) { c.PerSecond = -1 },
	} {
		cfg := kuaidi100.Config{Account: "EAST", Customer: "c", Key: "k"}
		must(t, func() error { _, err := kuaidi100.New(cfg); return err }())
		change(&cfg)
		if _, err := kuaidi100.New(cfg); err == nil || !strings.Contains(err.Error(), variable) {
			t.Errorf("%v does not name %s", err, variable)
		}
	}
}

// What comes with another status is a proxy's, or a dying server's.
func TestOtherStatuses(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]error{
		429: connectors.ErrThrottled, 403: connectors.ErrUnauthorized, 404: connectors.ErrUnavailable, 302: connectors.ErrUnavailable, 418: connectors.ErrUnavailable,
	} {
		web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }))
		t.Cleanup(web.Close)
		c := open(t, kuaidi100.Config{URL: web.URL, Customer: "c", Key: "k"})
		e := wantKind(t, c.Ping(t.Context()), want)
		if (e.RetryAfter > 0) != (code == 429) || strings.Contains(e.Advice, "KUAIDI100_MAIN_URL") != (code == 404 || code == 302) {
			t.Errorf("HTTP %d: %v, come back after %v", code, e, e.RetryAfter)
		}
	}
}

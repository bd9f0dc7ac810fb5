package wangdiantongqimen_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/wangdiantongqimen/wangdiantongqimentest"
)

func says(body string) wangdiantongqimentest.Fault {
	return wangdiantongqimentest.Fault{Do: wangdiantongqimentest.Garbage, Body: body, Times: 9}
}

func ownCode(code int, words string) wangdiantongqimentest.Fault {
	return says(fmt.Sprintf(`{"response":{"errorcode":%d,"message":%q}}`, code, words))
}

func TestCodesAreInstructions(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fault wangdiantongqimentest.Fault
		kind  error
		says  string
		wait  time.Duration
	}{
		"times":             {ownCode(2160, "start_time和end_time为空或不是有效的时间格式"), connectors.ErrRejected, "code 2160): start_time", 0},
		"window":            {ownCode(2180, "start_time与end_time时间跨度不能超过最大范围"), connectors.ErrRejected, "code 2180", 0},
		"page size":         {ownCode(2220, "page_size为正整数，请检查page_size是否为有效值"), connectors.ErrRejected, "code 2220", 0},
		"quota":             {ownCode(1012, "超过每分钟最大调用频率限制,请稍后重试"), connectors.ErrThrottled, "code 1012", 31 * time.Second},
		"quota by words":    {ownCode(1, "超过每分钟最大并发次数限制"), connectors.ErrThrottled, "code 1", 31 * time.Second},
		"breakdown":         {ownCode(1020, "系统异常，请稍后再试！"), connectors.ErrUnavailable, "code 1020", 0},
		"arrears":           {ownCode(1060, "充值余额为0或应用已欠费"), connectors.ErrUnauthorized, "pay there", 0},
		"stopped":           {ownCode(2090, "appkey已停用"), connectors.ErrUnauthorized, "WANGDIANTONGQIMEN_MAIN_SID", 0},
		"merchant":          {ownCode(9001, "sid不存在或未授权"), connectors.ErrUnauthorized, "WANGDIANTONGQIMEN_MAIN_SID", 0},
		"a string":          {says(`{"response":{"errorcode":"2160","message":"x"}}`), connectors.ErrRejected, "code 2160): x", 0},
		"reason below":      {says(`{"response":{"errorcode":1,"message":"x","sub_code":"1012","sub_message":"慢些"}}`), connectors.ErrThrottled, "code 1012): 慢些", 31 * time.Second},
		"no errorcode":      {says(`{"response":{"code":15,"message":"Remote service error","sub_code":"isp.http-read-timeout"}}`), connectors.ErrUnavailable, "isp.http-read-timeout", 0},
		"no errorcode, own": {says(`{"response":{"code":15,"message":"x","sub_code":"2160","sub_message":"时间"}}`), connectors.ErrRejected, "code 2160): 时间", 0},
		"no flag":           {says(`{"response":{"code":25,"message":"Invalid signature"}}`), connectors.ErrUnauthorized, "APP_SECRET", 0},
		"errorcode words":   {says(`{"response":{"errorcode":"bad","code":25,"message":"Invalid signature"}}`), connectors.ErrUnauthorized, "APP_SECRET", 0},
		"ban, classic":      {says(`{"error_response":{"code":"7","msg":"App Call Limited","sub_code":"accesscontrol.limited-by-app-api-access-count","sub_msg":"This ban will last for 5 more seconds"}}`), connectors.ErrThrottled, "code 7", 5 * time.Second},
		"ban, flag":         {says(`{"response":{"flag":"failure","code":7,"message":"App Call Limited","sub_message":"This ban will last for 3600 more seconds"}}`), connectors.ErrThrottled, "code 7", time.Hour},
		"neither":           {says(`{"response":{"message":"?"}}`), connectors.ErrUnavailable, "neither errorcode nor code", 0},
		"no list":           {says(`{"response":{"errorcode":0,"total_count":3}}`), connectors.ErrUnavailable, "no list", 0},
		"no list, no total": {says(`{"response":{"errorcode":0}}`), connectors.ErrUnavailable, "no list", 0},
		"not rows":          {says(`{"response":{"errorcode":0,"total_count":1,"stockout_list":[1]}}`), connectors.ErrUnavailable, "stockout_list[0] is not a row", 0},
		"not a list":        {says(`{"response":{"errorcode":0,"total_count":1,"stockout_list":{}}}`), connectors.ErrUnavailable, "stockout_list is not a list", 0},
		"HTML":              {wangdiantongqimentest.Fault{Do: wangdiantongqimentest.ServerPage}, connectors.ErrUnavailable, "服务器错误", 0},
		"dropped":           {wangdiantongqimentest.Fault{Do: wangdiantongqimentest.Drop}, connectors.ErrUnavailable, "no answer", 0},
		"truncated":         {wangdiantongqimentest.Fault{Do: wangdiantongqimentest.Truncated}, connectors.ErrUnavailable, "JSON", 0},
		"empty":             {wangdiantongqimentest.Fault{Do: wangdiantongqimentest.Empty}, connectors.ErrUnavailable, "empty", 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, cfg := start(t, wangdiantongqimentest.Options{})
			sim.Misbehave(test.fault)
			_, err := open(t, cfg).Fetch(t.Context(), query(nil))
			e := wantKind(t, err, test.kind)
			if e.API != returns || !strings.Contains(e.Error(), test.says) || e.RetryAfter != test.wait {
				t.Errorf("%v, come back after %v", e, e.RetryAfter)
			}
		})
	}
}

// Accept either: errorcode, or code where there is none.
func TestEitherCodeMayBeZero(t *testing.T) {
	t.Parallel()
	for _, ok := range []string{`"errorcode":0`, `"errorcode":"0"`, `"code":0`, `"code":"0","flag":"success"`} {
		sim, cfg := start(t, wangdiantongqimentest.Options{})
		sim.Misbehave(says(`{"response":{` + ok + `,"total_count":"1","stockout_list":[{"stockout_id":"1"}]}}`))
		page, err := open(t, cfg).Fetch(t.Context(), query(nil))
		must(t, err)
		if len(page.Rows) != 1 || page.Total != 1 {
			t.Errorf("%s: %d rows of %d", ok, len(page.Rows), page.Total)
		}
	}
}

// The simulated 旺店通 refuses what the real one does, in each of its ways.
func TestRefusalsOfQuestions(t *testing.T) {
	t.Parallel()
	for _, opt := range []wangdiantongqimentest.Options{{}, {Inner: true}} {
		_, cfg := start(t, opt)
		c := open(t, cfg)
		for code, params := range map[string]map[string]any{
			"2160": {"end_time": "2025-07-31T00:00:00"},
			"2180": {"end_time": "2025-07-31 00:00:01"},
		} {
			_, err := c.Fetch(t.Context(), query(params))
			if e := wantKind(t, err, connectors.ErrRejected); e.Code != code {
				t.Errorf("%v: %v, want code %s", params, e, code)
			}
		}
		_, err := c.Fetch(t.Context(), connectors.Query{API: returns})
		if e := wantKind(t, err, connectors.ErrRejected); e.Code != "2900" {
			t.Errorf("without a window: %v", e)
		}
	}
}

func TestWhatCannotBeAskedIsRejectedBeforeACall(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongqimentest.Options{})
	c := open(t, cfg)
	for _, q := range []connectors.Query{
		query(map[string]any{"page_size": "-5"}), query(map[string]any{"sign": "x"}), query(map[string]any{"odd": map[string]any{"a": 1}}),
		{API: returns, Cursor: "not a cursor"},
	} {
		_, err := c.Fetch(t.Context(), q)
		_ = wantKind(t, err, connectors.ErrRejected)
	}
	if n := len(sim.Calls()); n > 0 {
		t.Errorf("%d calls were made", n)
	}
}

func TestACallerThatLeavesIsTold(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongqimentest.Options{})
	sim.Misbehave(wangdiantongqimentest.Fault{Slow: time.Minute})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := open(t, cfg).Ping(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v does not say why", err)
	}
}

func TestSecretsAndPhonesStayOutOfMessages(t *testing.T) {
	t.Parallel()
	const said = `sim-app-secret sim-session 张三 13800000001 0571-88880003`
	for _, fault := range []wangdiantongqimentest.Fault{says("<html>" + said), ownCode(2160, said), says(`{"error_response":{"code":41,"msg":"` + said + `"}}`)} {
		opt := wangdiantongqimentest.Options{}
		opt.Session = "sim-session"
		sim, cfg := start(t, opt)
		sim.Misbehave(fault)
		err := open(t, cfg).Ping(t.Context())
		if err == nil {
			t.Fatal("no error")
		}
		for _, secret := range strings.Fields(said)[:2] {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("shows %s: %v", secret, err)
			}
		}
		if strings.Contains(err.Error(), "13800000001") || strings.Contains(err.Error(), "88880003") {
			t.Errorf("shows a phone number: %v", err)
		}
	}
}

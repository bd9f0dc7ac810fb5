package jushuitanqimen_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/jushuitanqimen/jushuitanqimentest"
)

func says(body string) jushuitanqimentest.Fault {
	return jushuitanqimentest.Fault{Do: jushuitanqimentest.Garbage, Body: body, Times: 9}
}

func ownCode(code int, words string) jushuitanqimentest.Fault {
	return says(fmt.Sprintf(`{"response":{"code":%d,"issuccess":false,"msg":%q}}`, code, words))
}

func TestCodesAreInstructions(t *testing.T) {
	t.Parallel()
	const merchant = "JUSHUITANQIMEN_MAIN_CUSTOMER_ID"
	tests := map[string]struct {
		fault jushuitanqimentest.Fault
		kind  error
		says  string
		wait  time.Duration
	}{
		"merchant":           {ownCode(100, "合作方授权错误"), connectors.ErrUnauthorized, merchant, 0},
		"permission":         {ownCode(190, "无API权限"), connectors.ErrUnauthorized, merchant, 0},
		"a second":           {ownCode(199, "调用太频繁，请稍后再试!"), connectors.ErrThrottled, "code 199", time.Second},
		"a minute":           {ownCode(200, "调用频次超过限制"), connectors.ErrThrottled, "code 200", time.Minute},
		"200 as parameter":   {ownCode(200, "参数错误"), connectors.ErrRejected, "code 200): 参数错误", 0},
		"140 as a parameter": {ownCode(140, "参数不符合规范"), connectors.ErrRejected, "code 140", 0},
		"140 as a clock":     {ownCode(140, "无效的timestamp"), connectors.ErrUnavailable, "code 140", 0},
		"150 as breakdown":   {ownCode(150, "内部处理异常"), connectors.ErrUnavailable, "code 150", 0},
		"170":                {ownCode(170, "店铺编号[1]不存在"), connectors.ErrRejected, "code 170): 店铺编号[1]不存在", 0},
		"message":            {says(`{"response":{"code":"170","message":"店铺"}}`), connectors.ErrRejected, "code 170): 店铺", 0},
		"no code":            {says(`{"response":{"issuccess":false,"msg":"失败"}}`), connectors.ErrRejected, "失败", 0},
		"reason below":       {says(`{"response":{"flag":"failure","code":15,"message":"Remote service error","sub_code":"199","sub_message":"调用太频繁"}}`), connectors.ErrThrottled, "code 199): 调用太频繁", time.Second},
		"signature":          {says(`{"response":{"flag":"failure","code":25,"message":"Invalid signature","request_id":"15qzd9btbeym5"}}`), connectors.ErrUnauthorized, "[15qzd9btbeym5]", 0},
		"ban, classic":       {says(`{"error_response":{"code":7,"msg":"App Call Limited","sub_code":"accesscontrol.limited-by-app-access-count","sub_msg":"This ban will last for 2 more seconds"}}`), connectors.ErrThrottled, "code 7", 2 * time.Second},
		"no list":            {says(`{"response":{"code":0,"data_count":3}}`), connectors.ErrUnavailable, "no list", 0},
		"not rows":           {says(`{"response":{"datas":[null]}}`), connectors.ErrUnavailable, "datas[0] is not a row", 0},
		"not a list":         {says(`{"response":{"datas":"x"}}`), connectors.ErrUnavailable, "datas is not a list", 0},
		"HTML":               {jushuitanqimentest.Fault{Do: jushuitanqimentest.ServerPage}, connectors.ErrUnavailable, "服务器错误", 0},
		"dropped":            {jushuitanqimentest.Fault{Do: jushuitanqimentest.Drop}, connectors.ErrUnavailable, "no answer", 0},
		"truncated":          {jushuitanqimentest.Fault{Do: jushuitanqimentest.Truncated}, connectors.ErrUnavailable, "JSON", 0},
		"empty":              {jushuitanqimentest.Fault{Do: jushuitanqimentest.Empty}, connectors.ErrUnavailable, "empty", 0},
		"wrong type":         {jushuitanqimentest.Fault{Do: jushuitanqimentest.WrongType}, connectors.ErrUnavailable, "neither", 0},
	}
	for name, test := range tests {
		for _, startTS := range []bool{false, true} {
			t.Run(fmt.Sprint(name, " by version ", startTS), func(t *testing.T) {
				t.Parallel()
				sim, cfg := start(t, jushuitanqimentest.Options{})
				cfg.StartTS = startTS
				sim.Misbehave(test.fault)
				_, err := open(t, cfg).Fetch(t.Context(), query(nil))
				e := wantKind(t, err, test.kind)
				if e.API != refundsAPI || !strings.Contains(e.Error(), test.says) || e.RetryAfter != test.wait {
					t.Errorf("%v, come back after %v", e, e.RetryAfter)
				}
			})
		}
	}
}

// The simulated 聚水潭 refuses what the real one does, in each of its ways.
func TestRefusalsOfQuestions(t *testing.T) {
	t.Parallel()
	for _, opt := range []jushuitanqimentest.Options{{}, {Inner: true}} {
		_, cfg := start(t, opt)
		c := open(t, cfg)
		for words, params := range map[string]map[string]any{
			"时间间隔不能超过七天":   {"end_time": "2025-08-08 00:00:01"},
			"时间格式不正确":      {"end_time": "2025-08-08"},
			"必须同时存在":       {"end_time": ""},
			"时间段和单号不能同时为空": {"start_time": "", "end_time": ""},
		} {
			_, err := c.Fetch(t.Context(), query(params))
			if e := wantKind(t, err, connectors.ErrRejected); e.Code != "140" || !strings.Contains(e.Message, words) {
				t.Errorf("%v: %v", params, e)
			}
		}
	}
}

func TestWhatCannotBeAskedIsRejectedBeforeACall(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, jushuitanqimentest.Options{})
	c := open(t, cfg)
	for _, q := range []connectors.Query{
		query(map[string]any{"page_size": "many"}), query(map[string]any{"session": "x"}), query(map[string]any{"so_ids": []any{"A,B"}}),
		{API: refundsAPI, Cursor: "not a cursor"},
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
	sim, cfg := start(t, jushuitanqimentest.Options{})
	sim.Misbehave(jushuitanqimentest.Fault{Slow: time.Minute})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := open(t, cfg).Ping(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v does not say why", err)
	}
}

func TestSecretsAndPhonesStayOutOfMessages(t *testing.T) {
	t.Parallel()
	const said = `sim-app-secret sim-session 张三 13800000001 0571-88880003`
	for _, fault := range []jushuitanqimentest.Fault{says("<html>" + said), ownCode(170, said), says(`{"error_response":{"code":41,"msg":"` + said + `"}}`)} {
		opt := jushuitanqimentest.Options{}
		opt.Session = "sim-session"
		sim, cfg := start(t, opt)
		sim.Misbehave(fault)
		err := open(t, cfg).Ping(t.Context())
		if err == nil {
			t.Fatal("no error")
		}
		for _, secret := range []string{"sim-app-secret", "sim-session", "13800000001", "88880003"} {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("shows %s: %v", secret, err)
			}
		}
	}
}

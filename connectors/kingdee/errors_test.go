package kingdee_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/kingdee"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// Where the connection breaks decides what is known of a write; a read can
// always be made again.
func TestBrokenCalls(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault kingdeetest.Fault
		saved int
	}{
		"dropped before":         {kingdeetest.Fault{Kind: kingdeetest.Drop}, 0},
		"cut after commit":       {kingdeetest.Fault{Kind: kingdeetest.Cut}, 1},
		"truncated":              {kingdeetest.Fault{Kind: kingdeetest.Truncated}, 1},
		"page of an error":       {kingdeetest.Fault{Kind: kingdeetest.ServerError}, 0},
		"page after commit":      {kingdeetest.Fault{Kind: kingdeetest.ServerError, AfterCommit: true}, 1},
		"502 after commit":       {kingdeetest.Fault{Kind: kingdeetest.BadGateway, AfterCommit: true}, 1},
		"503 after commit":       {kingdeetest.Fault{Kind: kingdeetest.Unavailable, AfterCommit: true}, 1},
		"exception":              {kingdeetest.Fault{Kind: kingdeetest.ResponseError}, 0},
		"exception after commit": {kingdeetest.Fault{Kind: kingdeetest.ResponseError, AfterCommit: true}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := pair(t)
			if err := c.Ping(t.Context()); err != nil {
				t.Fatal(err)
			}
			sim.Fault(tc.fault)
			_, err := c.Save(t.Context(), returns(), []connectors.Entry{refund(t, "R-1")})
			if !errors.Is(err, connectors.ErrUnknown) {
				t.Errorf("a write: %v", err)
			}
			if _, err := c.Fetch(t.Context(), query("")); !errors.Is(err, connectors.ErrUnavailable) {
				t.Errorf("a read: %v", err)
			}
			sim.ClearFaults()
			if n := len(sim.Bills("SAL_RETURNSTOCK")); n != tc.saved || sim.Calls().Count["BatchSave"] != 1 {
				t.Errorf("%d bills after %d calls", n, sim.Calls().Count["BatchSave"])
			}
			found := must[map[string]connectors.Receipt](t)(c.Find(t.Context(), returns(), []string{"R-1"}))
			if len(found) != tc.saved {
				t.Errorf("found %v", found)
			}
		})
	}
}

func TestEveryWriteIsUnknownWhenItsAnswerIsLost(t *testing.T) {
	t.Parallel()
	sim, c := bills(t)
	sim.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut})
	r := receipts("A")
	for name, do := range map[string]func(context.Context, connectors.Call, []connectors.Receipt) ([]connectors.Outcome, error){
		"Submit": c.Submit, "Audit": c.Audit, "UnAudit": c.UnAudit, "Delete": c.Delete,
	} {
		if _, err := do(t.Context(), returns(), r); !errors.Is(err, connectors.ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNothingWasSentToAServerThatIsNotThere(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"http://127.0.0.1:1", "http://no-such-host.invalid"} {
		cfg := config(url)
		cfg.Auth = "signature" // otherwise the login would fail first
		_, err := client(t, cfg).Save(t.Context(), returns(), []connectors.Entry{refund(t, "R-1")})
		if !errors.Is(err, connectors.ErrUnavailable) || !strings.Contains(err.Error(), "nothing was sent") {
			t.Errorf("%s: %v", url, err)
		}
	}
}

func TestTimeout(t *testing.T) {
	t.Parallel()
	sim := kingdeetest.New(kingdeetest.Options{})
	seed(sim)
	cfg := config(serve(t, sim))
	cfg.Timeout = time.Second
	c := client(t, cfg)
	err := c.Ping(t.Context())
	for tries := 1; err != nil && tries < 20; tries++ { // the second must do for the login, too
		err = c.Ping(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	sim.Fault(kingdeetest.Fault{Kind: kingdeetest.Delay, Delay: time.Minute, Times: 2})
	if _, err := c.Save(t.Context(), returns(), []connectors.Entry{refund(t, "R-1")}); !errors.Is(err, connectors.ErrUnknown) || !strings.Contains(err.Error(), "KINGDEE_MAIN_TIMEOUT") {
		t.Errorf("a write: %v", err)
	}
	if _, err := c.Fetch(t.Context(), query("")); !errors.Is(err, connectors.ErrUnavailable) {
		t.Errorf("a read: %v", err)
	}
}

func TestCancelledCallsStopAtOnce(t *testing.T) {
	t.Parallel()
	sim := kingdeetest.New(kingdeetest.Options{})
	arrived := make(chan struct{}, 1)
	c := client(t, config(serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "BatchSave") {
			_, _ = io.Copy(io.Discard, r.Body) // only then does the server notice who hangs up
			arrived <- struct{}{}
			<-r.Context().Done()
			return
		}
		sim.ServeHTTP(w, r)
	}))))
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-arrived
		cancel()
	}()
	_, err := c.Save(ctx, returns(), []connectors.Entry{refund(t, "R-1")})
	if !errors.Is(err, context.Canceled) || !errors.Is(err, connectors.ErrUnknown) {
		t.Errorf("after it was sent: %v", err)
	}
	_, err = c.Save(ctx, returns(), []connectors.Entry{refund(t, "R-1")})
	if !errors.Is(err, context.Canceled) || !errors.Is(err, connectors.ErrUnavailable) {
		t.Errorf("before it was sent: %v", err)
	}
}

// All slots are taken by calls that hang; one more waits, and leaves when told.
func TestCallsAtOnceAreLimited(t *testing.T) {
	t.Parallel()
	sim := kingdeetest.New(kingdeetest.Options{})
	seed(sim)
	arrived, hold := make(chan struct{}, 10), make(chan struct{})
	cfg := config(serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "ExecuteBillQuery") {
			arrived <- struct{}{}
			<-hold
		}
		sim.ServeHTTP(w, r)
	})))
	cfg.Concurrency = 2
	c := client(t, cfg)
	done := make(chan error, 2)
	for range 2 {
		go func() { _, err := c.Fetch(t.Context(), query("")); done <- err }()
	}
	<-arrived
	<-arrived
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := c.Fetch(ctx, query("")); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "nothing was sent") {
		t.Errorf("%v", err)
	}
	close(hold)
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if len(arrived) != 0 {
		t.Error("a third call arrived")
	}
}

func TestHTTPAnswers(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		code   int
		header string
		body   string
		write  error
		read   error
		says   string
	}{
		"403 empty":  {403, "", "", connectors.ErrUnauthorized, connectors.ErrUnauthorized, "KINGDEE_MAIN_URL probably lacks /k3cloud/"},
		"403":        {403, "", "no", connectors.ErrUnauthorized, connectors.ErrUnauthorized, "HTTP 403: no"},
		"401":        {401, "", "", connectors.ErrUnauthorized, connectors.ErrUnauthorized, "401"},
		"404":        {404, "", "gone", connectors.ErrUnavailable, connectors.ErrUnavailable, "KINGDEE_MAIN_URL"},
		"408":        {408, "", "", connectors.ErrUnavailable, connectors.ErrUnavailable, "408"},
		"413":        {413, "", "too large", connectors.ErrRejected, connectors.ErrRejected, "too large"},
		"429":        {429, "", "", connectors.ErrThrottled, connectors.ErrThrottled, "429"},
		"redirect":   {302, "https://erp.example.com/k3cloud/", "", connectors.ErrUnauthorized, connectors.ErrUnauthorized, "https://erp.example.com/k3cloud/"},
		"500 html":   {500, "", "<html>\n  <b>对象引用</b></html>", connectors.ErrUnknown, connectors.ErrUnavailable, "HTTP 500: <html> <b>对象引用</b></html>"},
		"503":        {503, "", "", connectors.ErrUnknown, connectors.ErrUnavailable, "503"},
		"204":        {204, "", "", connectors.ErrUnknown, connectors.ErrUnavailable, "204"},
		"empty":      {200, "", "", connectors.ErrUnknown, connectors.ErrUnavailable, "(empty)"},
		"html":       {200, "", "<html>login</html>", connectors.ErrUnknown, connectors.ErrUnavailable, "<html>login</html>"},
		"cut json":   {200, "", `{"Result":{"Res`, connectors.ErrUnknown, connectors.ErrUnavailable, `{"Result":{"Res`},
		"other json": {200, "", `{"Status":0}`, connectors.ErrUnknown, connectors.ErrUnavailable, `{"Status":0}`},
		"exception":  {200, "", `response_error:{"Message":"超时"}`, connectors.ErrUnknown, connectors.ErrUnavailable, "超时"},
		"filter": {
			200, "", `[{"actionname":"showConfirm","params":[{"title":"","msg":"请求参数存在可疑数据,当前请求已经被拦截规则[caller_in_less_Point_Bracket]阻止!","option":0,"msgType":0}]}]`,
			connectors.ErrRejected, connectors.ErrRejected, "可疑数据",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim := kingdeetest.New(kingdeetest.Options{})
			c := client(t, config(serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.Contains(r.URL.Path, "AuthService") {
					sim.ServeHTTP(w, r)
					return
				}
				w.Header().Set("Location", tc.header)
				w.WriteHeader(tc.code)
				if tc.body != "" {
					_, _ = io.WriteString(w, tc.body)
				}
			}))))
			_, err := c.Save(t.Context(), returns(), []connectors.Entry{refund(t, "R-1")})
			if !errors.Is(err, tc.write) || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("a write: %v", err)
			}
			if _, err := c.Fetch(t.Context(), query("")); !errors.Is(err, tc.read) {
				t.Errorf("a read: %v", err)
			}
		})
	}
}

func TestAnswerThatIsTooLong(t *testing.T) {
	t.Parallel()
	w := tap(map[string]string{"ExecuteBillQuery": "[]" + strings.Repeat(" ", 1<<20), "BatchSave": savedOne + strings.Repeat(" ", 1<<20)})
	c := client(t, config(serve(t, w)))
	kingdee.SetLongestAnswer(c, 1<<20)
	if _, err := c.Fetch(t.Context(), query("")); !errors.Is(err, connectors.ErrRejected) || !strings.Contains(err.Error(), "more than 1 MB") {
		t.Errorf("a read: %v", err)
	}
	if _, err := c.Save(t.Context(), returns(), []connectors.Entry{refund(t, "R-1")}); !errors.Is(err, connectors.ErrUnknown) {
		t.Errorf("a write: %v", err)
	}
}

// What the server says, and what is to be done about it.
func TestWordsOfTheServer(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		code    int
		message string
		kind    error
		whole   bool // of the call, not of the bill
		says    string
	}{
		"duplicate":        {11, "违反字段唯一性要求：编码唯一。[test5]在当前系统中已经被使用。", connectors.ErrDuplicate, false, ""},
		"mandatory":        {11, "字段“客户”是必填项", connectors.ErrRejected, false, "字段“客户”是必填项"},
		"net control":      {0, "“demo”使用业务单据：“销售订单”业务操作-“[销售订单-2021-28-修改]”冲突，请稍候再使用。", connectors.ErrUnavailable, false, ""},
		"net control code": {13, "locked", connectors.ErrUnavailable, false, ""},
		"call limit":       {14, "x", connectors.ErrThrottled, true, ""},
		"permission":       {2, "没有权限", connectors.ErrUnauthorized, true, "permission"},
		"licence":          {7, "x", connectors.ErrUnauthorized, true, "licence"},
		"administrator":    {15, "x", connectors.ErrUnauthorized, true, "administrator"},
		"whitelist":        {11, "当前用户未指定允许调用WebAPI接口", connectors.ErrUnauthorized, true, "whitelist"},
		"clock":            {0, "时间戳验证失败，请求链接已失效", connectors.ErrUnauthorized, true, "clocks"},
		"signature":        {0, "Fail to VerifyThirtyPassport: x", connectors.ErrUnauthorized, true, ""},
		"no data":          {10, "未找到对应数据", connectors.ErrNotFound, false, ""},
		"no form":          {4, `标识为"XXX"的业务对象不存在，或者被删除`, connectors.ErrNotFound, false, ""},
		"closed":           {11, "该期间已结账", connectors.ErrRejected, false, "closed"},
		"negative stock":   {11, "更新库存时出现可以忽略的异常数据，是否继续？", connectors.ErrRejected, false, "STK_InvCheckResult"},
		"database":         {6, "数据库操作失败", connectors.ErrRejected, false, ""},
		"anything else":    {4, "未将对象引用设置到对象的实例。", connectors.ErrRejected, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := tap(map[string]string{"BatchSave": fmt.Sprintf(`{"Result":{"ResponseStatus":{"ErrorCode":500,"IsSuccess":false,"Errors":[
				{"FieldName":null,"Message":%q,"DIndex":0},{"FieldName":"AbstractInteractionResult","Message":"AbstractInteractionResult.InteractionContext is null","DIndex":0}],
				"SuccessEntitys":[],"SuccessMessages":[],"MsgCode":%d},"Id":"","NeedReturnData":[{}]}}`, tc.message, tc.code)})
			outcomes, err := client(t, config(serve(t, w))).Save(t.Context(), returns(), []connectors.Entry{refund(t, "R-1")})
			if tc.whole != (err != nil) {
				t.Fatalf("of the whole call: %v", err)
			}
			if err == nil {
				err = outcomes[0].Err
			}
			if !errors.Is(err, tc.kind) || !strings.Contains(err.Error(), tc.message) || !strings.Contains(err.Error(), tc.says) || strings.Contains(err.Error(), "InteractionContext") {
				t.Errorf("%v", err)
			}
			var said *connectors.Error
			paused := errors.As(err, &said) && said.RetryAfter > 0
			if want := errors.Is(tc.kind, connectors.ErrUnavailable) || errors.Is(tc.kind, connectors.ErrThrottled); paused != want {
				t.Errorf("RetryAfter %v", said.RetryAfter)
			}
		})
	}
}

func TestBillThatTheBatchDoesNotMentionIsUnknown(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	sim.Fault(kingdeetest.Fault{Kind: kingdeetest.NetControl, Method: "BatchSave", Times: 1})
	outcomes := must[[]connectors.Outcome](t)(c.Save(t.Context(), returns(), []connectors.Entry{refund(t, "R-1"), refund(t, "R-2")}))
	if !errors.Is(outcomes[0].Err, connectors.ErrUnavailable) || !errors.Is(outcomes[1].Err, connectors.ErrUnknown) {
		t.Errorf("%v, %v", outcomes[0].Err, outcomes[1].Err)
	}
}

// Whatever goes wrong, the text shows no secret, no session and no phone number.
func TestErrorsShowNoSecret(t *testing.T) {
	t.Parallel()
	cfg := config("")
	cfg.Password, cfg.AppSecret = `pass"word-1`, "sEcReT-value-42"
	const sid, phone = "2f1c9f3e-7f2a-4d0b-9c57-0a1b2c3d4e5f", "13812345678"
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "AuthService") && r.Header.Get("X-Login") == "" && strings.HasPrefix(r.URL.Path, "/ok") {
			_, _ = io.WriteString(w, `{"LoginResultType":1,"KDSVCSessionId":"`+sid+`"}`)
			return
		}
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = fmt.Fprintf(w, "<p>%s %s %s</p>", r.Header.Get("kdservice-sessionid"), phone, body)
	}))
	t.Cleanup(echo.Close)
	for _, base := range []string{"/k3cloud/", "/ok/k3cloud/"} {
		for _, auth := range []string{"appsecret", "password", "signature"} {
			cfg.URL, cfg.Auth = echo.URL+base, auth
			c := client(t, cfg)
			_, saved := c.Save(t.Context(), returns(), []connectors.Entry{entry(t, "R-1", `{"FLinkPhone":"`+phone+`","F_A":"sEcReT-value-42"}`)})
			_, read := c.Fetch(t.Context(), query(""))
			for _, err := range []error{saved, read, c.Ping(t.Context())} {
				text := fmt.Sprint(err)
				for _, secret := range []string{"pass", "sEcReT", sid, phone} {
					if strings.Contains(text, secret) {
						t.Errorf("%s %s: %q in %s", base, auth, secret, text)
					}
				}
			}
		}
	}
}

func TestExcerptsAreShort(t *testing.T) {
	t.Parallel()
	w := tap(map[string]string{"ExecuteBillQuery": "<html>" + strings.Repeat("错", 5000)})
	_, err := client(t, config(serve(t, w))).Fetch(t.Context(), query(""))
	if n := len([]rune(fmt.Sprint(err))); n > 400 {
		t.Errorf("%d characters", n)
	}
}

package kingdeetest_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

const (
	savePath  = "/K3Cloud/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.Save.common.kdsvc"
	loginPath = "/k3cloud/Kingdee.BOS.WebApi.ServicesStub.AuthService."
	lost      = `会话信息已丢失，请重新登录`
)

// clock is a time that tests move.
type clock struct{ unix atomic.Int64 }

func at(unix int64) *clock {
	c := &clock{}
	c.unix.Store(unix)
	return c
}

func (c *clock) now() time.Time          { return time.Unix(c.unix.Load(), 0) }
func (c *clock) advance(d time.Duration) { c.unix.Add(int64(d / time.Second)) }

func TestPathsAreReadAsIISDoes(t *testing.T) {
	t.Parallel()
	c := start(t, kingdeetest.Options{})
	for path, want := range map[string]int{
		savePath:                                 200,
		strings.ToLower(savePath):                200,
		strings.ToUpper(savePath):                200,
		strings.TrimPrefix(savePath, "/K3Cloud"): 403,
		"/":                                      403,
		"/k3cloud/":                              404,
		strings.Replace(savePath, "Service.Save", "Service.Jump", 1): 500,
	} {
		got := c.send(path, `{"parameters":["SAL_RETURNSTOCK","{}"]}`, nil)
		if got.code != want {
			t.Errorf("%s: HTTP %d, want %d", path, got.code, want)
		}
		if want == 403 && got.body != "" {
			t.Errorf("%s: a 403 has no body, got %q", path, got.body)
		}
	}
}

func TestGetIsNotUsed(t *testing.T) {
	t.Parallel()
	c := start(t, kingdeetest.Options{})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.url+savePath, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("HTTP %d", res.StatusCode)
	}
}

func TestLogins(t *testing.T) {
	t.Parallel()
	app := kingdeetest.DefaultAppID
	for name, tc := range map[string]struct {
		method, body string
		result       string
		message      string
	}{
		"password":        {"ValidateUser", `{"parameters":["5f0000000000ab","demo","demo-password",2052]}`, "1", ""},
		"named":           {"validateuser", `{"acctID":"5f0000000000ab","UserName":"demo","password":"demo-password","lcid":"2052"}`, "1", ""},
		"wrong password":  {"ValidateUser", `{"parameters":["5f0000000000ab","demo","x",2052]}`, "0", "用户名或密码错误"},
		"unknown account": {"ValidateUser", `{"parameters":["x","demo","demo-password",2052]}`, "-1", "当前尝试登录的数据中心无法获取到"},
		"app":             {"LoginByAppSecret", `{"parameters":["5f0000000000ab","demo","` + app + `","` + kingdeetest.DefaultAppSecret + `",2052]}`, "1", ""},
		"app, old envelope": {
			"LoginByAppSecret", `{"format":1,"useragent":"ApiClient","rid":"1","parameters":"[\"5f0000000000ab\",\"demo\",\"` + app + `\",\"` + kingdeetest.DefaultAppSecret + `\",2052]","timestamp":"2024-01-02 03:04:05","v":"1.0"}`, "1", "",
		},
		"wrong app": {"LoginByAppSecret", `{"parameters":["5f0000000000ab","demo","` + app + `","x",2052]}`, "-1", lost},
		// computed by the vendor's rule for this account and second
		"sign":       {"LoginBySign", `{"parameters":["5f0000000000ab","demo","` + app + `","1700000000","7a03e0899d06e24aa37a979cb6505d0d4c6e1174da0e98d858ac1ec4a94c8cd0",2052]}`, "1", ""},
		"old sign":   {"LoginBySign", `{"parameters":["5f0000000000ab","demo","` + app + `",1700000000,"23738ca06bee269538cc4611c17f6ea90bad271a",2052]}`, "1", ""},
		"late sign":  {"LoginBySign", `{"parameters":["5f0000000000ab","demo","` + app + `","1600000000","7a03",2052]}`, "-1", "时间戳验证失败，请求链接已失效"},
		"wrong sign": {"LoginBySign", `{"parameters":["5f0000000000ab","demo","` + app + `","1700000000","7a03",2052]}`, "-1", lost},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t, kingdeetest.Options{Clock: at(1700000000).now})
			got := c.send(loginPath+tc.method+".common.kdsvc", tc.body, nil)
			if r := dig(t, got.body, "LoginResultType"); got.code != 200 || jsonText(t, r) != tc.result {
				t.Fatalf("%d %s", got.code, got.body)
			}
			if m := dig(t, got.body, "Message"); m != tc.message {
				t.Errorf("message %v", m)
			}
			if (tc.result == "1") != (len(got.cookies) == 2) {
				t.Errorf("cookies %v", got.cookies)
			}
		})
	}
}

func TestFiveWrongPasswordsLockTheUser(t *testing.T) {
	t.Parallel()
	c := start(t, kingdeetest.Options{})
	right := `{"parameters":["5f0000000000ab","demo","demo-password",2052]}`
	for range 5 {
		c.post("AuthService.ValidateUser", `{"parameters":["5f0000000000ab","demo","wrong",2052]}`)
	}
	if body := c.post("AuthService.ValidateUser", right); jsonText(t, dig(t, body, "LoginResultType")) != "-1" {
		t.Error(body)
	}
}

func TestSessionIsPresentedInThreeWays(t *testing.T) {
	t.Parallel()
	c := start(t, kingdeetest.Options{})
	session := c.session
	c.session = ""
	for name, header := range map[string]map[string]string{
		"header": {"kdservice-sessionid": session},
		"SID":    {"SID": session},
		"cookie": {"Cookie": "Theme=standard; ASP.NET_SessionId=x; kdservice-sessionid=" + session},
	} {
		if got := c.send(savePath, `{"parameters":["SAL_RETURNSTOCK","{}"]}`, header); strings.Contains(got.body, lost) {
			t.Errorf("%s: %s", name, got.body)
		}
	}
	if got := c.send(savePath, `{"parameters":["SAL_RETURNSTOCK","{}"]}`, nil); !strings.Contains(got.body, lost) {
		t.Errorf("no session: %s", got.body)
	}
}

func TestLostSessionHasTwoShapes(t *testing.T) {
	t.Parallel()
	hands := at(1700000000)
	c := start(t, kingdeetest.Options{Clock: hands.now, IdleTimeout: 20 * time.Minute})
	hands.advance(19 * time.Minute)
	if body := c.query(`{"FormId":"BD_Customer","FieldKeys":"FNumber","OrderString":"FNumber"}`); body != `[["10001"],["10002"]]` {
		t.Fatalf("alive: %s", body)
	}
	hands.advance(21 * time.Minute)
	const status = `{"Result":{"ResponseStatus":{"ErrorCode":500,"IsSuccess":false,"Errors":[{"FieldName":null,"Message":"会话信息已丢失，请重新登录","DIndex":0}],"SuccessEntitys":[],"SuccessMessages":[],"MsgCode":1}}}`
	if body := c.query(`{"FormId":"BD_Customer","FieldKeys":"FNumber"}`); body != "[["+status+"]]" {
		t.Errorf("query: %s", body)
	}
	if body := c.form("Save", "SAL_RETURNSTOCK", "{}"); body != status {
		t.Errorf("save: %s", body)
	}
	c.session = c.login()
	c.sim.DropSessions()
	if body := c.form("Audit", "SAL_RETURNSTOCK", "{}"); body != status {
		t.Errorf("dropped: %s", body)
	}
}

// The request that the official Python SDK sends for user demo, organisation
// 100, second 1700000000.
func signed() map[string]string {
	return map[string]string{
		"X-Api-ClientID": "207001", "X-Api-Auth-Version": "2.0",
		"x-api-timestamp": "1700000000", "x-api-nonce": "1700000000", "x-api-signheaders": "x-api-timestamp,x-api-nonce",
		"X-Api-Signature": "MTNjMzc3MWY1ZjMyYzg2ZjAwMGNlYmYxODYwODJkNDYwMjY1YjJhZWM4ZThhZTBlMDk5NGNkZjExMTU0NDA0Ng==",
		"X-Kd-Appkey":     "207001_AbCdEfGhIjKlMnOpQrStUvWxYz012345",
		"X-Kd-Appdata":    "NWYwMDAwMDAwMDAwYWIsZGVtbywyMDUyLDEwMA==",
		"X-Kd-Signature":  "MTY5YjI5OTlkYjE1NjZmZDFhMGM1ZTVjMjNjN2Q1N2JkMDc3MDJhZWM5MWM0YzE5ZWJlZTRlZTEzZTdjZWVkOQ==",
	}
}

func TestSignedCallNeedsNoLogin(t *testing.T) {
	t.Parallel()
	body := `{"formid": "SAL_RETURNSTOCK", "data": {"Model": {"FID": 0, "FHeadNote": "\u6d4b\u8bd5"}}}`
	for name, tc := range map[string]struct {
		change map[string]string
		clock  int64
		loose  bool
		admits bool
	}{
		"as the SDK sends it":      {nil, 1700000000, false, true},
		"nine minutes late":        {nil, 1700000540, false, true},
		"eleven minutes late":      {nil, 1700000660, false, false},
		"another path's signature": {map[string]string{"X-Api-Signature": "ZDRmODIx"}, 1700000000, false, false},
		"not the app's signature":  {map[string]string{"X-Kd-Signature": "MTY5"}, 1700000000, false, false},
		"another user":             {map[string]string{"X-Kd-Appdata": "NWYwMDAwMDAwMDAwYWIs5rWL6K+VLDIwNTIsMTAw"}, 1700000000, false, false},
		"loose, no api signature":  {map[string]string{"X-Api-Signature": ""}, 1800000000, true, true},
		"loose, not the app's":     {map[string]string{"X-Kd-Signature": "MTY5"}, 1700000000, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t, kingdeetest.Options{Clock: at(tc.clock).now, LooseSignature: tc.loose})
			c.session = ""
			header := signed()
			for k, v := range tc.change {
				header[k] = v
			}
			got := c.send(savePath, body, header)
			if admitted := !strings.Contains(got.body, lost); admitted != tc.admits {
				t.Errorf("admitted %v: %s", admitted, got.body)
			}
			if tc.admits && len(got.cookies) != 2 {
				t.Errorf("the first signed call gets cookies, got %v", got.cookies)
			}
		})
	}
}

func TestLogoutEndsTheSession(t *testing.T) {
	t.Parallel()
	c := start(t, kingdeetest.Options{})
	c.post("AuthService.Logout", "")
	if body := c.query(`{"FormId":"BD_Customer","FieldKeys":"FNumber"}`); !strings.Contains(body, lost) {
		t.Error(body)
	}
}

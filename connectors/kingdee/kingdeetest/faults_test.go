package kingdeetest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

func TestFaults(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault kingdeetest.Fault
		code  int // 0: the connection breaks
		body  string
		saved int
	}{
		"page of an error":    {kingdeetest.Fault{Kind: kingdeetest.ServerError}, 500, "<!DOCTYPE html>", 0},
		"error after saving":  {kingdeetest.Fault{Kind: kingdeetest.ServerError, AfterCommit: true}, 500, "<!DOCTYPE html>", 1},
		"proxy":               {kingdeetest.Fault{Kind: kingdeetest.BadGateway}, 502, "502 Bad Gateway", 0},
		"proxy after saving":  {kingdeetest.Fault{Kind: kingdeetest.BadGateway, AfterCommit: true}, 502, "502 Bad Gateway", 1},
		"pool stopped":        {kingdeetest.Fault{Kind: kingdeetest.Unavailable}, 503, "Service Unavailable", 0},
		"dropped":             {kingdeetest.Fault{Kind: kingdeetest.Drop}, 0, "", 0},
		"cut after saving":    {kingdeetest.Fault{Kind: kingdeetest.Cut}, 0, "", 1},
		"truncated":           {kingdeetest.Fault{Kind: kingdeetest.Truncated}, 200, `{"Result":{`, 1},
		"net control":         {kingdeetest.Fault{Kind: kingdeetest.NetControl}, 200, "冲突，请稍候再使用", 0},
		"call limit":          {kingdeetest.Fault{Kind: kingdeetest.CallLimit}, 200, `"MsgCode":14`, 0},
		"exception":           {kingdeetest.Fault{Kind: kingdeetest.ResponseError}, 200, "response_error:{", 0},
		"lost session":        {kingdeetest.Fault{Kind: kingdeetest.LoseSession}, 200, lost, 0},
		"refused row":         {kingdeetest.Fault{Kind: kingdeetest.RefuseRow, Number: "XSTH-1", Message: "含税单价为 0"}, 200, "含税单价为 0", 0},
		"another row refused": {kingdeetest.Fault{Kind: kingdeetest.RefuseRow, Number: "XSTH-2"}, 200, `"IsSuccess":true`, 1},
		"late":                {kingdeetest.Fault{Kind: kingdeetest.Delay, Delay: time.Millisecond}, 200, `"IsSuccess":true`, 1},
		"another method":      {kingdeetest.Fault{Kind: kingdeetest.Drop, Method: "Audit"}, 200, `"IsSuccess":true`, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t, kingdeetest.Options{})
			c.sim.Fault(tc.fault)
			code, body := c.try(`{"formid":"SAL_RETURNSTOCK","data":{"Model":` + goodReturn + `}}`)
			if code != tc.code || !strings.Contains(body, tc.body) {
				t.Errorf("%d %s", code, body)
			}
			if n := len(c.sim.Bills("SAL_RETURNSTOCK")); n != tc.saved {
				t.Errorf("%d bills saved, want %d", n, tc.saved)
			}
		})
	}
}

// try saves over a connection that may break.
func (c *caller) try(body string) (int, string) {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.url+savePath, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("kdservice-sessionid", c.session)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, ""
	}
	defer func() { _ = res.Body.Close() }()
	text, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(text)
}

func TestFaultsCount(t *testing.T) {
	t.Parallel()
	c := start(t, kingdeetest.Options{})
	c.sim.Fault(kingdeetest.Fault{Kind: kingdeetest.CallLimit, Method: "executebillquery", Every: 2, Times: 2})
	var hit []bool
	for range 7 {
		hit = append(hit, strings.Contains(c.query(`{"FormId":"BD_STOCK","FieldKeys":"FNumber"}`), `"MsgCode":14`))
	}
	want := []bool{false, true, false, true, false, false, false}
	for i := range want {
		if hit[i] != want[i] {
			t.Fatalf("%v, want %v", hit, want)
		}
	}
	c.sim.Fault(kingdeetest.Fault{Kind: kingdeetest.CallLimit})
	c.sim.ClearFaults()
	if body := c.query(`{"FormId":"BD_STOCK","FieldKeys":"FNumber"}`); body != `[["CK01"]]` {
		t.Error(body)
	}
}

func TestCallsAreCountedWithTheirPeak(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := kingdeetest.New(kingdeetest.Options{})
		sim.Fault(kingdeetest.Fault{Kind: kingdeetest.Delay, Method: "View", Delay: time.Minute})
		view := func() {
			path := strings.Replace(savePath, "Save", "View", 1)
			sim.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader("{}")))
		}
		for range 3 {
			go view()
		}
		synctest.Wait() // all three wait for the fault to pass
		time.Sleep(2 * time.Minute)
		view()
		if got := sim.Calls(); got.Count["View"] != 4 || got.Peak["View"] != 3 || got.All != 3 {
			t.Errorf("%+v", got)
		}
	})
}

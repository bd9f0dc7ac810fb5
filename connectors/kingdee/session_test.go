package kingdee_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/kingdee"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

func query(filter string) connectors.Query {
	return connectors.Query{API: "executeBillQuery", Params: map[string]any{
		"FormId": "BD_Customer", "FieldKeys": "FNumber,F_XC_Base.Fnumber", "FilterString": filter,
	}}
}

func TestEveryWayIn(t *testing.T) {
	t.Parallel()
	for auth, login := range map[string]string{"appsecret": "LoginByAppSecret", "password": "ValidateUser", "signature": ""} {
		t.Run(auth, func(t *testing.T) {
			t.Parallel()
			sim := kingdeetest.New(kingdeetest.Options{})
			seed(sim)
			cfg := config(serve(t, sim))
			cfg.Auth = auth
			c := client(t, cfg)
			if err := c.Ping(t.Context()); err != nil {
				t.Fatal(err)
			}
			for range 3 {
				if page := must[connectors.Page](t)(c.Fetch(t.Context(), query(""))); len(page.Rows) != 2 {
					t.Errorf("%s", page.Rows)
				}
			}
			calls := sim.Calls().Count
			if login == "" && calls["LoginByAppSecret"]+calls["ValidateUser"] > 0 {
				t.Errorf("signed calls log in: %v", calls)
			}
			if login != "" && calls[login] != 1 {
				t.Errorf("one login serves all calls, made %v", calls)
			}
		})
	}
}

// A signed call goes on with the session that the first one was given, and
// gets a new one when that is lost.
func TestSignedCallsShareASession(t *testing.T) {
	t.Parallel()
	sim := kingdeetest.New(kingdeetest.Options{})
	seed(sim)
	var with, without atomic.Int32
	cfg := config(serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("kdservice-sessionid"); err == nil {
			with.Add(1)
		} else {
			without.Add(1)
		}
		sim.ServeHTTP(w, r)
	})))
	cfg.Auth = "signature"
	c := client(t, cfg)
	for range 3 {
		must[connectors.Page](t)(c.Fetch(t.Context(), query("")))
	}
	if with.Load() != 2 || without.Load() != 1 {
		t.Errorf("%d calls with and %d without session", with.Load(), without.Load())
	}
	sim.Fault(kingdeetest.Fault{Kind: kingdeetest.LoseSession, Times: 1})
	must[connectors.Page](t)(c.Fetch(t.Context(), query("")))
}

func TestManyCallsLogInOnce(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	sim.Fault(kingdeetest.Fault{Kind: kingdeetest.Delay, Method: "LoginByAppSecret", Delay: 50 * time.Millisecond})
	for round := 1; round <= 2; round++ {
		all(t, 20, func() error { _, err := c.Fetch(t.Context(), query("")); return err })
		if got := sim.Calls(); got.Count["LoginByAppSecret"] != round || got.All > 5 {
			t.Errorf("round %d: %+v", round, got)
		}
		sim.DropSessions()
	}
}

func all(t *testing.T, n int, do func() error) {
	t.Helper()
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			if err := do(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// The server loses the session in the middle of work, in the shape of each
// method; the call is repeated once and nothing is done twice.
func TestLostSessionIsRenewed(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	ctx := t.Context()
	steps := map[string]func() error{
		"BatchSave":        func() error { return each(c.Save(ctx, returns(), []connectors.Entry{refund(t, "R-1")})) },
		"ExecuteBillQuery": func() error { _, err := c.Fetch(ctx, query("")); return err },
		"Submit":           func() error { return each(c.Submit(ctx, returns(), []connectors.Receipt{{Number: "R-1"}})) },
	}
	for _, name := range []string{"BatchSave", "ExecuteBillQuery", "Submit"} {
		sim.Fault(kingdeetest.Fault{Kind: kingdeetest.LoseSession, Method: name, Times: 1})
		if err := steps[name](); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := sim.Calls().Count[name]; got != 2 {
			t.Errorf("%s was called %d times", name, got)
		}
	}
	if b, _ := sim.Bill("SAL_RETURNSTOCK", "R-1"); b.Saves != 1 || b.Submits != 1 {
		t.Errorf("%+v", b)
	}
}

// each is the first error of a call or of its outcomes.
func each(outcomes []connectors.Outcome, err error) error {
	if err != nil {
		return err
	}
	for _, o := range outcomes {
		if o.Err != nil {
			return o.Err
		}
	}
	return nil
}

func TestSessionLostAgainIsUnauthorized(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	sim.Fault(kingdeetest.Fault{Kind: kingdeetest.LoseSession, Method: "ExecuteBillQuery"})
	_, err := c.Fetch(t.Context(), query(""))
	if !errors.Is(err, connectors.ErrUnauthorized) {
		t.Errorf("%v", err)
	}
	if got := sim.Calls().Count; got["ExecuteBillQuery"] != 2 || got["LoginByAppSecret"] != 2 {
		t.Errorf("%v", got)
	}
}

// Services outside the WebAPI say it in plain text.
func TestPlainTextRefusalIsALostSession(t *testing.T) {
	t.Parallel()
	sim := kingdeetest.New(kingdeetest.Options{})
	seed(sim)
	var calls atomic.Int32
	c := client(t, config(serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "ExecuteBillQuery") && calls.Add(1) == 1 {
			_, _ = io.WriteString(w, "403 Forbidden ByRspRetStatusCode -- N001: Unexpectable request.")
			return
		}
		sim.ServeHTTP(w, r)
	}))))
	must[connectors.Page](t)(c.Fetch(t.Context(), query("")))
}

func TestRefusedLoginIsRemembered(t *testing.T) {
	t.Parallel()
	for auth, words := range map[string]string{"password": "用户名或密码错误", "appsecret": "会话信息已丢失，请重新登录"} {
		t.Run(auth, func(t *testing.T) {
			t.Parallel()
			sim := kingdeetest.New(kingdeetest.Options{})
			cfg := config(serve(t, sim))
			cfg.Auth, cfg.Password, cfg.AppSecret = auth, "wrong-one", "wrong-too"
			c := client(t, cfg)
			now := time.Now()
			kingdee.SetClock(c, func() time.Time { return now })
			for range 3 {
				_, err := c.Save(t.Context(), returns(), []connectors.Entry{refund(t, "R-1")})
				if !errors.Is(err, connectors.ErrUnauthorized) || !strings.Contains(err.Error(), words) || !strings.Contains(err.Error(), "KINGDEE_MAIN_") {
					t.Fatal(err)
				}
			}
			logins := func() int { n := sim.Calls().Count; return n["ValidateUser"] + n["LoginByAppSecret"] }
			if logins() != 1 {
				t.Errorf("%d logins", logins())
			}
			now = now.Add(5*time.Minute + time.Second)
			if err := c.Ping(t.Context()); !errors.Is(err, connectors.ErrUnauthorized) || logins() != 2 {
				t.Errorf("after five minutes: %v, %d logins", err, logins())
			}
		})
	}
}

func TestLoginThatCannotBeReachedIsTriedAgain(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	for _, kind := range []kingdeetest.FaultKind{kingdeetest.ServerError, kingdeetest.Cut, kingdeetest.Truncated, kingdeetest.ResponseError} {
		sim.Fault(kingdeetest.Fault{Kind: kind, Method: "LoginByAppSecret", Times: 1})
		_, err := c.Save(t.Context(), returns(), []connectors.Entry{refund(t, "R-1")})
		if !errors.Is(err, connectors.ErrUnavailable) {
			t.Errorf("%s: a login is never unknown, nothing was saved: %v", kind, err)
		}
	}
	if err := each(c.Save(t.Context(), returns(), []connectors.Entry{refund(t, "R-1")})); err != nil {
		t.Error(err)
	}
}

// A caller that gives up must not take the others with it.
func TestCallerThatGivesUpDoesNotSpoilTheLogin(t *testing.T) {
	t.Parallel()
	sim := kingdeetest.New(kingdeetest.Options{})
	seed(sim)
	reached, hold := make(chan struct{}), make(chan struct{})
	var logins atomic.Int32
	c := client(t, config(serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "Login") && logins.Add(1) == 1 {
			close(reached)
			<-hold
		}
		sim.ServeHTTP(w, r)
	}))))
	defer close(hold)
	ctx, giveUp := context.WithCancel(t.Context())
	gone := make(chan error, 1)
	go func() { _, err := c.Fetch(ctx, query("")); gone <- err }()
	<-reached
	stayed := make(chan error, 1)
	go func() { _, err := c.Fetch(t.Context(), query("")); stayed <- err }()
	giveUp()
	if err := <-gone; !errors.Is(err, context.Canceled) || !errors.Is(err, connectors.ErrUnavailable) {
		t.Errorf("who gave up: %v", err)
	}
	if err := <-stayed; err != nil {
		t.Errorf("who stayed: %v", err)
	}
}

func TestLoginResultTypes(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		answer string
		usable bool
		warns  bool
	}{
		"success":             {`"LoginResultType":1,"KDSVCSessionId":"s"`, true, false},
		"form waits":          {`"LoginResultType":-5,"KDSVCSessionId":"s"`, true, true},
		"warning":             {`"LoginResultType":-4,"KDSVCSessionId":"s","IsSuccessByAPI":true`, true, true},
		"old password":        {`"LoginResultType":-2,"KDSVCSessionId":"s"`, true, true},
		"old, hard":           {`"LoginResultType":-2,"KDSVCSessionId":"s","IsSuccessByAPI":false,"MessageCode":"CheckPasswordPolicy"`, false, false},
		"must change":         {`"LoginResultType":-3,"KDSVCSessionId":"s"`, false, false},
		"unbound":             {`"LoginResultType":-6`, false, false},
		"activation":          {`"LoginResultType":-7`, false, false},
		"failure":             {`"LoginResultType":-1`, false, false},
		"wrong":               {`"LoginResultType":0`, false, false},
		"success, no session": {`"LoginResultType":1`, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			cfg := config(serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				_, _ = fmt.Fprintf(w, `{"Message":"系统的话",%s}`, tc.answer)
			})))
			cfg.Log = slog.New(slog.NewTextHandler(&log, nil))
			err := client(t, cfg).Ping(t.Context())
			if (err == nil) != tc.usable {
				t.Errorf("%v", err)
			}
			if err != nil && (!errors.Is(err, connectors.ErrUnauthorized) || !strings.Contains(err.Error(), "系统的话")) {
				t.Errorf("%v", err)
			}
			if warned := strings.Contains(log.String(), "系统的话"); warned != tc.warns {
				t.Errorf("log %q", log.String())
			}
		})
	}
}

// Older servers give no id in the body: the cookies alone are the session.
func TestSessionMayBeCookiesOnly(t *testing.T) {
	t.Parallel()
	c := client(t, config(serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "Login") {
			http.SetCookie(w, &http.Cookie{Name: "kdservice-sessionid", Value: "abc"})
			http.SetCookie(w, &http.Cookie{Name: "ASP.NET_SessionId", Value: "def"})
			_, _ = io.WriteString(w, `{"LoginResultType":1}`)
			return
		}
		kd, asp := cookie(r, "kdservice-sessionid"), cookie(r, "ASP.NET_SessionId")
		_, _ = fmt.Fprintf(w, `[[%q,%q]]`, kd, asp)
	}))))
	page := must[connectors.Page](t)(c.Fetch(t.Context(), query("")))
	if got := string(page.Rows[0]); got != `{"FNumber":"abc","F_XC_Base_Fnumber":"def"}` {
		t.Error(got)
	}
}

func cookie(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// Only what brings the user closer to being locked is remembered.
func TestWrongAddressIsNotRemembered(t *testing.T) {
	t.Parallel()
	sim := kingdeetest.New(kingdeetest.Options{})
	var calls atomic.Int32
	c := client(t, config(serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if calls.Add(1) == 1 {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		sim.ServeHTTP(w, r)
	}))))
	if err := c.Ping(t.Context()); !errors.Is(err, connectors.ErrUnauthorized) {
		t.Errorf("%v", err)
	}
	if err := c.Ping(t.Context()); err != nil {
		t.Errorf("the next time: %v", err)
	}
}

package qimen_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/qimen"
	"github.com/erpbridge/erpbridge/connectors/internal/qimen/qimentest"
)

func refuse(code int, msg, subCode, subMsg string) qimentest.Fault {
	return qimentest.Fault{Do: qimentest.Refuse, Code: code, Msg: msg, SubCode: subCode, SubMsg: subMsg, Times: 9}
}

func TestFailuresAreInstructions(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fault  qimentest.Fault
		calls  int
		kind   error
		says   string // code, words and advice
		advice string
	}{
		"signature":         {refuse(25, "Invalid signature", "", ""), 1, connectors.ErrUnauthorized, "code 25", "SIMQIMEN_MAIN_APP_SECRET"},
		"no signature":      {refuse(24, "Missing Signature", "", ""), 1, connectors.ErrUnauthorized, "code 24", "APP_SECRET"},
		"app key":           {refuse(29, "Invalid App Key", "isv.appkey-not-exists", ""), 1, connectors.ErrUnauthorized, "code 29", "APP_KEY"},
		"session":           {refuse(27, "Invalid Session", "", ""), 1, connectors.ErrUnauthorized, "code 27", "SIMQIMEN_MAIN_SESSION"},
		"not approved":      {refuse(11, "Insufficient ISV Permissions", "", ""), 1, connectors.ErrUnauthorized, "code 11", "模拟·奇门"},
		"no package":        {refuse(15, "Remote service error", "isv.permission-api-package-limit", ""), 1, connectors.ErrUnauthorized, "isv.permission", "approve"},
		"method":            {refuse(22, "Invalid Method", "", ""), 1, connectors.ErrNotFound, "code 22", "SIMQIMEN_MAIN_URL"},
		"arguments":         {refuse(41, "Invalid Arguments:x", "", ""), 1, connectors.ErrRejected, "Invalid Arguments:x", ""},
		"arguments, remote": {refuse(15, "Remote service error", "isv.invalid-parameter", "页号错误"), 1, connectors.ErrRejected, "页号错误", ""},
		"clock":             {refuse(31, "Invalid Timestamp", "", ""), 2, connectors.ErrUnavailable, "code 31", "NTP"},
		"read timeout":      {refuse(15, "Remote service error", "isp.http-read-timeout", "timeout"), 1, connectors.ErrUnavailable, "isp.http-read-timeout", ""},
		"refused there":     {refuse(15, "Remote service error", "isp.http-connection-refuse", ""), 1, connectors.ErrUnavailable, "isp.http-connection-refuse", ""},
		"remote, no reason": {refuse(15, "Remote service error", "", ""), 1, connectors.ErrUnavailable, "Remote service error", ""},
		"unavailable":       {refuse(10, "Service Currently Unavailable", "", ""), 1, connectors.ErrUnavailable, "code 10", ""},
		"the system's":      {refuse(15, "Remote service error", "2160", "时间格式无效"), 1, connectors.ErrRejected, "code 2160): 时间格式无效", "manual"},
		"the system's, too": {refuse(50, "Remote service error", "900", "太频繁"), 1, connectors.ErrThrottled, "code 900): 太频繁", ""},
		"the system's code": {refuse(900, "太频繁", "", ""), 1, connectors.ErrThrottled, "code 900): 太频繁", ""},
	}
	for name, test := range tests {
		for _, classic := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				sim, cfg := start(t, qimentest.Options{Classic: classic})
				sim.Misbehave(test.fault)
				e := wantKind(t, call(t, open(t, cfg)), test.kind)
				if !strings.Contains(e.Error(), test.says) || !strings.Contains(e.Advice, test.advice) {
					t.Errorf("classic %v: %v", classic, e)
				}
				if n := sim.Calls()[method]; n != test.calls {
					t.Errorf("called %d times, want %d", n, test.calls)
				}
			})
		}
	}
}

func TestABanLastsAsLongAsItSays(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]time.Duration{
		"This ban will last for 1 more seconds":    time.Second,
		"This ban will last for 7200 more seconds": 2 * time.Hour,
		"This ban will last for 0 more seconds":    time.Second,
		"wait":                                     time.Second,
		"":                                         time.Second,
		"This ban will last for 99999999999999999999 more seconds!": 9999999 * time.Second,
	} {
		for _, classic := range []bool{false, true} {
			sim, cfg := start(t, qimentest.Options{Classic: classic})
			sim.Misbehave(refuse(7, "App Call Limited", "accesscontrol.limited-by-api-access-count", said))
			e := wantKind(t, call(t, open(t, cfg)), connectors.ErrThrottled)
			if e.RetryAfter != want || e.Code != "7" {
				t.Errorf("%q: code %s, come back after %v, want %v", said, e.Code, e.RetryAfter, want)
			}
		}
	}
}

// The simulated gateway bans by itself too, and a client at its quota is not banned.
func TestTheQuotaKeepsFromBeingBanned(t *testing.T) {
	t.Parallel()
	for perSecond, banned := range map[int]bool{3: false, 1000: true} {
		sim := qimentest.New(qimentest.Options{PerSecond: 3}, echo)
		web := httptest.NewServer(sim)
		t.Cleanup(web.Close)
		g := open(t, qimen.Config{URL: web.URL, AppKey: "sim-app-key", AppSecret: "sim-app-secret", PerSecond: perSecond})
		var last error
		for calls := 0; calls < 5 || banned && sim.TellOffs() == 0 && calls < 500; calls++ {
			last = errors.Join(last, call(t, g))
		}
		if got := errors.Is(last, connectors.ErrThrottled); got != banned || (sim.TellOffs() > 0) != banned {
			t.Errorf("%d calls a second: told off %d times, %v", perSecond, sim.TellOffs(), last)
		}
	}
}

// A clock that is wrong at first and then set by the answer's own.
func TestAWrongClockIsSetOnce(t *testing.T) {
	t.Parallel()
	ahead := func() time.Time { return time.Now().Add(40 * time.Minute) }
	sim := qimentest.New(qimentest.Options{Now: ahead, NoLimits: true}, echo)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", ahead().UTC().Format(http.TimeFormat))
		sim.ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	g := open(t, qimen.Config{URL: web.URL, AppKey: "sim-app-key", AppSecret: "sim-app-secret"})
	must(t, call(t, g))
	must(t, call(t, g))
	if n := sim.Calls()[method]; n != 3 {
		t.Errorf("%d calls: the first answer's clock was not kept", n)
	}
	if off := g.Now().Sub(ahead()).Abs(); off > time.Minute {
		t.Errorf("the clock is %v off", off)
	}
}

func TestNoAnswerIsUnavailable(t *testing.T) {
	t.Parallel()
	garbage := func(body string) qimentest.Fault { return qimentest.Fault{Do: qimentest.Garbage, Body: body} }
	for says, fault := range map[string]qimentest.Fault{
		"500":                {Do: qimentest.ServerPage},
		"no answer: EOF":     {Do: qimentest.Drop},
		"JSON":               {Do: qimentest.Truncated},
		"empty":              {Do: qimentest.Empty},
		"neither":            {Do: qimentest.WrongType},
		"<html>":             garbage("<html>网关维护</html>"),
		"no answer: context": {Slow: time.Minute},
		`{"other":1}`:        garbage(`{"other":1}`),
		`"response":null`:    garbage(`{"response":null}`),
		`[]`:                 garbage(`[]`),
	} {
		for _, packed := range []bool{false, true} {
			t.Run(says, func(t *testing.T) {
				t.Parallel()
				sim, cfg := start(t, qimentest.Options{Gzip: packed})
				if fault.Slow > 0 {
					cfg.Timeout = 100 * time.Millisecond
				}
				sim.Misbehave(fault)
				e := wantKind(t, call(t, open(t, cfg)), connectors.ErrUnavailable)
				if !strings.Contains(e.Message, says) {
					t.Errorf("%q does not say %q", e.Message, says)
				}
				if fault.Slow == 0 { // otherwise it may have given up before it was heard
					must(t, call(t, open(t, cfg)))
				}
			})
		}
	}
}

// A small answer that unpacks into a large one is not read to its end either.
func TestAnAnswerTooLongIsNotRead(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := z.Write(bytes.Repeat([]byte(" "), 1<<20))
	must(t, errors.Join(err, z.Close()))
	for _, body := range [][]byte{packed.Bytes(), bytes.Repeat([]byte(" "), 1<<20)} {
		web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if body[0] == 0x1f {
				w.Header().Set("Content-Encoding", "gzip")
			}
			_, _ = w.Write(body)
		}))
		t.Cleanup(web.Close)
		g := open(t, qimen.Config{URL: web.URL, AppKey: "k", AppSecret: "s"})
		if before := g.LimitBody(10_000); before != 64<<20 {
			t.Errorf("%d bytes are read", before)
		}
		if e := wantKind(t, call(t, g), connectors.ErrUnavailable); !strings.Contains(e.Message, "too large") {
			t.Errorf("%v", e)
		}
	}
}

func TestACallerThatLeavesIsTold(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, qimentest.Options{})
	sim.Misbehave(qimentest.Fault{Slow: time.Minute})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := open(t, cfg).Call(ctx, method, nil)
	if e := wantKind(t, err, connectors.ErrUnavailable); !errors.Is(e, context.DeadlineExceeded) {
		t.Errorf("%v does not say why", err)
	}
}

func TestAWrongAddressIsToldFromABreakdown(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]error{404: connectors.ErrUnavailable, 302: connectors.ErrUnavailable, 429: connectors.ErrThrottled} {
		web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(status)
		}))
		t.Cleanup(web.Close)
		e := wantKind(t, call(t, open(t, qimen.Config{URL: web.URL, AppKey: "k", AppSecret: "s"})), want)
		if status == 404 && !strings.Contains(e.Advice, "SIMQIMEN_MAIN_URL") {
			t.Errorf("%v", e)
		}
	}
}

// Whatever the gateway or something before it echoes, neither secrets nor phone
// numbers get into a message.
func TestSecretsAndPhonesStayOutOfMessages(t *testing.T) {
	t.Parallel()
	const said = `secret sim-app-secret session sim-session 张三 13800000001 +86 138-0000-0002 0571-88880003`
	for _, fault := range []qimentest.Fault{
		{Do: qimentest.Garbage, Body: "<html>" + said},
		{Do: qimentest.Garbage, Body: strings.Repeat(" \n", 900) + said},
		refuse(41, said, "isv.x", said), refuse(15, "x", "2160", said), refuse(900, said, "", ""),
		{Slow: time.Minute},
		{Do: qimentest.Drop},
	} {
		sim, cfg := start(t, qimentest.Options{Session: "sim-session"})
		if fault.Slow > 0 {
			cfg.Timeout = 50 * time.Millisecond
		}
		sim.Misbehave(fault)
		err := call(t, open(t, cfg))
		if err == nil {
			t.Fatal("no error")
		}
		for _, secret := range []string{"sim-app-secret", "sim-session", "13800000001", "138-0000-0002", "88880003"} {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("shows %s: %v", secret, err)
			}
		}
	}
}

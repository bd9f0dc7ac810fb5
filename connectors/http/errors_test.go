package http_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	described "github.com/erpbridge/erpbridge/connectors/http"
)

// refused is an error of that kind and words, whose details do not matter.
func refused(t testing.TB, err, kind error, words ...string) {
	t.Helper()
	_ = is(t, err, kind, words...)
}

// is says whether an error is one for people, of a kind, with words and no secret.
func is(t testing.TB, err, kind error, words ...string) *connectors.Error {
	t.Helper()
	var e *connectors.Error
	if !errors.As(err, &e) || !errors.Is(err, kind) {
		t.Fatalf("%v is not %v", err, kind)
	}
	if e.System != "acme" || e.Account != "MAIN" || strings.Contains(err.Error(), secret) {
		t.Errorf("%v: of %s %s", err, e.System, e.Account)
	}
	contains(t, "the error", err.Error(), words...)
	return e
}

const coded = `
auth: {kind: apiKey, in: query, name: key, value: "{{env.KEY}}"}
answer:
  ok: {path: code, is: [0, "true"]}
  message: msg
  unauthorized: [401, bad_key]
  throttled: [busy]
  retryAfter: wait
  unavailable: [503]
  duplicate: [dup]
`

const saving = `
ping: bills
apis:
  - {name: bills, title: 单据查询, effect: QUERY, path: /bills, rows: list}
  - {name: save, title: 保存, effect: EXECUTE, path: /save, number: no, outcome: {id: id}}
`

// What a system says, to a read and to a write.
func TestRefusals(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status       int
		answer       string
		read, write  error
		words, retry string
	}{
		"a code nobody listed":            {200, `{"code":7,"msg":"仓库不存在"}`, connectors.ErrRejected, connectors.ErrRejected, "code 7): 仓库不存在", ""},
		"a listed code":                   {200, `{"code":"bad_key","msg":"密钥错误"}`, connectors.ErrUnauthorized, connectors.ErrUnauthorized, "check ACME_MAIN_URL, ACME_MAIN_USER, ACME_MAIN_KEY", ""},
		"a number for a code":             {200, `{"code":401.0,"msg":"no"}`, connectors.ErrUnauthorized, connectors.ErrUnauthorized, "code 401", ""},
		"throttled":                       {200, `{"code":"busy","msg":"慢点","wait":"2.5"}`, connectors.ErrThrottled, connectors.ErrThrottled, "慢点", "2.5s"},
		"throttled, and no time":          {200, `{"code":"busy","msg":"慢点"}`, connectors.ErrThrottled, connectors.ErrThrottled, "慢点", "9s"},
		"unavailable by its code":         {200, `{"code":503,"msg":"维护"}`, connectors.ErrUnavailable, connectors.ErrUnavailable, "维护", ""},
		"a number that is taken":          {200, `{"code":"dup","msg":"重复"}`, connectors.ErrDuplicate, connectors.ErrDuplicate, "重复", ""},
		"no reason":                       {200, `{"code":7,"hint":"x"}`, connectors.ErrRejected, connectors.ErrRejected, "gives no reason", ""},
		"a secret among the words":        {200, `{"code":7,"msg":"key ` + secret + ` 13812344321"}`, connectors.ErrRejected, connectors.ErrRejected, "138****21", ""},
		"401":                             {401, "<html>login</html>", connectors.ErrUnauthorized, connectors.ErrUnauthorized, "login", ""},
		"429":                             {429, "slow down", connectors.ErrThrottled, connectors.ErrThrottled, "slow down", "9s"},
		"404":                             {404, "<html>", connectors.ErrRejected, connectors.ErrRejected, "check ACME_MAIN_URL, and path", ""},
		"400 in its own words":            {400, `{"code":9,"msg":"缺少参数"}`, connectors.ErrRejected, connectors.ErrRejected, "缺少参数", ""},
		"500 in its own words":            {500, `{"code":9,"msg":"内部错误"}`, connectors.ErrUnavailable, connectors.ErrUnknown, "内部错误", ""},
		"500 that says it went through":   {500, `{"code":0,"id":1,"list":[]}`, connectors.ErrUnavailable, connectors.ErrUnknown, "500", ""},
		"408":                             {408, "", connectors.ErrUnavailable, connectors.ErrUnknown, "408", ""},
		"a redirect":                      {302, "", connectors.ErrUnavailable, connectors.ErrUnknown, "not followed", ""},
		"a redirect before the work":      {307, "", connectors.ErrUnavailable, connectors.ErrUnavailable, "not followed", ""},
		"a page of HTML":                  {200, "<html>维护中</html>", connectors.ErrUnavailable, connectors.ErrUnknown, "维护中", ""},
		"half an answer":                  {200, `{"code":0,"li`, connectors.ErrUnavailable, connectors.ErrUnknown, "not JSON", ""},
		"an empty one":                    {200, "", connectors.ErrUnavailable, connectors.ErrUnknown, "empty", ""},
		"one of something else":           {200, `{"hello":1}`, connectors.ErrUnavailable, connectors.ErrUnknown, "has no code", ""},
		"a code that is an object":        {200, `{"code":{}}`, connectors.ErrUnavailable, connectors.ErrUnknown, "has no code", ""},
		"success without rows or outcome": {200, `{"code":[0]}`, connectors.ErrUnavailable, connectors.ErrUnknown, "has no code", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			system := &ledger{status: test.status, answer: test.answer, header: map[string]string{"Retry-After": "9", "Location": "/elsewhere"}}
			c := open[connectors.Target](t, head+coded+saving, system)
			_, err := fetch(t, c.(connectors.Source), nil)
			e := is(t, err, test.read, test.words)
			if test.retry != "" && e.RetryAfter.String() != test.retry {
				t.Errorf("come back after %v, want %s", e.RetryAfter, test.retry)
			}
			_, err = c.Save(t.Context(), connectors.Call{API: "save"}, []connectors.Entry{{Key: "1", Number: "1"}})
			refused(t, err, test.write, test.words)
			if len(system.calls) != 2 {
				t.Errorf("two calls were %d", len(system.calls))
			}
		})
	}
}

// An answer beyond all measure is not read into memory.
func TestAnswersHaveALimit(t *testing.T) {
	t.Parallel()
	system := &ledger{answer: `{"code":0,"id":1,"list":[],"x":"` + strings.Repeat("长", 10<<20/3) + `"}`}
	c := open[connectors.Target](t, head+coded+saving, system, func(cfg *described.Config) { cfg.MaxBody = 1 << 20 })
	_, err := fetch(t, c.(connectors.Source), nil)
	refused(t, err, connectors.ErrUnavailable, "longer than any")
	_, err = c.Save(t.Context(), connectors.Call{API: "save"}, []connectors.Entry{{Key: "1", Number: "1"}})
	refused(t, err, connectors.ErrUnknown, "longer than any")
}

func TestACallThatIsGivenUpIsNotMade(t *testing.T) {
	t.Parallel()
	system := &ledger{answer: `{"code":0,"list":[]}`}
	c := open[connectors.Source](t, head+coded+bills, system)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := c.Fetch(gone, connectors.Query{API: "bills"})
	refused(t, err, connectors.ErrUnavailable)
	if !errors.Is(err, context.Canceled) || len(system.calls) > 0 {
		t.Errorf("%v after %d calls", err, len(system.calls))
	}
}

// Without TLS everybody on the way reads the credentials; at home nobody does.
func TestItWarnsWithoutTLS(t *testing.T) {
	t.Parallel()
	for url, warns := range map[string]bool{
		"http://erp.example": true, "https://erp.example": false, "http://127.0.0.1:80": false, "http://localhost": false, "http://10.0.0.7": true,
	} {
		var said strings.Builder
		open[connectors.Source](t, head+bills, http.NotFoundHandler(), func(cfg *described.Config) {
			cfg.URL, cfg.Log = url, slog.New(slog.NewTextHandler(&said, nil))
		})
		if strings.Contains(said.String(), "ACME_MAIN_URL") != warns || strings.Contains(said.String(), secret) {
			t.Errorf("%s: %q", url, said.String())
		}
	}
}

func TestAccountsThatAreNotConfigured(t *testing.T) {
	t.Parallel()
	d := parse(t, head+bills)
	for want, environ := range map[string]map[string]string{
		"set ACME_MAIN_URL, ACME_MAIN_USER, ACME_MAIN_KEY": {},
		"ACME_MAIN_URL is not an address":                  {"ACME_MAIN_URL": "ftp://x", "ACME_MAIN_USER": "a", "ACME_MAIN_KEY": "b"},
		"ACME_MAIN_TIME_ZONE":                              {"ACME_MAIN_URL": "https://x", "ACME_MAIN_USER": "a", "ACME_MAIN_KEY": "b", "ACME_MAIN_TIME_ZONE": "Mars"},
		"ACME_MAIN_PER_SECOND":                             {"ACME_MAIN_URL": "https://x", "ACME_MAIN_USER": "a", "ACME_MAIN_KEY": "b", "ACME_MAIN_PER_SECOND": "-1"},
		"ACME_MAIN_":                                       {"ACME_MAIN_TIMEOUT": "soon"},
	} {
		_, err := described.Open(d, "MAIN", environ)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	c, err := described.Open(d, "MAIN", map[string]string{
		"ACME_MAIN_URL": "https://x", "ACME_MAIN_USER": "a", "ACME_MAIN_KEY": "b", "ACME_MAIN_TIME_ZONE": "Asia/Tokyo", "ACME_MAIN_TIMEOUT": "9s",
	})
	if err != nil {
		t.Fatal(err)
	}
	if zone := c.(connectors.Zoned).Location().String(); zone != "Asia/Tokyo" {
		t.Errorf("the zone is %s", zone)
	}
	if _, ok := c.(connectors.Target); ok {
		t.Error("a system that only reads can be written to")
	}
}

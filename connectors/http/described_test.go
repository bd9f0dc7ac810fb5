package http_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	described "github.com/erpbridge/erpbridge/connectors/http"
)

// parse reads a description that is right.
func parse(t testing.TB, content string) *described.Description {
	t.Helper()
	d, err := described.Parse("acme.yaml", []byte(content))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return d
}

// secret is what accounts of these tests are configured with.
const secret = "s3cret/+key"

// open makes the connector of a description whose system answers as the handler does.
func open[T connectors.Connector](t testing.TB, content string, system http.Handler, changes ...func(*described.Config)) T {
	t.Helper()
	web := httptest.NewServer(system)
	t.Cleanup(web.Close)
	cfg := described.Config{
		Description: parse(t, content), URL: web.URL, Timeout: time.Minute, PerSecond: 1000, PerMinute: 10_000,
		Variables: map[string]string{"USER": "ada", "KEY": secret},
	}
	for _, change := range changes {
		change(&cfg)
	}
	c, err := described.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	able, ok := c.(T)
	if !ok {
		t.Fatalf("%T cannot be used as that", c)
	}
	return able
}

// asked is a call as the system saw it.
type asked struct {
	method, path string
	header       http.Header
	query, body  string
}

// ledger answers all calls alike and keeps them.
type ledger struct {
	status int
	header map[string]string
	answer string

	mu    sync.Mutex
	calls []asked
}

func (l *ledger) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.calls = append(l.calls, asked{r.Method, r.URL.EscapedPath(), r.Header, r.URL.RawQuery, string(body)})
	for name, value := range l.header {
		w.Header().Set(name, value)
	}
	if l.status != 0 {
		w.WriteHeader(l.status)
	}
	_, _ = io.WriteString(w, l.answer)
}

func (l *ledger) only(t testing.TB) asked {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.calls) != 1 {
		t.Fatalf("%d calls were made", len(l.calls))
	}
	return l.calls[0]
}

// head begins a description; auth, signature and APIs follow.
const head = `
name: acme
title: 某系统
variables: [{name: USER, public: true}, {name: KEY}]
`

// bills is an API that reads.
const bills = `
apis:
  - name: bills
    title: 单据查询
    effect: QUERY
    path: /bills
    rows: list
    request: [{field: n, label: 数, type: int}, {field: ok, label: 是, type: bool}, {field: ids, label: 号, type: array}]
`

func fetch(t testing.TB, c connectors.Source, params map[string]any) (connectors.Page, error) {
	t.Helper()
	return c.Fetch(t.Context(), connectors.Query{API: "bills", Params: params})
}

func contains(t testing.TB, what, text string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(text, word) {
			t.Errorf("%s is %q and has no %q", what, text, word)
		}
	}
}

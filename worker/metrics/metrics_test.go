package metrics_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/worker/metrics"
)

const (
	refunds = "jushuitan-refund-to-kingdee-return"
	gone    = "returns-of-last-year"
)

// yamlOf is a scheme like that of the refunds, under another name.
func yamlOf(t *testing.T, library *schemes.Library, name string) []byte {
	t.Helper()
	s, err := library.Get(refunds)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Replace(s.YAML, []byte("name: "+refunds), []byte("name: "+name), 1)
}

// handler is one of a store with three refunds, of which one failed and one was
// skipped.
func handler(t *testing.T) (metrics.Handler, *sqlstore.Store) {
	t.Helper()
	library, err := schemes.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	store, err := sqlstore.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "store.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() }) // some tests have closed it
	_, err = store.Keep(t.Context(), docstore.Page{
		Scheme: refunds, Advance: &docstore.Advance{To: time.Unix(1_700_000_000, 0)},
		Rows: []docstore.Incoming{
			{Key: "1", Number: "1", Content: json.RawMessage(`{}`)},
			{Key: "2", Number: "2", Content: json.RawMessage(`{}`), Fail: "x"},
			{Key: "3", Number: "3", Content: json.RawMessage(`{}`), Skip: "x"},
		},
	})
	if err == nil { // its file is gone
		err = store.KeepScheme(t.Context(), docstore.Scheme{Name: gone, Revision: "r1", File: gone + ".yaml", YAML: yamlOf(t, library, gone)})
	}
	if err == nil {
		_, err = store.Keep(t.Context(), docstore.Page{Scheme: gone, Rows: []docstore.Incoming{{Key: "1", Number: "1", Content: json.RawMessage(`{}`), Fail: "x"}}})
	}
	if err == nil {
		err = store.SetPause(t.Context(), "kingdee-customers", docstore.Pause{By: "li"})
	}
	if err != nil {
		t.Fatal(err)
	}
	return metrics.Handler{Library: library, Store: store, Log: slog.New(slog.DiscardHandler)}, store
}

func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

func TestMetricsTellHowSchemesStand(t *testing.T) {
	t.Parallel()
	h, _ := handler(t)
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	status, body := get(t, srv.URL+"/metrics")
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	scheme := `{scheme="` + refunds + `"`
	for _, want := range []string{
		"# TYPE erpbridge_documents gauge",
		"erpbridge_documents" + scheme + `,state="failed"} 1`,
		"erpbridge_documents" + scheme + `,state="audited"} 0`,
		"erpbridge_documents_fetched" + scheme + "} 3",
		"erpbridge_documents_balance" + scheme + `,part="skipped"} 1`,
		"erpbridge_documents_balance" + scheme + `,part="in_flight"} 1`,
		"erpbridge_documents_balance" + scheme + `,part="lost"} 0`,
		"erpbridge_documents_changed" + scheme + "} 0",
		"erpbridge_watermark_timestamp_seconds" + scheme + "} 1700000000",
		"erpbridge_paused" + scheme + "} 0",
		`erpbridge_paused{scheme="kingdee-customers"} 1`,
		`erpbridge_documents{scheme="` + gone + `",state="failed"} 1`,
		`erpbridge_scheme_gone{scheme="` + gone + `"} 1`,
		"erpbridge_scheme_gone" + scheme + "} 0",
	} {
		if !strings.Contains(body, want+"\n") {
			t.Errorf("not told: %s", want)
		}
	}
	if strings.Contains(body, `erpbridge_watermark_timestamp_seconds{scheme="kingdee-customers"}`) {
		t.Error("a scheme that was never read has a watermark")
	}
	if t.Failed() {
		t.Log(body)
	}
}

// What comparisons came to is told, and of one that could not be made nothing else.
func TestMetricsTellOfComparisons(t *testing.T) {
	t.Parallel()
	h, store := handler(t)
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	const orders = "jushuitan-orders"
	at := time.Unix(1_700_000_000, 0)
	for _, r := range []docstore.Reconciliation{
		{Scheme: refunds, Run: "1", At: at, Documents: 9, Differences: 2, Unexplained: 1},
		{Scheme: orders, Run: "2", At: at, Problem: "the source is away"},
	} {
		if err := store.KeepReconciliation(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	_, body := get(t, srv.URL+"/metrics")
	for line, want := range map[string]bool{
		"timestamp_seconds{scheme=\"" + refunds + "\"} 1700000000": true,
		"failed{scheme=\"" + refunds + "\"} 0":                     true,
		"differences{scheme=\"" + refunds + "\"} 2":                true,
		"unexplained{scheme=\"" + refunds + "\"} 1":                true,
		"failed{scheme=\"" + orders + "\"} 1":                      true,
		"differences{scheme=\"" + orders:                           false,
		"timestamp_seconds{scheme=\"kingdee-customers":             false,
	} {
		if strings.Contains(body, "erpbridge_reconcile_"+line) != want {
			t.Errorf("told is %v: %s\n%s", !want, line, body)
		}
	}
}

// A store that cannot be read is not told as an empty one.
func TestMetricsOfAStoreThatIsAwayAreNone(t *testing.T) {
	t.Parallel()
	h, store := handler(t)
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	if status, _ := get(t, srv.URL+"/"); status != http.StatusNotFound {
		t.Errorf("another path is answered with %d", status)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if status, body := get(t, srv.URL+"/metrics"); status != http.StatusServiceUnavailable || strings.Contains(body, "erpbridge_") {
		t.Errorf("%d %s", status, body)
	}
}

func TestAnAddressThatIsTakenIsAnError(t *testing.T) {
	t.Parallel()
	h, _ := handler(t)
	taken := httptest.NewServer(h)
	t.Cleanup(taken.Close)
	if _, err := metrics.Serve(t.Context(), taken.Listener.Addr().String(), h); err == nil || !strings.Contains(err.Error(), "METRICS_ADDR") {
		t.Errorf("got %v", err)
	}
	for _, addr := range []string{"", "127.0.0.1:0"} {
		stop, err := metrics.Serve(t.Context(), addr, h)
		if err != nil {
			t.Fatalf("at %q: %v", addr, err)
		}
		stop()
	}
}

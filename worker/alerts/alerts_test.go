package alerts_test

import (
	"encoding/json"
	"errors"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/activities/reconcile"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/worker/alerts"
)

var update = flag.Bool("update", false, "write the golden files anew")

// found is a comparison in which two documents differ, and one that could not be
// made, for a reason that names somebody's telephone.
func found() map[string]reconcile.Alert {
	at := time.Date(2026, 11, 22, 6, 10, 0, 0, time.FixedZone("", 8*60*60))
	r := docstore.Reconciliation{Scheme: "refunds", Run: "1", From: at.AddDate(0, 0, -2), To: at.Add(-2 * time.Hour), At: at, Documents: 120}
	source, target := decimal.RequireFromString("19.90"), decimal.RequireFromString("9.90")
	differs := reconcile.Alert{Status: reconcile.Differs, Title: "聚水潭退货 → 金蝶", Reconciliation: r}
	differs.Differences, differs.Unexplained = 3, 1
	differs.Kept = reconcile.Kept{
		Kinds: map[reconcile.Kind]int{reconcile.Missing: 2, reconcile.Amount: 1},
		Result: reconcile.Result{
			Amounts: &reconcile.Amounts{Source: source, Target: target, Difference: source.Sub(target)},
			Differences: []reconcile.Difference{
				{Kind: reconcile.Amount, Key: "7-1", Number: "7-1", Source: &source, Target: &target, Detail: "13812345678"},
				{Kind: reconcile.Missing, Key: "8-1", Number: "8-1", Source: &target},
			},
		},
	}
	unmade := reconcile.Alert{Status: reconcile.Unmade, Title: differs.Title, Reconciliation: r}
	unmade.Problem = "jushuitan refund.single.query: 13812345678 is not allowed"
	agrees := reconcile.Alert{Status: reconcile.Restored, Title: differs.Title, Reconciliation: r}
	return map[string]reconcile.Alert{"differs": differs, "unmade": unmade, "agrees": agrees}
}

// answering is an address that keeps what was posted last.
func answering(t *testing.T, status int, answer string) (address string, posted func() []byte) {
	t.Helper()
	var body []byte
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil || r.Method != http.MethodPost || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
			t.Errorf("%s %s, %v", r.Method, r.Header.Get("Content-Type"), err)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer) // whoever hung up says so
	}))
	t.Cleanup(srv.Close)
	return srv.URL + "/send?key=very-secret-key", func() []byte { return body }
}

// Each format is what its robot takes, in both languages, without a telephone.
func TestAlertsAreWrittenAsTheirRobotsTakeThem(t *testing.T) {
	t.Parallel()
	answers := map[string]string{
		alerts.JSON: "", alerts.WeCom: `{"errcode":0,"errmsg":"ok"}`, alerts.DingTalk: `{"errcode":0}`, alerts.Feishu: `{"code":0,"msg":"success"}`,
	}
	for format, answer := range answers {
		for name, alert := range found() {
			address, posted := answering(t, http.StatusOK, answer)
			hook, err := alerts.Open(address, format)
			if err != nil {
				t.Fatal(err)
			}
			if err := hook.Alert(t.Context(), alert); err != nil {
				t.Errorf("%s: %v", format, err)
			}
			golden(t, name+"."+format+".golden", posted())
		}
	}
}

func golden(t *testing.T, name string, body []byte) {
	t.Helper()
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		t.Errorf("%s: %v: %s", name, err, body)
	}
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "13812345678") {
		t.Errorf("%s shows a telephone: %s", name, text)
	}
	file := filepath.Join("testdata", name)
	if *update {
		err = os.WriteFile(file, append(text, '\n'), 0o600)
	}
	want, errRead := os.ReadFile(file)
	if err := errors.Join(err, errRead); err != nil {
		t.Fatal(err)
	}
	if string(want) != string(text)+"\n" {
		t.Errorf("%s differs (go test ./worker/alerts -update writes it anew)\n%s", name, text)
	}
}

// What has not arrived is an error that says who, and never with what key.
func TestWhatHasNotArrivedIsAnError(t *testing.T) {
	t.Parallel()
	refused, _ := answering(t, http.StatusOK, `{"errcode":310000,"errmsg":"keywords not in content"}`)
	away, _ := answering(t, http.StatusBadGateway, "away")
	page, _ := answering(t, http.StatusOK, "<html>")
	for _, c := range []struct{ address, format, want string }{
		{refused, alerts.DingTalk, "keywords not in content"},
		{away, alerts.JSON, "it answered 502: away"},
		{page, alerts.Feishu, "it answered what is not its answer"},
		{"http://127.0.0.1:1/send?key=very-secret-key", alerts.JSON, "refused"},
	} {
		hook, err := alerts.Open(c.address, c.format)
		if err != nil {
			t.Fatal(err)
		}
		err = hook.Alert(t.Context(), found()["differs"])
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "127.0.0.1") || strings.Contains(err.Error(), "very-secret") {
			t.Errorf("%s: %v, want %s", c.format, err, c.want)
		}
	}
}

// Settings that cannot be right are said when the worker starts.
func TestSettings(t *testing.T) {
	t.Parallel()
	if hook, err := alerts.Open("", "whatever"); hook != nil || err != nil {
		t.Errorf("without an address: %v, %v", hook, err)
	}
	for _, c := range [][3]string{
		{"not an address?key=very-secret", alerts.JSON, "ALERT_URL"}, {"ftp://very-secret/a", alerts.JSON, "ALERT_URL"}, {"https://very-secret/a", "sms", "ALERT_FORMAT"},
	} {
		if _, err := alerts.Open(c[0], c[1]); err == nil || !strings.Contains(err.Error(), c[2]) || strings.Contains(err.Error(), "very-secret") {
			t.Errorf("%s: %v", c[0], err)
		}
	}
}

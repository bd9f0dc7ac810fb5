package temporalserver_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/worker/standalone/temporalserver"
)

func TestTheUIIsTheRealOne(t *testing.T) {
	server := start(t, temporalserver.Config{Namespace: "merchant"})
	for path, want := range map[string]string{
		"/namespaces/merchant/workflows": "/_app/immutable/",
		"/api/v1/settings":               `"DefaultNamespace":"merchant"`,
		"/api/v1/namespaces/merchant":    `"name": "merchant"`,
		"/healthz":                       "OK",
	} {
		if got := body(t, server.UIURL()+path); !strings.Contains(got, want) {
			t.Errorf("%s answers without %s:\n%.300s", path, want, got)
		}
	}
}

func TestTheFirstPageSetsTheColumns(t *testing.T) {
	server := start(t, temporalserver.Config{
		SearchAttributes: attributes("Scheme", "DocumentState", "DocumentNumber"),
		Columns:          []string{"Scheme", "DocumentNumber"},
	})
	page := body(t, server.UIURL())
	for _, want := range []string{
		`const namespace = "default";`,
		`addColumns(["Scheme","DocumentNumber"] || [])`,
		`location.replace("/namespaces/default/workflows" + location.search)`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
}

// The Web UI's key for the columns is not an interface: should it change, the
// columns would silently be gone.
func TestTheUIStillKeepsItsColumnsUnderThisKey(t *testing.T) {
	const key = "namespace-workflow-table-columns"
	server := start(t, temporalserver.Config{})
	if !strings.Contains(body(t, server.UIURL()), key) || !uiScriptHas(t, key) {
		t.Errorf("the Web UI no longer uses %s", key)
	}
}

func TestAnotherSiteCannotCommandTheServer(t *testing.T) {
	server := start(t, temporalserver.Config{})
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost,
		server.UIURL()+"/api/v1/namespaces/default/workflows/x/terminate", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Origin", "https://elsewhere.example")
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusForbidden {
		t.Errorf("answered %s, want 403", response.Status)
	}
}

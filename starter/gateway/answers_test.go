package gateway_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kuaidi100"
	"github.com/erpbridge/erpbridge/starter/gateway"
)

// push sends what 快递100 would, and returns the answer as it came.
func (s *stage) push(scheme, param, salt string) (status int, text string) {
	s.Helper()
	form := url.Values{"param": {param}, "sign": {kuaidi100.Sign(param, salt)}}
	r, err := http.NewRequestWithContext(s.Context(), http.MethodPost, s.url+"/callbacks/"+scheme, strings.NewReader(form.Encode()))
	if err != nil {
		s.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		s.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

// 快递100 wants to hear its own words, and only once its push is kept; an API at
// which it is asked is none to be called.
func TestASystemHearsItsOwnWords(t *testing.T) {
	t.Parallel()
	everywhere(t, func(s *stage) {
		const param = `{"status":"polling","lastResult":{"nu":"YT1","com":"yuantong","state":"0","data":[]}}`
		if status, text := s.push("tracks", param, salt); status != 200 || text != `{"result":true,"returnCode":"200","message":"成功"}` {
			s.Fatalf("%d %s", status, text)
		}
		if d := s.doc("tracks", "YT1"); d.State != docstore.Stored {
			s.Errorf("it is %s", d.State)
		}
		if status, text := s.push("tracks", param, "another salt"); status != 401 || strings.Contains(text, "returnCode") {
			s.Errorf("forged: %d %s", status, text)
		}
		if status, _ := s.push("tracks-asked", param, salt); status != 404 {
			s.Errorf("asked: %d", status)
		}
		if err := s.store.Close(); err != nil {
			s.Fatal(err)
		}
		later := strings.Replace(param, `"0"`, `"3"`, 1)
		if status, text := s.push("tracks", later, salt); status != 503 || strings.Contains(text, "returnCode") {
			s.Errorf("not kept: %d %s", status, text)
		}
	})
}

// A push that is kept sets the scheme to work that reads it; one that brings
// nothing new does not.
func TestWhoReadsWhatIsPushedIsAskedToRun(t *testing.T) {
	t.Parallel()
	s := setup(t, gateway.Limits{})
	const param = `{"status":"polling","lastResult":{"nu":"YT1","com":"yuantong","state":"0","data":[]}}`
	for range 3 {
		if status, text := s.push("tracks", param, salt); status != 200 {
			s.Fatalf("%d %s", status, text)
		}
	}
	if scheme := <-s.told.begun; scheme != "tracks-followed" {
		s.Errorf("%s was asked to run", scheme)
	}
	if more := len(s.told.begun); more > 0 {
		s.Errorf("it was asked %d times more", more)
	}
}

// An order that the scheme itself cannot read is the caller's to mend; what the
// scheme says of it goes to the caller, and not into the log.
func TestAnOrderTheSchemeCannotRead(t *testing.T) {
	t.Parallel()
	s := setup(t, gateway.Limits{})
	got := s.post("formatted", "["+order("M1")+","+order("M2", `"paid_at":"13800138000 or so"`)+"]")
	if got.Status != 422 || len(got.Violations) != 1 || got.Violations[0].Path != "$[1]" || s.count("formatted") != 0 {
		t.Errorf("%+v, %d are kept", got, s.count("formatted"))
	}
	if log := s.log.String(); strings.Contains(log, "13800138000") || !strings.Contains(log, "cannot read $[1]") {
		t.Errorf("the log says %s", log)
	}
}

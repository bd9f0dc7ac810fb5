package gateway_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

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
	if err := s.store.SetWatermark(t.Context(), "tracks-followed", time.Now()); err != nil { // it has run before
		t.Fatal(err)
	}
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

// A push that was not accepted comes again half an hour later, after those that
// were sent meanwhile. It is answered, and does not undo them.
func TestAPushThatIsOvertaken(t *testing.T) {
	t.Parallel()
	everywhere(t, func(s *stage) {
		pushed := func(state, at string) string {
			return `{"status":"polling","lastResult":{"nu":"YT1","state":"` + state + `","data":[{"ftime":"` + at + `"}]}}`
		}
		for _, param := range []string{pushed("5", "2026-11-20 10:00:00"), pushed("3", "2026-11-20 12:00:00"), pushed("0", "2026-11-20 09:00:00")} {
			if status, text := s.push("tracks", param, salt); status != 200 || !strings.Contains(text, `"result":true`) {
				s.Fatalf("%d %s", status, text)
			}
		}
		if d := s.doc("tracks", "YT1"); !strings.Contains(string(d.Content), `"state":"3"`) {
			s.Errorf("the parcel is %s", d.Content)
		}
	})
}

// An order may be overtaken, too, between two calls and within one.
func TestAnOrderThatIsOvertaken(t *testing.T) {
	t.Parallel()
	everywhere(t, func(s *stage) {
		at := func(modified, paid string) string { return order("M1", `"modified":"`+modified+`"`, `"paid":`+paid) }
		for i, step := range []struct{ body, want string }{
			{at("2026-11-20 10:00:00", "10"), "M1 new"},
			{at("2026-11-20 09:00:00", "9"), "M1 unchanged"},
			{"[" + at("2026-11-20T12:00:00+08:00", "12") + "," + at("2026-11-20 11:00:00", "11") + "]", "M1 changed, M1 replaced"},
			{"[" + at("2026-11-20 08:00:00", "8") + "," + at("2026-11-20 11:30:00", "11.5") + "]", "M1 replaced, M1 unchanged"},
		} {
			if got := s.post(orders, step.body); got.Status != 200 || got.outcomes() != step.want {
				s.Errorf("call %d: %d %s, wanted %s", i+1, got.Status, got.outcomes(), step.want)
			}
		}
		if d := s.doc(orders, "M1"); !strings.Contains(string(d.Content), `"paid":12`) {
			s.Errorf("M1 is %s", d.Content)
		}
		if got := s.post(orders, at("soon", "13")); got.Status != 422 || !strings.Contains(got.Violations[0].Message, "neither a number nor a time") {
			s.Errorf("%+v", got)
		}
	})
}

package activities_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// atOnce has bills saved, submitted and audited by one call.
func atOnce(yaml string) string {
	return strings.Replace(yaml, "IsAutoSubmitAndAudit: false", "IsAutoSubmitAndAudit: true", 1)
}

// halfway has a call that saves, submits and audits a bill stop before the bill is
// submitted, or before it is audited; its answer says so, or is lost.
func halfway(number string, submitted, lost bool) spoiler {
	return func(w http.ResponseWriter, r *http.Request, system http.Handler) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the caller went away
		}
		ask := func(method string, body []byte) []byte {
			req := r.Clone(r.Context())
			req.URL.Path = strings.Replace(r.URL.Path, "BatchSave", method, 1)
			req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			rec := httptest.NewRecorder()
			system.ServeHTTP(rec, req)
			return rec.Body.Bytes()
		}
		answer := ask("BatchSave", bytes.Replace(body, []byte(`\"IsAutoSubmitAndAudit\":true`), []byte(`\"IsAutoSubmitAndAudit\":false`), 1))
		if submitted {
			ask("Submit", fmt.Appendf(nil, `{"parameters":[%q,"{\"Numbers\":[\"%s\"]}"]}`, form, number))
		}
		if lost {
			panic(http.ErrAbortHandler)
		}
		_, _ = w.Write(bytes.Replace(answer, []byte(`"Errors":[]`), []byte(`"Errors":[{"FieldName":"","Message":"审核失败","DIndex":0}]`), 1)) // see losses
	}
}

// Wherever a call that does everything stops, the rest is done by the calls for it,
// and the bill is saved, submitted and audited once.
func TestACallThatStopsHalfwayIsFinishedByOthers(t *testing.T) {
	t.Parallel()
	for name, stop := range map[string]struct {
		submitted, lost bool
		way             []docstore.State
	}{
		"saved":                   {false, false, []docstore.State{docstore.Saved, docstore.Submitted, docstore.Audited}},
		"submitted":               {true, false, []docstore.State{docstore.Saved, docstore.Submitted, docstore.Audited}},
		"saved, nobody knows":     {false, true, []docstore.State{docstore.Unknown, docstore.Saved, docstore.Submitted, docstore.Audited}},
		"submitted, nobody knows": {true, true, []docstore.State{docstore.Unknown, docstore.Submitted, docstore.Audited}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			onEachStore(t, atOnce, func(c *changing) {
				wire := c.wiredKingdee()
				c.goes(docstore.Mapped)
				wire.spoil("BatchSave", halfway(c.ref.Key, stop.submitted, stop.lost))
				c.goes(stop.way...)
				if b := c.has("C", "first"); b.Saves != 1 || b.Submits != 1 || b.Audits != 1 {
					c.Errorf("saved %d, submitted %d and audited %d times", b.Saves, b.Submits, b.Audits)
				}
			})
		})
	}
}

// Where it does not stop, nothing is left to do but to see that.
func TestACallThatDoesEverythingIsSeenToHave(t *testing.T) {
	t.Parallel()
	onEachStore(t, atOnce, func(c *changing) {
		c.goes(docstore.Mapped, docstore.Saved, docstore.Audited)
		if b := c.has("C", "first"); b.Saves != 1 || b.Submits != 1 || b.Audits != 1 {
			c.Errorf("saved %d, submitted %d and audited %d times", b.Saves, b.Submits, b.Audits)
		}
	})
}

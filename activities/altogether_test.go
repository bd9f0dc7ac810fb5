package activities_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// A document over which the target breaks down, whatever others are in the call,
// fails, and keeps none of them from being saved.
func TestADocumentThatBreaksEveryCallFailsAlone(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.plain(9)
	in := s.wholePage()
	bad := in.Documents[6].Key
	system := s.world.Handler(simulators.Kingdee)
	s.wired(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if strings.Contains(r.URL.Path, "BatchSave") && bytes.Contains(body, []byte(bad)) {
			_, _ = io.WriteString(w, `{"Result":{"ResponseStatus":{"ErrorCode":500,"IsSuccess":false,"Errors":[{"Message":"未将对象引用设置到对象的实例。","DIndex":0}],"MsgCode":4}}}`)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		system.ServeHTTP(w, r)
	}), func(url string) map[string]string { return s.world.Env(simulators.Kingdee, url) })
	ended, alone := s.through(in)
	if ended[docstore.Audited] != 8 || ended[docstore.Failed] != 1 || len(alone) > 0 {
		t.Errorf("%v ended, and %v left", ended, alone)
	}
	if doc := s.doc(activities.Ref{Scheme: refunds, Key: bad}); doc.State != docstore.Failed {
		t.Errorf("%s is %s", bad, doc.State)
	}
}

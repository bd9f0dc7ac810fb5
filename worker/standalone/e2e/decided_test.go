package e2e

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// One, some and all that were refused are retried, as the scheme was and as it is now,
// and one is not to be carried: the document itself says who decided what, and when.
func TestADocumentShowsWhatWasDecidedAboutIt(t *testing.T) {
	t.Parallel()
	dir := waitingFor(t, "24h")
	s := setupSchemes(t, 30, "", dir)
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.RefuseRow, Method: "BatchSave", Message: "today only: no"})
	stop := s.worker()
	s.carryAll()
	stop()
	hopeless := s.keyOf(simulators.MissingMaterial) // refused tomorrow, too
	refused := slices.DeleteFunc(s.refusedToday(), func(key string) bool { return key == hopeless })
	if len(refused) < 5 {
		t.Fatalf("only %d were refused", len(refused))
	}
	s.world.Kingdee.ClearFaults()
	s.edit(filepath.Join(dir, refunds+".yaml"), `label: 备注, type: string, value: "{{remark}}"`, `label: 备注, type: string, value: "again: {{remark}}"`)
	s.reload()
	began := time.Now().Truncate(time.Second)
	s.worker()
	s.done("retry " + refunds + " " + refused[0] + " --revision started --by li")
	s.done("retry " + refunds + " " + strings.Join(refused[1:3], " ") + " --revision newest --by wang")
	s.done("skip " + refunds + " " + refused[3] + " --reason 已手工录入 --by sun")
	s.done("retry " + refunds + " --all --state failed --yes")
	s.until("they are audited", func() bool {
		return s.are(append(append([]string{}, refused[:3]...), refused[4:]...), docstore.Audited)
	})
	for n, want := range map[int]decided{
		0: {"li", docstore.Fetched, "retry with the started revision", false},
		1: {"wang", docstore.Fetched, "retry with the newest revision", true},
		3: {"sun", docstore.Skipped, "已手工录入", false},
		4: {"zhao", docstore.Fetched, "retry with the newest revision", true},
	} {
		s.shows(t, refused[n], want, began)
	}
}

// decided is what a person did about a document, and whether it was carried as its
// scheme is now.
type decided struct {
	by    string
	state docstore.State
	why   string
	anew  bool
}

func (s *stage) shows(t *testing.T, key string, want decided, since time.Time) {
	t.Helper()
	says(t, s.done("documents show "+refunds+" "+key).stdout, want.by, want.why)
	var shown struct{ Diary []docstore.Event }
	if err := json.Unmarshal([]byte(s.done("documents show "+refunds+" "+key+" --output json").stdout), &shown); err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, e := range shown.Diary {
		if e.By != "" {
			found++
			if e.By != want.by || e.State != want.state || e.Reason != want.why || e.At.Before(since) || e.At.After(time.Now()) {
				t.Errorf("%s: %+v, want %+v", key, e, want)
			}
		}
	}
	b, there := s.world.Kingdee.Bill(form, key)
	if found != 1 || there != (want.state != docstore.Skipped) || there && strings.HasPrefix(fmt.Sprint(b.Model["FHeadNote"]), "again: ") != want.anew {
		t.Errorf("%s: %d decisions; a bill is there %v: %v", key, found, there, b.Model["FHeadNote"])
	}
}

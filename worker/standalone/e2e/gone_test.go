package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/schemes"
)

// Whatever is done to the file of a scheme while its documents are on their way,
// they arrive, each once: under the revision with which they began.
func TestASchemeFileMayChangeOrGo(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*stage, string){
		"edited": func(s *stage, file string) { s.edit(file, "concurrency: 20", "concurrency: 3") },
		"renamed": func(s *stage, file string) {
			s.edit(file, "name: "+refunds, "name: refunds-again")
			s.ok(os.Rename(file, filepath.Join(filepath.Dir(file), "refunds-again.yaml")))
		},
		"deleted": func(s *stage, file string) { s.ok(os.Remove(file)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setupSchemes(t, 40, "", copied(t))
			s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Delay, Delay: 100 * time.Millisecond})
			stop := s.worker()
			run := s.start(refunds)
			s.until("the first bills", func() bool { return len(s.world.Kingdee.Bills(form)) >= 5 })
			s.ok(s.client.CancelWorkflow(s.ctx, run.GetID(), "")) // some have not begun
			stop()
			change(s, filepath.Join(s.environ["SCHEMES_DIR"], refunds+".yaml"))
			s.reload()
			s.worker()
			s.until("the run has ended", func() bool {
				ids := s.running(refunds)
				return len(ids) == 0
			})
			s.ok(s.orders.StartSync(s.ctx, refunds, time.Time{}))
			s.until("everything carried", func() bool { return len(s.in(docstore.Audited)) > 0 && s.inFlight() == 0 })
			s.onceEach()
			s.paired()
		})
	}
}

// copied is a folder with the schemes that are built in.
func copied(t *testing.T) string {
	t.Helper()
	l, err := schemes.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, name := range l.Names() {
		s, err := l.Get(name)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name+".yaml"), s.YAML, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func (s *stage) edit(file, old, now string) {
	s.t.Helper()
	data, err := os.ReadFile(file)
	s.ok(err)
	changed := strings.Replace(string(data), old, now, 1)
	if changed == string(data) {
		s.t.Fatalf("%s does not say %q", file, old)
	}
	s.ok(os.WriteFile(file, []byte(changed), 0o600))
}

func (s *stage) reload() {
	s.t.Helper()
	var err error
	s.library, err = s.settings.Library(all.APIs())
	s.ok(err)
}

// paired: every audited document has its bill, and every bill its document.
func (s *stage) paired() {
	s.t.Helper()
	bills := map[string]bool{}
	for _, b := range s.world.Kingdee.Bills(form) {
		bills[b.Number] = true
	}
	for _, d := range s.in(docstore.Audited) {
		if !bills[d.Target] {
			s.t.Errorf("document %s is audited, and %s is not there", d.Key, d.Target)
		}
		delete(bills, d.Target)
	}
	for number := range bills {
		s.t.Errorf("bill %s is of no document", number)
	}
}

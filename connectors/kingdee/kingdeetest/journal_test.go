package kingdeetest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// The ledger must be the same after a restart, also after one that came in the
// middle of a line.
func TestTheLedgerOutlivesTheProcess(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "ledger.jsonl")
	first := start(t, kingdeetest.Options{})
	open(t, first, file)
	first.form("Save", "SAL_RETURNSTOCK", `{"Model":`+goodReturn+`}`)
	first.form("Submit", "SAL_RETURNSTOCK", `{"Numbers":["XSTH-1"]}`)
	want := first.sim.Bills("SAL_RETURNSTOCK")
	if len(want) != 1 || want[0].Status != "B" {
		t.Fatalf("before the restart: %+v", want)
	}
	tear(t, file)
	second := start(t, kingdeetest.Options{})
	open(t, second, file)
	if d := cmp.Diff(want, second.sim.Bills("SAL_RETURNSTOCK"), cmpopts.IgnoreFields(kingdeetest.Bill{}, "CreatedAt")); d != "" {
		t.Errorf("after the restart (-before +after):\n%s", d)
	}
	second.form("Audit", "SAL_RETURNSTOCK", `{"Numbers":["XSTH-1"]}`)
	third := start(t, kingdeetest.Options{})
	open(t, third, file)
	if got := third.sim.Bills("SAL_RETURNSTOCK"); len(got) != 1 || got[0].Status != "C" {
		t.Errorf("what came after the torn line is lost: %+v", got)
	}
}

func open(t *testing.T, c *caller, file string) {
	t.Helper()
	if err := c.sim.Journal(file); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.sim.CloseJournal(); err != nil {
			t.Error(err)
		}
	})
}

// tear leaves half a line, as a killed process may.
func tear(t *testing.T, file string) {
	t.Helper()
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = f.WriteString(`{"method":"Audit","bo`)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}

package kingdee_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/kingdee"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

func materials() connectors.Call {
	return connectors.Call{API: "batchSave", Options: map[string]any{"FormId": "BD_MATERIAL"}}
}

// newMaterial is audited base data.
func newMaterial(t *testing.T, c *kingdee.Client, number string) connectors.Receipt {
	t.Helper()
	e := entry(t, number, `{"FName":"新物料","FUseOrgId":{"FNumber":"100"}}`)
	outcomes := must[[]connectors.Outcome](t)(c.Save(t.Context(), materials(), []connectors.Entry{e}))
	if err := outcomes[0].Err; err != nil {
		t.Fatal(err)
	}
	r := outcomes[0].Receipt
	for _, step := range []string{"Submit", "Audit"} {
		if err := each(approve(t, c, step, materials(), []connectors.Receipt{r}), nil); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func organisation(sim *kingdeetest.Server, number string) string {
	return sim.Bases("ORG_Organizations", number)[0].ID
}

func allot(t *testing.T, c *kingdee.Client, r connectors.Receipt, to ...string) connectors.Outcome {
	t.Helper()
	outcomes := must[[]connectors.Outcome](t)(c.Allot(t.Context(), materials(), []connectors.Receipt{r}, to))
	if len(outcomes) != 1 {
		t.Fatalf("%d outcomes", len(outcomes))
	}
	return outcomes[0]
}

func TestBaseDataIsAllotted(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	r := newMaterial(t, c, "NEW-1")
	branch := organisation(sim, "101")
	for range 2 { // allotting again is no refusal
		if o := allot(t, c, r, branch); o.Err != nil || o.Receipt.ID != r.ID || o.Receipt.Number != "NEW-1" {
			t.Errorf("%+v", o)
		}
	}
	rows := sim.Bases("BD_MATERIAL", "NEW-1")
	if len(rows) != 2 || rows[1].UseOrg != "101" || rows[1].Status != "C" {
		t.Errorf("%+v", rows)
	}
	// It is looked for by its number, and is still itself.
	found := must[map[string]connectors.Receipt](t)(c.Find(t.Context(), materials(), []string{"NEW-1"}))
	if found["NEW-1"].ID != r.ID {
		t.Errorf("found is %+v, want id %s", found, r.ID)
	}
}

// Servers that refuse what is there already do so in words that nobody knows.
func TestARefusalOfWhatIsThereIsDone(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	r := newMaterial(t, c, "NEW-1")
	branch := organisation(sim, "101")
	sim.Fault(kingdeetest.Fault{Kind: kingdeetest.RefuseRow, Method: "Allocate", Message: "该数据已经分配"})
	o := allot(t, c, r, branch)
	if !errors.Is(o.Err, connectors.ErrRejected) || !strings.Contains(o.Err.Error(), "该数据已经分配") ||
		!strings.Contains(o.Err.Error(), "organisation "+branch+" does not have it") {
		t.Errorf("what is not there: %v", o.Err)
	}
	sim.ClearFaults()
	if o := allot(t, c, r, branch); o.Err != nil {
		t.Fatal(o.Err)
	}
	sim.Fault(kingdeetest.Fault{Kind: kingdeetest.RefuseRow, Method: "Allocate", Message: "该数据已经分配"})
	if o := allot(t, c, r, branch); o.Err != nil {
		t.Errorf("what is there: %v", o.Err)
	}
	sim.Fault(kingdeetest.Fault{Kind: kingdeetest.Unavailable, Method: "ExecuteBillQuery", Times: 1})
	if o := allot(t, c, r, branch); !errors.Is(o.Err, connectors.ErrUnavailable) {
		t.Errorf("while nobody can ask: %v", o.Err)
	}
}

func TestAllottingIsRefused(t *testing.T) {
	t.Parallel()
	_, c := pair(t)
	r := newMaterial(t, c, "NEW-1")
	if o := allot(t, c, r, "101"); !errors.Is(o.Err, connectors.ErrRejected) || !strings.Contains(o.Err.Error(), "not their numbers") {
		t.Errorf("a number instead of an id: %v", o.Err)
	}
	if _, err := c.Allot(t.Context(), materials(), receipts("NEW-1"), []string{"1"}); !errors.Is(err, connectors.ErrRejected) {
		t.Errorf("without an id: %v", err)
	}
	if outcomes, err := c.Allot(t.Context(), materials(), []connectors.Receipt{r}, nil); err != nil || len(outcomes) != 1 || outcomes[0].Err != nil {
		t.Errorf("to nobody: %v %v", outcomes, err)
	}
}

func TestALostAnswerToAllottingIsUnknown(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	r := newMaterial(t, c, "NEW-1")
	branch := organisation(sim, "101")
	sim.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: "Allocate", Times: 1})
	if _, err := c.Allot(t.Context(), materials(), []connectors.Receipt{r}, []string{branch}); !errors.Is(err, connectors.ErrUnknown) {
		t.Errorf("%v", err)
	}
	if o := allot(t, c, r, branch); o.Err != nil || len(sim.Bases("BD_MATERIAL", "NEW-1")) != 2 {
		t.Errorf("again: %v, %v", o.Err, sim.Bases("BD_MATERIAL", "NEW-1"))
	}
}

package kingdee_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// bills brings one bill into each state: A, B, C and D are their numbers.
func bills(t *testing.T) (*kingdeetest.Server, approver) {
	t.Helper()
	sim, c := pair(t)
	for _, number := range []string{"A", "B", "C", "D"} {
		if err := each(c.Save(t.Context(), returns(), []connectors.Entry{refund(t, number)})); err != nil {
			t.Fatal(err)
		}
		steps := map[string][]string{"B": {"Submit"}, "C": {"Submit", "Audit"}, "D": {"Submit", "Audit", "UnAudit"}}[number]
		for _, step := range steps {
			if err := each(approve(t, c, step, returns(), []connectors.Receipt{{Number: number}}), nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	return sim, c
}

func receipts(numbers ...string) []connectors.Receipt {
	out := make([]connectors.Receipt, len(numbers))
	for i, n := range numbers {
		out[i].Number = n
	}
	return out
}

// One call for bills in every state: who is there already is done, who cannot
// go is told so, and nobody's outcome is another's.
func TestBillsThatAreThereAlreadyAreDone(t *testing.T) {
	t.Parallel()
	const (
		draft, submitted, audited = connectors.Draft, connectors.Submitted, connectors.Audited
		refused, absent           = connectors.TargetState("refused"), connectors.TargetState("not found")
		gone                      = connectors.TargetState("")
	)
	for method, want := range map[string]map[string]connectors.TargetState{
		"Submit":  {"A": submitted, "B": submitted, "C": audited, "D": submitted, "X": absent},
		"Audit":   {"A": refused, "B": audited, "C": audited, "D": refused, "X": absent},
		"UnAudit": {"A": draft, "B": refused, "C": draft, "D": draft, "X": absent},
		"Delete":  {"A": gone, "B": refused, "C": refused, "D": gone, "X": gone},
	} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			sim, c := bills(t)
			before := sim.Calls().Count[method]
			order := []string{"X", "C", "A", "D", "B"}
			outcomes := approve(t, c, method, returns(), receipts(order...))
			for i, n := range order {
				got := outcomes[i].Receipt.Status
				switch {
				case errors.Is(outcomes[i].Err, connectors.ErrNotFound):
					got = absent
				case errors.Is(outcomes[i].Err, connectors.ErrRejected):
					got = refused
				case outcomes[i].Err != nil:
					t.Errorf("%s: %v", n, outcomes[i].Err)
				}
				if got != want[n] || outcomes[i].Receipt.Number != n {
					t.Errorf("%s is %q, want %q (%v)", n, got, want[n], outcomes[i].Err)
				}
			}
			if got := sim.Calls().Count[method] - before; got != 1 {
				t.Errorf("%d calls", got)
			}
		})
	}
}

func TestBillsCanBeNamedByID(t *testing.T) {
	t.Parallel()
	sim, c := bills(t)
	var byID []connectors.Receipt
	for _, b := range sim.Bills("SAL_RETURNSTOCK") {
		byID = append(byID, connectors.Receipt{ID: b.ID})
	}
	outcomes := approve(t, c, "Submit", returns(), byID)
	for i, number := range []string{"A", "B", "C", "D"} {
		if outcomes[i].Err != nil {
			t.Errorf("%s: %v", number, outcomes[i].Err)
		}
	}
	if b, _ := sim.Bill("SAL_RETURNSTOCK", "D"); b.Status != "B" {
		t.Errorf("%+v", b)
	}
	mixed := []connectors.Receipt{{Number: "A"}, {ID: "1"}}
	if _, err := c.Submit(t.Context(), returns(), mixed); !errors.Is(err, connectors.ErrRejected) {
		t.Errorf("numbers and ids cannot be mixed: %v", err)
	}
}

// A refusal that speaks of what is not found is not about a bill that is there.
func TestABillThatIsThereIsNotMissing(t *testing.T) {
	t.Parallel()
	for found, want := range map[string]error{`[["R-1",140670,"C"]]`: connectors.ErrRejected, `[]`: nil} {
		w := tap(map[string]string{
			"Delete": `{"Result":{"ResponseStatus":{"ErrorCode":500,"IsSuccess":false,"Errors":[{"FieldName":null,"Message":"未找到对应数据","DIndex":0}],
				"SuccessEntitys":[],"SuccessMessages":[],"MsgCode":10}}}`,
			"ExecuteBillQuery": found,
		})
		outcomes, err := client(t, config(serve(t, w))).Delete(t.Context(), returns(), []connectors.Receipt{{ID: "140670"}})
		if err != nil || !errors.Is(outcomes[0].Err, want) || errors.Is(outcomes[0].Err, connectors.ErrNotFound) {
			t.Errorf("%s is there: %v, %v", found, outcomes, err)
		}
	}
}

func TestRefusalWords(t *testing.T) {
	t.Parallel()
	_, c := bills(t)
	outcomes := approve(t, c, "Audit", returns(), receipts("A"))
	if err := outcomes[0].Err; err == nil || !strings.Contains(err.Error(), "单据编号为“A”的销售退货单，请先提交审核!") {
		t.Errorf("%v", err)
	}
}

// A refusal that may mean "done already" is not final while nobody can ask.
func TestRefusalWithoutAStateIsTriedAgain(t *testing.T) {
	t.Parallel()
	sim, c := bills(t)
	sim.Fault(kingdeetest.Fault{Kind: kingdeetest.Unavailable, Method: "ExecuteBillQuery", Times: 1})
	outcomes := approve(t, c, "Submit", returns(), receipts("C", "A"))
	if !errors.Is(outcomes[0].Err, connectors.ErrUnavailable) || outcomes[1].Err != nil {
		t.Errorf("%v, %v", outcomes[0].Err, outcomes[1].Err)
	}
	if err := each(approve(t, c, "Submit", returns(), receipts("C")), nil); err != nil {
		t.Errorf("the second time: %v", err)
	}
}

// A bill that the answer does not mention is unknown, or where its state says.
func TestBillThatIsNotMentioned(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		query string
		done  bool
	}{
		"is there": {`[["R-2",7,"B"]]`, true},
		"is not":   {`[["R-2",7,"A"]]`, false},
		"is gone":  {`[]`, false},
	} {
		w := tap(map[string]string{"Submit": doneOne, "ExecuteBillQuery": tc.query})
		c := client(t, config(serve(t, w)))
		outcomes := must[[]connectors.Outcome](t)(c.Submit(t.Context(), returns(), receipts("R-1", "R-2")))
		if outcomes[0].Err != nil {
			t.Errorf("%s: %v", name, outcomes[0].Err)
		}
		if (outcomes[1].Err == nil) != tc.done || !tc.done && !errors.Is(outcomes[1].Err, connectors.ErrUnknown) {
			t.Errorf("%s: %v", name, outcomes[1].Err)
		}
	}
}

// DIndex has been seen to count only the bills that passed an earlier check:
// the number in the text decides.
func TestNumbersInTextsDecideWhoIsMeant(t *testing.T) {
	t.Parallel()
	w := tap(map[string]string{"ExecuteBillQuery": `[["R-2",7,"A"]]`, "Submit": `{"Result":{"ResponseStatus":{"ErrorCode":500,"IsSuccess":false,
		"Errors":[{"FieldName":"","Message":"单据编号为“R-2”的采购退料单，库存不足！","DIndex":0}],
		"SuccessEntitys":[{"Id":5,"Number":"R-1","DIndex":1}],"SuccessMessages":[],"MsgCode":11}}}`})
	c := client(t, config(serve(t, w)))
	outcomes := must[[]connectors.Outcome](t)(c.Submit(t.Context(), returns(), receipts("R-1", "R-2")))
	if outcomes[0].Err != nil || outcomes[0].Receipt.ID != "5" || !errors.Is(outcomes[1].Err, connectors.ErrRejected) {
		t.Errorf("%+v", outcomes)
	}
}

func TestNothingToApprove(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	outcomes, err := c.Audit(context.Background(), returns(), nil)
	if err != nil || outcomes != nil || len(sim.Calls().Count) > 0 {
		t.Errorf("%v %v", outcomes, err)
	}
	if _, err := c.Audit(t.Context(), connectors.Call{}, receipts("A")); !errors.Is(err, connectors.ErrRejected) {
		t.Errorf("without a form: %v", err)
	}
}

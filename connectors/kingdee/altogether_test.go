package kingdee_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// breaksDown is a server that an entry makes fail before it looks at any bill: it
// tells so of the first.
func breaksDown(sim http.Handler, over string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if strings.Contains(r.URL.Path, "BatchSave") && bytes.Contains(body, []byte(over)) {
			_, _ = io.WriteString(w, `{"Result":{"ResponseStatus":{"ErrorCode":500,"IsSuccess":false,"Errors":[{"FieldName":null,"Message":"未将对象引用设置到对象的实例。","DIndex":0}],
				"SuccessEntitys":[],"SuccessMessages":[],"MsgCode":4}}}`)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		sim.ServeHTTP(w, r)
	})
}

// What a server says before it looks at any bill is not the first one's outcome,
// unless it may have saved one.
func TestARefusalOfNobodyIsTheCalls(t *testing.T) {
	t.Parallel()
	sim := kingdeetest.New(kingdeetest.Options{})
	seed(sim)
	c := client(t, config(serve(t, breaksDown(sim, "R-2"))))
	both := []connectors.Entry{refund(t, "R-1"), refund(t, "R-2")}
	if outcomes, err := c.Save(t.Context(), returns(), both); !errors.Is(err, connectors.ErrRejected) {
		t.Errorf("together: %v, %v", outcomes, err)
	}
	if outcomes, err := c.Save(t.Context(), returns(), both[1:]); err != nil || !errors.Is(outcomes[0].Err, connectors.ErrRejected) {
		t.Errorf("alone: %v, %v", outcomes, err)
	}
	if err := each(c.Save(t.Context(), returns(), both[:1])); err != nil {
		t.Fatal(err)
	}
	if outcomes, err := c.Save(t.Context(), returns(), both); err != nil || !errors.Is(outcomes[1].Err, connectors.ErrUnknown) {
		t.Errorf("when one is there: %v, %v", outcomes, err)
	}
}

// So it is with calls that move bills, whose numbers it does not name.
func TestARefusalOfNobodyMovesNobody(t *testing.T) {
	t.Parallel()
	const refusal = `{"Result":{"ResponseStatus":{"ErrorCode":500,"IsSuccess":false,"Errors":[{"FieldName":null,"Message":"未将对象引用设置到对象的实例。","DIndex":0}],
		"SuccessEntitys":[],"SuccessMessages":[],"MsgCode":4}}}`
	w := tap(map[string]string{"Submit": refusal, "UnAudit": refusal, "ExecuteBillQuery": `[["R-1",1,"C"],["R-2",2,"C"]]`})
	c := client(t, config(serve(t, w)))
	both := []connectors.Receipt{{ID: "1"}, {ID: "2"}}
	for name, move := range map[string]func(context.Context, connectors.Call, []connectors.Receipt) ([]connectors.Outcome, error){
		"Submit": c.Submit, "Recall": c.Recall,
	} {
		if outcomes, err := move(t.Context(), returns(), both); !errors.Is(err, connectors.ErrRejected) {
			t.Errorf("%s together: %v, %v", name, outcomes, err)
		}
	}
	if outcomes, err := c.Recall(t.Context(), returns(), both[:1]); err != nil || !errors.Is(outcomes[0].Err, connectors.ErrRejected) {
		t.Errorf("Recall alone: %v, %v", outcomes, err)
	}
}

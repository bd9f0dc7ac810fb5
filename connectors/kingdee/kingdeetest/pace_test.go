package kingdeetest_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// With one place each call begins when the one before it has ended, and is asked
// how many bills it is about.
func TestCallsWaitForTheirPlace(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var there, bills []int
	var c *caller
	c = start(t, kingdeetest.Options{AtOnce: 1, RepeatedNumbers: true, Pace: func(_ string, n int) time.Duration {
		mu.Lock()
		defer mu.Unlock()
		there, bills = append(there, c.sim.Count("SAL_RETURNSTOCK")), append(bills, n)
		return 5 * time.Millisecond
	}})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { c.form("BatchSave", "SAL_RETURNSTOCK", `{"Model":[`+goodReturn+`,`+goodReturn+`]}`) })
	}
	all.Wait()
	if !slices.Equal(there, []int{0, 2, 4, 6}) || !slices.Equal(bills, []int{2, 2, 2, 2}) {
		t.Errorf("the calls began with %v bills there, and were about %v", there, bills)
	}
	c.form("Submit", "SAL_RETURNSTOCK", `{"Numbers":["THD-1","THD-2","THD-3"]}`)
	c.form("Save", "SAL_RETURNSTOCK", `{"Model":`+goodReturn+`}`)
	c.post("DynamicFormService.ExecuteBillQuery", `{"parameters":["{\"FormId\":\"BD_Customer\",\"FieldKeys\":\"FNumber\"}"]}`)
	if !slices.Equal(bills[4:], []int{3, 1, 0}) {
		t.Errorf("the last calls were about %v bills", bills[4:])
	}
}

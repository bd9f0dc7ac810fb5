package qimen

import (
	"encoding/json"
	"testing"
)

// Whatever arrives, it is an error, a fault or an object with rows that are
// JSON objects.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		`{"response":{"errorcode":0,"message":"ok","total_count":"1","stockout_list":[{"stockout_id":"1"}],"request_id":"x"}}`,
		`{"response":{"flag":"failure","code":25,"message":"Invalid signature","request_id":"15qzd9btbeym5"}}`,
		`{"error_response":{"code":7,"msg":"App Call Limited","sub_code":"accesscontrol.limited-by-api-access-count","sub_msg":"This ban will last for 1 more seconds"}}`,
		`{"response":{"datas":null,"rows":[null]}}`, `{"response":[]}`, `{"error_response":null}`, `{"response":{"flag":{}}}`, `<html>`, ``, `null`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := decode(body)
		if err != nil {
			return
		}
		if got.fault != nil {
			if got.fault.banned() && got.fault.ban() <= 0 {
				t.Errorf("a ban of %v", got.fault.ban())
			}
			return
		}
		for name := range got.fields {
			_ = got.Text(name)
			rows, _, err := got.Rows(name)
			for _, row := range rows {
				var object map[string]json.RawMessage
				if e := json.Unmarshal(row, &object); e != nil || object == nil || err != nil {
					t.Errorf("a row that is no object: %s", row)
				}
			}
		}
	})
}

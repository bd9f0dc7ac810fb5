package wangdiantong

import (
	"encoding/json"
	"testing"
)

// Whatever arrives, it is an error, or rows that are JSON objects and refusals
// that name an order.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		`{"code":0,"message":"","total_count":1,"stockout_list":[{"stockout_id":"1"}]}`, `{"code":"0","total_count":"2","stockout_list":null}`,
		`{"code":0,"total_count":-1,"stockout_list":[null]}`, `{"code":0,"total_count":3}`, `{"code":1012,"message":"超过每分钟最大调用频率限制"}`,
		`{"code":1,"message":"[{\"tid\":\"T1\",\"error\":\"%E9%94%99\"}]"}`, `{"code":1,"message":[{"tid":1,"error":"错"},{}]}`, `{"code":1,"message":"[x"}`,
		`{"code":{}}`, `{"code":true}`, `{}`, `[]`, `null`, `<html>`, ``, `{"code":0}{"code":0}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := decode(body)
		if err != nil {
			return
		}
		for _, r := range got.refusals() {
			if r.TID == "" {
				t.Errorf("a refusal of nobody: %+v", r)
			}
		}
		for _, a := range sources() {
			p, err := got.page(a.list, 0)
			for _, row := range p.Rows {
				var object map[string]json.RawMessage
				if err := json.Unmarshal(row, &object); err != nil || object == nil {
					t.Errorf("a row that is no object: %s", row)
				}
			}
			if err == nil && p.Total < -1 {
				t.Errorf("%d rows", p.Total)
			}
		}
	})
}

package jushuitan

import (
	"encoding/json"
	"testing"
)

// Whatever arrives, it is an error or rows that are JSON objects.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		`{"code":0,"msg":"执行成功","data":{"page_index":1,"data_count":1,"page_count":1,"has_next":false,"datas":[{"as_id":1}]}}`,
		`{"code":"0","issuccess":true,"msg":null,"page_index":1,"data_count":"2","page_count":1,"has_next":"false","orders":[{"o_id":1},{}]}`,
		`{"code":0,"data":{"datas":null}}`, `{"code":100,"msg":"无效的access_token","data":null}`, `{"code":199,"msg":1}`,
		`{"code":0,"data":{"datas":[null]}}`, `{"code":0,"data":[]}`, `<html>`, ``, `null`, `{"code":{}}`, `{"code":0,"data":{"data_count":1e99,"datas":[]}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := decode(body)
		if err != nil {
			return
		}
		for _, a := range append(apis(false), apis(true)...) {
			p, err := got.page(a)
			for _, row := range p.Rows {
				var object map[string]json.RawMessage
				if err := json.Unmarshal(row, &object); err != nil || object == nil {
					t.Errorf("a row that is no object: %s", row)
				}
			}
			if err == nil && (p.Total < -1 || p.Pages < -1) {
				t.Errorf("counts %d, %d", p.Total, p.Pages)
			}
		}
	})
}

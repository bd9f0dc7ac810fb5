package jushuitanqimen_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/jushuitanqimen"
)

// Whatever arrives, it is a refusal of ours or rows that are JSON objects.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		`{"response":{"code":0,"message":"ok","data_count":1,"datas":[{"as_id":"1"}],"request_id":"x"}}`,
		`{"response":{"code":"0","data_count":"95","datas":[{}]}}`, `{"response":{"code":0,"data_count":-1,"datas":null}}`,
		`{"response":{"code":0,"data_count":0}}`, `{"response":{"code":199,"message":"超过"}}`, `{"response":{"code":0,"data_count":1e99,"datas":[null]}}`,
		`{"response":{"flag":"failure","code":25,"message":"Invalid signature"}}`, `{"error_response":{"code":7,"sub_msg":"1 more seconds"}}`, `<html>`, ``,
	} {
		f.Add([]byte(seed))
	}
	var body atomic.Value
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body.Load().([]byte)) }))
	f.Cleanup(web.Close)
	cfg := jushuitanqimen.Config{CustomerID: "10000001"}
	cfg.URL, cfg.AppKey, cfg.AppSecret, cfg.PerSecond, cfg.PerMinute = web.URL, "key", "secret", 10_000, 300_000
	c, err := jushuitanqimen.New(cfg)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, answer []byte) {
		body.Store(answer)
		page, err := c.Fetch(t.Context(), query(nil))
		var e *connectors.Error
		if err != nil && !errors.As(err, &e) {
			t.Errorf("%v is no refusal", err)
		}
		for _, row := range page.Rows {
			var object map[string]json.RawMessage
			if err := json.Unmarshal(row, &object); err != nil || object == nil {
				t.Errorf("a row that is no object: %s", row)
			}
		}
	})
}

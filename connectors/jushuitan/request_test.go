package jushuitan

import (
	"encoding/json"
	"testing"
	"time"
)

func TestParametersAreDressedAsTheAPIWantsThem(t *testing.T) {
	t.Parallel()
	shanghai := time.FixedZone("CST", 8*3600)
	tests := map[string]struct {
		params map[string]any
		want   string // besides page_index 3
	}{
		"as integration 0 has them": {
			map[string]any{
				"shop_id": "", "is_offline_shop": nil, "modified_begin": "2025-08-01 00:00:00", "modified_end": "2025-08-02 00:00:00",
				"so_ids": "", "shop_buyer_ids": []any{}, "page_index": "1", "page_size": "50",
			},
			`{"modified_begin":"2025-08-01 00:00:00","modified_end":"2025-08-02 00:00:00","page_index":3,"page_size":50}`,
		},
		"numbers as text":       {map[string]any{"shop_id": " 10001 "}, `{"page_index":3,"page_size":50,"shop_id":10001}`},
		"zeros before a number": {map[string]any{"shop_id": "+0010001"}, `{"page_index":3,"page_size":50,"shop_id":10001}`},
		"a number beyond 2^63":  {map[string]any{"start_ts": "98765432109876543210"}, `{"page_index":3,"page_size":50,"start_ts":98765432109876543210}`},
		"a float of YAML":       {map[string]any{"shop_id": 12345678.0}, `{"page_index":3,"page_size":50,"shop_id":12345678}`},
		"flags as text":         {map[string]any{"is_offline_shop": "true"}, `{"is_offline_shop":true,"page_index":3,"page_size":50}`},
		"a list with commas":    {map[string]any{"so_ids": "A1, A2,,A3"}, `{"page_index":3,"page_size":50,"so_ids":["A1","A2","A3"]}`},
		"a list of strings":     {map[string]any{"so_ids": []string{"A1"}}, `{"page_index":3,"page_size":50,"so_ids":["A1"]}`},
		"a list of numbers":     {map[string]any{"as_ids": []any{"1", json.Number("2"), 3}}, `{"as_ids":[1,2,3],"page_index":3,"page_size":50}`},
		"one of a list":         {map[string]any{"o_ids": 7}, `{"o_ids":[7],"page_index":3,"page_size":50}`},
		"a time":                {map[string]any{"modified_begin": time.Date(2025, 8, 1, 0, 0, 0, 0, time.UTC)}, `{"modified_begin":"2025-08-01 08:00:00","page_index":3,"page_size":50}`},
		"a size too large":      {map[string]any{"page_size": 500}, `{"page_index":3,"page_size":50}`},
		"a size of its own":     {map[string]any{"page_size": json.Number("20")}, `{"page_index":3,"page_size":20}`},
		"another parameter":     {map[string]any{"new_flag": "a<b&c"}, `{"new_flag":"a<b&c","page_index":3,"page_size":50}`},
		"a digit string":        {map[string]any{"owner_co_id": "007"}, `{"owner_co_id":"007","page_index":3,"page_size":50}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ask, err := newRequest(apis(false)[0], test.params, shanghai)
			if err != nil {
				t.Fatal(err)
			}
			got, err := marshal(ask.page(3))
			if err != nil || got != test.want {
				t.Errorf("%s, %v; want %s", got, err, test.want)
			}
		})
	}
}

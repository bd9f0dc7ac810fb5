package qimen_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/qimen"
)

func form() qimen.Form {
	return qimen.Form{Page: "page_no", Size: "page_size", Most: 30, Begin: "start_time", End: "end_time", Instead: []string{"order_no"}}
}

func TestValuesAreDressedAsText(t *testing.T) {
	t.Parallel()
	shanghai := time.FixedZone("CST", 8*3600)
	tests := map[string]struct {
		params map[string]any
		want   map[string]string // besides page_no 3 and page_size 30
	}{
		"nothing":           {nil, map[string]string{}},
		"empties":           {map[string]any{"status": "", "warehouse_no": nil, "so_ids": []any{}, "shop_no": " "}, map[string]string{}},
		"numbers":           {map[string]any{"status": 110, "a": json.Number("1.10"), "b": 12345678.0}, map[string]string{"status": "110", "a": "1.10", "b": "12345678"}},
		"flags":             {map[string]any{"is_get_total": false}, map[string]string{"is_get_total": "false"}},
		"lists have commas": {map[string]any{"so_ids": []any{"A1", "", 2}, "o_ids": []string{"7"}}, map[string]string{"so_ids": "A1,2", "o_ids": "7"}},
		"a time":            {map[string]any{"start_time": time.Date(2025, 8, 1, 0, 0, 0, 0, time.UTC)}, map[string]string{"start_time": "2025-08-01 08:00:00"}},
		"a size too large":  {map[string]any{"page_size": 500}, map[string]string{}},
		"a size of its own": {map[string]any{"page_size": "20", "page_no": "9"}, map[string]string{"page_size": "20"}},
	}
	for name, test := range tests {
		ask, err := form().Ask(connectors.Query{Params: test.params}, shanghai)
		must(t, err)
		want := map[string]string{"page_no": "3", "page_size": "30"}
		maps.Copy(want, test.want)
		if got := ask.At(3, ask.Size, nil); !maps.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestWhatCannotBeSentIsSaid(t *testing.T) {
	t.Parallel()
	for says, params := range map[string]map[string]any{
		"sign: it is a parameter of the gateway's":  {"sign": "x"},
		"session: it is a parameter of the gateway": {"session": "x"},
		"holds a comma":              {"so_ids": []any{"A,B"}},
		"an object cannot":           {"filter": map[string]any{"a": 1}},
		`page_size: "-5" is not`:     {"page_size": "-5"},
		`page_size: "many" is not a`: {"page_size": "many"},
	} {
		if _, err := form().Ask(connectors.Query{Params: params}, time.UTC); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v does not say %q", err, says)
		}
	}
}

// A scheme that leaves the window to the connector gets the one being read.
func TestTheWindowIsFilledIn(t *testing.T) {
	t.Parallel()
	shanghai := time.FixedZone("CST", 8*3600)
	from := time.Date(2025, 8, 1, 0, 0, 0, 0, time.UTC)
	w := connectors.Window{From: from, To: from.Add(time.Hour)}
	for name, test := range map[string]struct {
		params     map[string]any
		begin, end string
	}{
		"left out":      {map[string]any{"start_time": "", "status": "110"}, "2025-08-01 08:00:00", "2025-08-01 09:00:00"},
		"given":         {map[string]any{"start_time": "2025-07-01 00:00:00", "end_time": "2025-07-02 00:00:00"}, "2025-07-01 00:00:00", "2025-07-02 00:00:00"},
		"one document":  {map[string]any{"order_no": "CK1"}, "", ""},
		"half of it is": {map[string]any{"end_time": "2025-07-02 00:00:00"}, "", "2025-07-02 00:00:00"},
	} {
		ask, err := form().Ask(connectors.Query{Params: test.params, Window: w}, shanghai)
		must(t, err)
		if ask.Get("start_time") != test.begin || ask.Get("end_time") != test.end || ask.End.IsZero() != (test.end == "") {
			t.Errorf("%s: %q to %q, ends %v", name, ask.Get("start_time"), ask.Get("end_time"), ask.End)
		}
	}
}

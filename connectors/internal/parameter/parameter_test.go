package parameter_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/internal/parameter"
)

func TestDress(t *testing.T) {
	t.Parallel()
	shanghai := time.FixedZone("CST", 8*60*60)
	tests := []struct {
		value any
		want  string
		fails bool
	}{
		{nil, "", false},
		{" A1 ", "A1", false},
		{12345678.0, "12345678", false},
		{json.Number("1.50"), "1.50", false},
		{true, "true", false},
		{time.Date(2025, 8, 1, 0, 0, 0, 0, time.UTC), "2025-08-01 08:00:00", false},
		{[]any{"A1", "", 2}, "A1,2", false},
		{[]string{"A1", "A2"}, "A1,A2", false},
		{[]any{"A,1"}, "", true},
		{map[string]any{"a": 1}, "", true},
	}
	for _, test := range tests {
		if got, err := parameter.Dress(test.value, shanghai); got != test.want || (err != nil) != test.fails {
			t.Errorf("%#v: got %q, %v; want %q", test.value, got, err, test.want)
		}
	}
}

func TestSize(t *testing.T) {
	t.Parallel()
	tests := []struct {
		asked any
		want  int
		fails bool
	}{{nil, 50, false}, {"", 50, false}, {"20", 20, false}, {500, 50, false}, {0, 50, true}, {"many", 50, true}}
	for _, test := range tests {
		if got, err := parameter.Size("page_size", test.asked, 50); got != test.want || (err != nil) != test.fails {
			t.Errorf("%v: got %d, %v; want %d", test.asked, got, err, test.want)
		}
	}
}

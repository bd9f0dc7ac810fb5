package schemes_test

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestFlatten(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, settings, row, want string }{
		{
			"lists beside each other, one after the other", "  beatFlat: [l, p]", `{"id":1,"l":[{"x":1},{"x":2}],"p":[{"y":1}]}`,
			`1-1 1-1 {"id":1,"l_x":1,"p":[{"y":1}]}|1-2 1-2 {"id":1,"l_x":2,"p":[{"y":1}]}|1-p-1 1-p-1 {"id":1,"l":[{"x":1},{"x":2}],"p_y":1}`,
		},
		{
			"one of two lists is empty", "  beatFlat: [l, p]", `{"id":1,"p":[{"y":1}]}`,
			`1-p-1 1-p-1 {"id":1,"p_y":1}`,
		},
		{"both are", "  beatFlat: [l, p]", `{"id":1,"l":null}`, `1 1 {"id":1,"l":null} skip: has no l and no p`},
		{
			"two lists in a line", "  beatFlat: [l, l.m, l_n]", `{"id":1,"l":[{"m":[{"y":1}],"n":[{"z":1},{"z":2}]}]}`,
			`1-1 1-1 {"id":1,"l_m_y":1,"l_n":[{"z":1},{"z":2}]}|1-2 1-2 {"id":1,"l_m":[{"y":1}],"l_n_z":1}|1-3 1-3 {"id":1,"l_m":[{"y":1}],"l_n_z":2}`,
		},
		{
			"a list of the row that is called like one of a line", "  beatFlat: [l, l_m]", `{"id":1,"l":[{"x":1}],"l_m":[{"y":1}]}`,
			`1-1 1-1 {"id":1,"l_x":1,"l_m":[{"y":1}]}|1-l_m-1 1-l_m-1 {"id":1,"l":[{"x":1}],"l_m_y":1}`,
		},
		{
			"a list in an object", "  beatFlat: [data.l]", `{"id":1,"data":{"l":[{"x":1}],"no":7},"z":0}`,
			`1-1 1-1 {"id":1,"data":{"no":7},"z":0,"data_l_x":1}`,
		},
		{"scalars", "  beatFlat: [l]", `{"id":1,"l":["a",2.50]}`, `1-1 1-1 {"id":1,"l":"a"}|1-2 1-2 {"id":1,"l":2.50}`},
		{
			"the line's field takes the place of the head's", "  beatFlat: [l]", `{"l_x":"head","id":1,"l":[{"x":"line"},{"y":0}]}`,
			`1-1 1-1 {"id":1,"l_x":"line"}|1-2 1-2 {"l_x":"head","id":1,"l_y":0}`,
		},
		{"an empty object is an empty list of PHP's", "  beatFlat: [l]", `{"id":1,"l":{}}`, `1 1 {"id":1,"l":{}} skip: has no l`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			shaped, err := shaper(t, test.settings).Shape(json.RawMessage(test.row))
			if got := written(shaped); err != nil || got != test.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, test.want)
			}
		})
	}
}

func TestBeatFlatTwice(t *testing.T) {
	t.Parallel()
	if err := parsed("  beatFlat: [l, l]"); err == nil || !strings.Contains(err.Error(), "x.yaml:10:17: source.beatFlat: l is listed twice") {
		t.Errorf("got %v", err)
	}
}

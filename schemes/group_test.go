package schemes_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/schemes"
)

// grouper is a scheme with the given source settings and grouping. It reads
// nothing of a document, so that nothing can be lost.
func grouper(t failer, source, grouping string) *schemes.Scheme {
	t.Helper()
	return parse(t, xYAML+source+`
target:
  connector: t
  api: a
  number: N
  request: [{field: N, value: "{{bfn_num}}"}]
`+grouping)
}

const threeLines = `{"id":7,"head":{"no":"A"},"s":"x","l":[{"w":1,"q":1.50},{"w":2,"q":"2"},{"w":1.0,"q":3}]}`

func TestGroupsWithinARow(t *testing.T) {
	t.Parallel()
	const flat = "  beatFlat: [l]"
	tests := []struct{ name, source, grouping, row, want string }{
		{
			"one group is the row", flat, "  groupCalculate: {headerGroup: [id, s], bodyName: b}", threeLines,
			`7 A {"id":7,"s":"x","b":[{"id":7,"head":{"no":"A"},"s":"x","l_w":1,"l_q":1.50},{"id":7,"head":{"no":"A"},"s":"x","l_w":2,"l_q":"2"},{"id":7,"head":{"no":"A"},"s":"x","l_w":1.0,"l_q":3}]}`,
		},
		{
			"1 and 1.0 are one group, which is calculated in head and body", flat,
			"  groupCalculate: {headerGroup: [id, l_w], bodyGroup: [s], bodyName: b, calculate: {l_q: $sum}}", threeLines,
			`7 A {"id":7,"l_w":1,"l_q":4.50,"b":[{"s":"x","l_q":4.50}]}|7-2 A-2 {"id":7,"l_w":2,"l_q":2,"b":[{"s":"x","l_q":2}]}`,
		},
		{
			"the number will do where lines are flattened", flat, "  groupCalculate: {headerGroup: head.no, calculate: {l_q: $max}}", threeLines,
			`7 A {"head.no":"A","l_q":3}`,
		},
		{
			"a row that is not flattened is a group of one", "", "  groupCalculate: {headerGroup: [id], bodyGroup: [s], bodyName: b}", threeLines,
			`7 A {"id":7,"b":[{"s":"x"}]}`,
		},
		{
			"parts have their own totals", flat, "  groupCalculate: {headerGroup: [id], bodyGroup: [l_w, l_q], bodyName: b, bodyMaxLine: 2, calculate: {s: $first}}", threeLines,
			`7 A {"id":7,"s":"x","b":[{"l_w":1,"l_q":1.50,"s":"x"},{"l_w":2,"l_q":"2","s":"x"}]}|7-1-2 A-1-2 {"id":7,"s":"x","b":[{"l_w":1.0,"l_q":3,"s":"x"}]}`,
		},
		{
			"a refused line leaves the group and is kept", flat + "\n  condition: [[{field: l.q, logic: gt, value: 2, because: few}]]",
			"  groupCalculate: {headerGroup: [id, l_w], calculate: {l_q: $sum}}", threeLines,
			`7 A {"id":7,"l_w":1.0,"l_q":3}|7-line-1 A-line-1 {"id":7,"head":{"no":"A"},"s":"x","l_w":1,"l_q":1.50} skip: few|` +
				`7-line-2 A-line-2 {"id":7,"head":{"no":"A"},"s":"x","l_w":2,"l_q":"2"} skip: few`,
		},
		{
			"a group keeps its number while those before it are refused", flat + "\n  condition: [[{field: l.w, logic: eq, value: 2, because: no}]]",
			"  groupCalculate: {headerGroup: [id, l_w]}", threeLines,
			`7-2 A-2 {"id":7,"l_w":2}|7-line-1 A-line-1 {"id":7,"head":{"no":"A"},"s":"x","l_w":1,"l_q":1.50} skip: no|` +
				`7-line-3 A-line-3 {"id":7,"head":{"no":"A"},"s":"x","l_w":1.0,"l_q":3} skip: no`,
		},
		{
			"a row without any line left is skipped as one", flat + "\n  condition: [[{field: l.q, logic: gt, value: 9, because: few}]]",
			"  groupCalculate: {headerGroup: [id]}", `{"id":7,"l":[{"q":1},{"q":2}]}`, `7 7 {"id":7,"l":[{"q":1},{"q":2}]} skip: few`,
		},
		{"a row without lines", flat, "  groupCalculate: {headerGroup: [id]}", `{"id":7}`, `7 7 {"id":7} skip: has no l`},
		{
			"merge adds up rows that are equal otherwise", flat,
			"  operation: {method: merge, field: id, header: [s], body: [l_w, l_q], bodySum: l_q, bodyName: b}", threeLines,
			`7 A {"id":7,"s":"x","l_q":6.50,"b":[{"l_w":1,"l_q":4.50},{"l_w":2,"l_q":2}]}`,
		},
		{
			"merge without header and body keeps everything", flat, "  operation: {method: merge, field: [id], bodyName: b}", `{"id":7,"l":[{"q":1},{"q":2}]}`,
			`7 7 {"id":7,"l_q":1,"b":[{"id":7,"l_q":1},{"id":7,"l_q":2}]}`,
		},
		{
			"merge adds up in a head that keeps everything", flat, "  operation: {method: merge, field: [id], bodySum: [l_q], bodyName: b}", `{"id":7,"l":[{"q":1},{"q":2}]}`,
			`7 7 {"id":7,"l_q":3,"b":[{"id":7,"l_q":1},{"id":7,"l_q":2}]}`,
		},
		{"batchArraySave groups nothing", flat, "  operation: {method: batchArraySave, rows: 20, rowsKey: array}", `{"id":7,"l":[{"q":1}]}`, `7-1 7-1 {"id":7,"l_q":1}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := grouper(t, test.source, test.grouping)
			shaped, err := s.Shape(json.RawMessage(test.row))
			if got := written(shaped); err != nil || got != test.want || s.Merges() {
				t.Errorf("merges %v\ngot  %s, %v\nwant %s", s.Merges(), got, err, test.want)
			}
		})
	}
}

func TestAccumulators(t *testing.T) {
	t.Parallel()
	tests := []struct{ accumulator, values, want string }{
		{"$sum", `0.1|"0.2"|null|""`, `0.3`},
		{"$sum", `100.00|0.5`, `100.50`},
		{"$sum", `null`, `0`},
		{"$sum", `9007199254740993|0.01`, `9007199254740993.01`},
		{"$avg", `1|2`, `1.5000`},
		{"$avg", `100.00|0|0`, `33.333333`},
		{"$avg", `null`, `null`},
		{"$min", `10|"9"|null`, `"9"`},
		{"$max", `10|"9"|9.5`, `10`},
		{"$min", `"2024-01-02"|"2023-12-31"`, `"2023-12-31"`},
		{"$max", `"007"|"5"`, `"5"`},
		{"$max", `10|10.00|9`, `10`},
		{"$max", `null`, `null`},
		{"$push", `1|1.0|null|{"a":1}`, `[1,1.0,{"a":1}]`},
		{"$push", `null`, `[]`},
		{"$addToSet", `1|"1"|1.0|2|[3]|[3]`, `[1,2,[3]]`},
		{"$first", `null|1`, `null`},
		{"$last", `1|[2]`, `[2]`},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test), func(t *testing.T) {
			t.Parallel()
			s := grouper(t, "  beatFlat: [l]", "  groupCalculate: {headerGroup: [id], calculate: {l_v: "+test.accumulator+"}}")
			row := `{"id":1,"l":[{"v":` + strings.ReplaceAll(test.values, "|", `},{"v":`) + `}]}`
			shaped, err := s.Shape(json.RawMessage(row))
			if want := `1 1 {"id":1,"l_v":` + test.want + `}`; err != nil || written(shaped) != want {
				t.Errorf("got  %s, %v\nwant %s", written(shaped), err, want)
			}
		})
	}
}

func TestGroupErrors(t *testing.T) {
	t.Parallel()
	tests := []struct{ grouping, row, want string }{
		{"calculate: {l_phone: $sum}", `{"id":1,"l":[{"phone":"1x"}]}`, `x.yaml: a row of c a: id 1: $sum of l_phone: "***" is not a number`},
		{"calculate: {l_v: $avg}", `{"id":1,"l":[{"v":[1]}]}`, `$avg of l_v: a value is a list, not one value`},
		{"calculate: {l_v: $min}", `{"id":1,"l":[{"v":{}},{"v":1}]}`, `$min of l_v: a value is an object, not one value`},
		{"bodyName: b, bodyGroup: [l_v]", `{"id":1,"l":[{"v":[1]}]}`, `l_v is a list, not one value, and lines cannot be grouped by it`},
	}
	for _, test := range tests {
		s := grouper(t, "  beatFlat: [l]", "  groupCalculate: {headerGroup: [id], "+test.grouping+"}")
		if _, err := s.Shape(json.RawMessage(test.row)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got  %v\nwant %s", err, test.want)
		}
	}
	over := grouper(t, "  beatFlat: [l]", "  groupCalculate: {headerGroup: [s, l_w]}")
	if _, err := over.Shape(json.RawMessage(`{"id":1,"l":[{"w":1},{"w":""}]}`)); err == nil || err.Error() != `x.yaml: a row of c a: id 1: line-2: it has no s, l_w to be grouped by` {
		t.Errorf("got %v", err)
	}
	lenient := grouper(t, "  beatFlat: [l]", "  groupCalculate: {headerGroup: [id], calculate: {l_v: $sum}}\ncompatibility: saas")
	shaped, err := lenient.Shape(json.RawMessage(`{"id":1,"l":[{"v":"x"},{"v":2}]}`))
	if want := `1 1 {"id":1,"l_v":2}`; err != nil || written(shaped) != want {
		t.Errorf("compatible: got %s, %v", written(shaped), err)
	}
}

// What grouping leaves out is a mistake to read; a compatible scheme sends it
// empty and says so.
func TestLostFields(t *testing.T) {
	t.Parallel()
	const lost = "  request: [{field: N, value: \"{{remark}}\"}]\n  groupCalculate: {headerGroup: [id]}"
	text := strings.Replace(xYAML, "source:", "target:\n  connector: t\n  api: a\n  number: N\n"+lost+"\nsource:", 1)
	const want = "x.yaml:9:31: N: {{remark}} is lost: it is neither in headerGroup nor calculated (remark: $first)"
	if _, err := tryParse(text); err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	s := parse(t, text+"compatibility: saas")
	if problems := fmt.Sprint(s.Check(nil)); !strings.Contains(problems, want) {
		t.Errorf("compatible: got %s", problems)
	}
}

// Groups over several rows: Shape says which line is of which group, Merge makes
// the documents, the same ones in whatever order the members come.
func TestMerge(t *testing.T) {
	t.Parallel()
	s := grouper(t, "  beatFlat: [l]", "  groupCalculate: {headerGroup: [s], bodyGroup: [l_w], bodyName: b, calculate: {l_q: $push}, bodyMaxLine: 1}")
	var members []schemes.Shaped
	for _, row := range []string{
		`{"id":10,"head":{"no":"B"},"s":1,"l":[{"w":1,"q":"b1"}]}`,
		`{"id":9,"head":{"no":"A"},"s":"1","l":[{"w":1,"q":"a1"},{"w":2,"q":"a2"}]}`,
	} {
		shaped, err := s.Shape(json.RawMessage(row))
		if err != nil {
			t.Fatal(err)
		}
		members = append(members, shaped...)
	}
	if !s.Merges() || len(members) != 3 || members[0].Group != `["1"]` || members[2].Group != `["1"]` {
		t.Fatalf("merges %v: %+v", s.Merges(), members)
	}
	const want = `9-1-m1dc02c7b A-1 {"s":"1","l_q":["a1","b1"],"b":[{"l_w":1,"l_q":["a1","b1"]}]}|` +
		`9-1-m1dc02c7b-2 A-1-2 {"s":"1","l_q":["a2"],"b":[{"l_w":2,"l_q":["a2"]}]}`
	for range 2 {
		merged, err := s.Merge(members[0].Group, members)
		if err != nil || written(merged) != want {
			t.Errorf("got  %s, %v\nwant %s", written(merged), err, want)
		}
		slices.Reverse(members)
	}
}

// The number of a merged document is one that no other document has.
func TestMergedNumbers(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ source, header, want string }{
		"flattened: the first line's":         {"  beatFlat: [l]", "s", "A-1"},
		"the group is all that have a number": {"", "s, head.no", "A"},
		"rows may share a number, not a key":  {"", "s", "7"},
	}
	for name, test := range tests {
		s := grouper(t, test.source, "  groupCalculate: {headerGroup: ["+test.header+"]}")
		shaped, err := s.Shape(json.RawMessage(`{"id":7,"head":{"no":"A"},"s":"x","l":[{"q":1}]}`))
		if err != nil {
			t.Fatal(err)
		}
		merged, err := s.Merge(shaped[0].Group, shaped)
		if err != nil || merged[0].Number != test.want {
			t.Errorf("%s: got %+v, %v", name, merged, err)
		}
	}
}

func TestMergeErrors(t *testing.T) {
	t.Parallel()
	s := grouper(t, "", "  groupCalculate: {headerGroup: [s], calculate: {v: $sum}}")
	members := []schemes.Shaped{
		{Key: "2", Content: json.RawMessage(`{"s":1,"v":"x"}`)}, {Key: "1", Content: json.RawMessage(`{"s":1,"v":1}`)},
	}
	if _, err := s.Merge("", members); err == nil || err.Error() != `x.yaml: merge 1, 2: $sum of v: "x" is not a number` {
		t.Errorf("got %v", err)
	}
	members[0].Content = json.RawMessage(`{"s":2,"v":1}`)
	if _, err := s.Merge("", members); err == nil || err.Error() != `x.yaml: merge 1, 2: they do not agree in s` {
		t.Errorf("got %v", err)
	}
	members[0].Content = json.RawMessage(`[]`)
	if _, err := s.Merge("", members); err == nil || !strings.Contains(err.Error(), "merge 1, 2: 2: the document is not a JSON object") {
		t.Errorf("got %v", err)
	}
	if _, err := s.Merge("", nil); err == nil {
		t.Error("a document was made of nothing")
	}
}

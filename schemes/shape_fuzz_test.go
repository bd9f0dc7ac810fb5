package schemes_test

import (
	"encoding/json"
	"testing"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// No row makes Shape panic, and none loses a line: what is sent is what is made
// and what is skipped, each under a key of its own.
func FuzzShape(f *testing.F) {
	const asked = "  condition: [[{field: l.m.q, logic: gt, value: 1}], [{field: l_x, logic: between, value: '2024-01-01,2025-01-01'}]]\n" +
		"  formatResponse: [{old: l.t, new: t_new, format: dateTime}, {old: a, new: a.b, format: amount}]\n"
	flat := shaper(f, asked+"  beatFlat: [l, l.m, p]")
	lenient := shaper(f, asked+"  beatFlat: [l, l.m, p]\ncompatibility: saas")
	plain := shaper(f, asked)
	grouped := grouper(f, asked+"  beatFlat: [l, l.m, p]", rowGroups+", bodyMaxLine: 2}\ncompatibility: saas")
	merging := grouper(f, asked+"  beatFlat: [l, l.m, p]", "  operation: {method: merge, field: l_w, bodyName: b}\ncompatibility: saas")
	for _, row := range []string{
		refund, nested, threeLines, `{"id":1,"l":[{"x":"2024-02-01","t":"?","m":[{"q":2},null,[1]]},"x"],"p":[{}]}`,
		`{"id":1,"l.m":[1],"l":[{"m":{},"m":[]}],"l_m":3,"a":"1e-2000000000"}`, `{"id":1,"l":[{"m":[{"q":1e999999999}]}]}`, `{"id":"","l":5}`, `[]`, `{"id":{}}`,
	} {
		f.Add([]byte(row))
	}
	f.Fuzz(func(t *testing.T, row []byte) {
		for _, s := range []*schemes.Scheme{flat, lenient} {
			if shaped := distinctly(t, s, row); shaped != nil && len(shaped) != leavesOf(t, row) {
				t.Errorf("%d lines became %s", leavesOf(t, row), written(shaped))
			}
		}
		distinctly(t, plain, row)
		distinctly(t, grouped, row)
		groups := map[string][]schemes.Shaped{}
		for _, member := range distinctly(t, merging, row) {
			groups[member.Group] = append(groups[member.Group], member)
		}
		delete(groups, "") // skipped
		for group, members := range groups {
			if _, err := merging.Merge(group, members); err != nil {
				t.Errorf("%s cannot be merged: %v", written(members), err)
			}
		}
	})
}

// distinctly shapes a row; nil when the scheme cannot read it.
func distinctly(t *testing.T, s *schemes.Scheme, row []byte) []schemes.Shaped {
	t.Helper()
	shaped, err := s.Shape(row)
	if err != nil {
		return nil
	}
	keys := map[string]bool{}
	for _, one := range shaped {
		if keys[one.Key] || !json.Valid(one.Content) {
			t.Errorf("of %s: %s is there twice, or is no JSON: %s", row, one.Key, one.Content)
		}
		keys[one.Key] = true
	}
	if len(shaped) == 0 {
		t.Errorf("%s became nothing", row)
	}
	return shaped
}

// leavesOf counts the lines of l, those of l.m in their place, and those of p;
// a row without any counts itself.
func leavesOf(t *testing.T, content []byte) int {
	t.Helper()
	row, err := mapping.ParseRow(content)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := mapping.At(row, "p").([]any)
	count := len(p)
	l, _ := mapping.At(row, "l").([]any)
	for _, element := range l {
		line, _ := element.(mapping.Row)
		m, _ := mapping.At(line, "m").([]any)
		count += max(1, len(m))
	}
	return max(1, count)
}

package schemes_test

import (
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/schemes"
)

// A file that is not YAML is refused at the line somebody has to mend, not
// where YAML says that the broken block begins.
func TestBrokenYAMLIsFoundWhereItBreaks(t *testing.T) {
	t.Parallel()
	const file = "name: x\ntitle: X\nsource:\n  connector: a\n  api: b\n  id: c\n  condition: [[\n    {field: a, logic: eq, value: 1},\n    {field: b, logic: isnull}]]\n" +
		"  request:\n    - {field: a, value: 1}\n    - {field: b, value: \"{{b}}\"} # ，\n"
	for _, c := range []struct{ was, is, want string }{
		{"    - {field: b,", "   - {field: b,", "x.yaml:12:1: did not find expected"},
		{"  id: c", "id: c", "x.yaml:7:1: mapping values are not allowed"},
		{`"{{b}}"}`, `"{{b}}}`, "x.yaml:12:1: found unexpected end of stream"},
		{"{field: a, value: 1}", "{field: a value: 1}", "x.yaml:11:1: did not find expected ',' or '}'"},
		{"{field: a, value: 1}", "{field: a，value: 1}", "x.yaml:11:16: '，' is a full-width character; write ','"},
		{`"{{b}}"}`, `“{{b}}”}`, `x.yaml:12:25: '“' is a full-width character; write '"'`},
		{"title: X", "title：X", "x.yaml:2:6: '：' is a full-width character; write ':'"},
		{"  api: b", "  api:b", "x.yaml:5:7: a space is missing after the colon"},
	} {
		_, err := schemes.Parse("x.yaml", []byte(strings.Replace(file, c.was, c.is, 1)))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q instead of %q: got %v, want %s", c.is, c.was, err, c.want)
		}
	}
}

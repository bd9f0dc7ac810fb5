package mapping_test

import (
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// A source request calculates its window as a document calculates its values.
func TestFunctionInRequest(t *testing.T) {
	t.Parallel()
	m, mistakes := mapping.CompileRequest("x.yaml", []mapping.Field{
		named("day", "_function FROM_UNIXTIME({{LAST_SYNC_TIME}}-600,'%Y-%m-%d %H:%i')"),
		named("ms", "_function {{LAST_SYNC_TIME}}000 - 600000"),
		named("since", "_function greatest('{{LAST_SYNC_TIME|datetime}}', date_sub(now(), interval '0 2' day_hour))"),
		named("filter", "_function concat(\"FModifyDate>='\", '{{LAST_SYNC_TIME|date}}', \"'\")"),
	}, mapping.Rules{})
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	object, err := m.Request(mapping.Variables{LastSync: time.Unix(1709259630, 0), Now: time.Unix(1709263230, 0)})
	if err != nil {
		t.Fatal(err)
	}
	got, err := object.MarshalJSON()
	want := `{"day":"2024-03-01 10:10","ms":1709259030000,"since":"2024-03-01 10:20:30","filter":"FModifyDate>='2024-03-01'"}`
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v\nwant %s", got, err, want)
	}
}

// The ways consultants type an expression.
func TestFunctionSpellings(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"_function case when'{{name}}'='' then 'x' else '{{name}}' end",
		"_function  case  when '{{name}}' = ''  then 'x'  else '{{name}}'  end ;",
		"_FUNCTION CASE WHEN '{{name}}' = '' THEN 'x' ELSE '{{name}}' END;;",
		"_function\ncase '{{name}}'\n\twhen '' then 'x'\n\telse '{{name}}'\nend\n",
		"_function case\u00a0when '{{name}}'='' then 'x'\u3000else {{name}} end",
		"_function (((case when '{{name}}'='' then 'x' else '{{name}}' end)))",
	} {
		if got, err := apply(t, field("", text), base()); err != nil || got != `{"F":"O'Neil"}` {
			t.Errorf("%s: got %s, %v", text, got, err)
		}
	}
}

// The SaaS's way reads text as MySQL does.
func TestFunctionCompatible(t *testing.T) {
	t.Parallel()
	f := field("", "_function '{{name}}'*1 + '{{qty}}件'*2")
	m, mistakes := mapping.CompileEntry("x.yaml", []mapping.Field{f}, mapping.Rules{Compatible: true})
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	object, err := m.Apply(t.Context(), document(), base())
	if got, _ := object.MarshalJSON(); err != nil || string(got) != `{"F":6}` {
		t.Errorf("got %s, %v", got, err)
	}
	if _, err := apply(t, f, base()); err == nil || !strings.Contains(err.Error(), `"O'Neil" is not a number`) {
		t.Errorf("got %v", err)
	}
}

package schemes_test

import (
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/schemes"
)

func TestAnOptionThatIsAFieldToo(t *testing.T) {
	t.Parallel()
	const yaml = `name: x
title: x
schedule: {every: 10m}
source:
  connector: kingdee
  api: executeBillQuery
  id: FNumber
  options: {formid: BD_Customer, Limit: 10, StartRow: 0}
  request:
    - {field: FormId, value: BD_Customer}
    - {field: StartRow}
    - {field: FieldKeys, value: FNumber}
`
	_, err := schemes.Parse("x.yaml", []byte(yaml))
	if err == nil || err.Error() != "x.yaml:8:13: source.options.formid: source.request has the field, too (line 10); leave one out" {
		t.Errorf("%v", err)
	}
	if _, err := schemes.Parse("x.yaml", []byte(strings.Replace(yaml, "formid: BD_Customer, ", "", 1))); err != nil {
		t.Errorf("without it: %v", err)
	}
}

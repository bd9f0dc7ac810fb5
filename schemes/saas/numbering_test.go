package saas_test

import (
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/schemes/saas"
)

// What is no number of documents is not passed off as one.
func TestNumberIsMissing(t *testing.T) {
	t.Parallel()
	for request, want := range map[string]saas.Note{
		`[{"field":"FDate","value":"{{d}}"},{"field":"FBillNo","value":"{{n}}"}]`: {Kind: saas.Guessed, Code: "number", New: "FBillNo", Certainty: "high"},
		`[{"field":"FDate","value":"{{d}}"},{"field":"FNote","value":"{{n}}"}]`:   {Kind: saas.ToDo, Code: "number-missing", New: "FDate"},
	} {
		got := imports(t, file("a.json", `{"source":`+aSource+`,"target":{"platform":"金蝶云星空","api":"batchSave","request":`+request+`}}`))[0]
		want.Side, want.Field = "target", "number"
		found := false
		for _, n := range got.Notes {
			found = found || n == want
		}
		if !found || !strings.Contains(string(got.YAML), "  number: "+want.New) {
			t.Errorf("%s: %v\n%s", request, got.Notes, got.YAML)
		}
	}
}

package kingdee_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
)

func TestFindAsksInChunksAndEscapes(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	var numbers []string
	for i := range 120 {
		numbers = append(numbers, fmt.Sprintf("O'Neil-%03d", i))
	}
	for _, i := range []int{0, 49, 50, 119} {
		if err := each(c.Save(t.Context(), returns(), []connectors.Entry{refund(t, numbers[i])})); err != nil {
			t.Fatal(err)
		}
	}
	found := must[map[string]connectors.Receipt](t)(c.Find(t.Context(), returns(), numbers))
	if len(found) != 4 {
		t.Errorf("%v", found)
	}
	for _, i := range []int{0, 49, 50, 119} {
		if r := found[numbers[i]]; r.Number != numbers[i] || r.ID == "" || r.Status != connectors.Draft {
			t.Errorf("%s: %+v", numbers[i], r)
		}
	}
	if got := sim.Calls().Count["ExecuteBillQuery"]; got != 3 {
		t.Errorf("%d queries for 120 numbers", got)
	}
}

func TestFindKnowsEveryState(t *testing.T) {
	t.Parallel()
	_, c := bills(t)
	finder, ok := c.(connectors.Finder)
	if !ok {
		t.Fatal("no finder")
	}
	found := must[map[string]connectors.Receipt](t)(finder.Find(t.Context(), returns(), []string{"A", "B", "C", "D", "d", "E"}))
	for number, want := range map[string]connectors.TargetState{
		"A": connectors.Draft, "B": connectors.Submitted, "C": connectors.Audited, "D": connectors.Draft, "E": "",
	} {
		if found[number].Status != want {
			t.Errorf("%s: %+v", number, found[number])
		}
	}
	if len(found) != 4 {
		t.Errorf("%v", found)
	}
}

func TestReadGivesLinesWithTheirDigits(t *testing.T) {
	t.Parallel()
	_, c := pair(t)
	two := entry(t, "R-2", `{"FBillTypeID":"XSTHD01_SYS","FDate":"2024-05-01","FSaleOrgId":"100","FStockOrgId":"100","FRetcustId":"10002","FEntity":[
		{"FMaterialId":"SKU-1","FRealQty":1,"FTaxPrice":"19.9","FStockId":"CK01"},{"FMaterialId":"SKU-2","FRealQty":2,"FTaxPrice":"0.005","FStockId":"CK01"}]}`)
	if err := each(c.Save(t.Context(), returns(), []connectors.Entry{refund(t, "R-1"), two})); err != nil {
		t.Fatal(err)
	}
	fields := []string{"FMaterialId.FNumber", "FAllAmount", "FRetcustId.FNumber"}
	read := must[map[string][]map[string]any](t)(c.Read(t.Context(), returns(), []string{"R-1", "R-2", "R-3"}, fields))
	got, err := json.Marshal(read)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"R-1":[{"FAllAmount":100.01,"FMaterialId.FNumber":"SKU-1","FRetcustId.FNumber":"10001"}],` +
		`"R-2":[{"FAllAmount":19.9,"FMaterialId.FNumber":"SKU-1","FRetcustId.FNumber":"10002"},{"FAllAmount":0.01,"FMaterialId.FNumber":"SKU-2","FRetcustId.FNumber":"10002"}]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if _, ok := read["R-1"][0]["FAllAmount"].(json.Number); !ok {
		t.Errorf("%T is not a number with its digits", read["R-1"][0]["FAllAmount"])
	}
	heads := must[map[string][]map[string]any](t)(c.Read(t.Context(), returns(), []string{"R-2"}, []string{"FBillAllAmount", "FDocumentStatus"}))
	if len(heads["R-2"]) != 1 {
		t.Errorf("fields of the head make one line: %v", heads)
	}
}

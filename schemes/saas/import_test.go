package saas_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/saas"
)

func imports(t *testing.T, files ...saas.File) []saas.Imported {
	t.Helper()
	got, err := saas.Import(files, saas.Options{APIs: all.APIs()})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func file(name, content string) saas.File { return saas.File{Name: name, Content: []byte(content)} }

const (
	aSource = `{"api":"orders.single.query","effect":"QUERY","id":"o_id","request":[]}`
	aTarget = `{"api":"batchSave","effect":"EXECUTE","request":[{"field":"FBillNo","value":"{{so_id}}"}]}`
)

// The manual prints some parsers with their params beside the name.
func TestParamsBesideTheName(t *testing.T) {
	t.Parallel()
	for parser, want := range map[string]string{
		`{"name":"ConvertTwoStageObjectParser","params1":"value","params2":"no"}`:            "{params1: value, params2: no}",
		`{"name":"workflowRequestTableFields","view":true,"edit":false,"fieldId":"12258"}`:   `{view: true, edit: false, fieldId: "12258"}`,
		`{"name":"ConvertTwoStageObjectParser","params":{"params1":"value","params2":"no"}}`: "{params1: value, params2: no}",
	} {
		target := `{"api":"batchSave","effect":"EXECUTE","request":[{"field":"FBillNo","value":"{{so_id}}","parser":` + parser + `}]}`
		one := imports(t, file("a.json", `{"source":`+aSource+`,"target":`+target+`}`))[0]
		if !strings.Contains(strings.ReplaceAll(string(one.YAML), `"no"`, "no"), "params: "+want+"}}") {
			t.Errorf("%s became %s", parser, one.YAML)
		}
	}
}

// A 销售出库单 has nearly the fields of a 销售退货单; the bill type tells them apart.
func TestFormOfBillType(t *testing.T) {
	t.Parallel()
	fields := `{"field":"FBillNo","value":"{{so_id}}"},{"field":"FDate","value":"{{d}}"},{"field":"FSaleOrgId","value":"100"},{"field":"FStockOrgId","value":"100"},{"field":"FHeadNote","value":"x"},`
	for billType, want := range map[string]string{"XSCKD01_SYS": "FormId: SAL_OUTSTOCK", "XSTHD01_SYS": "FormId: SAL_RETURNSTOCK", "DSXSCKD": ""} {
		target := `{"api":"batchSave","effect":"EXECUTE","request":[` + fields + `{"field":"FCustomerID","value":"1"},{"field":"FBillTypeID","value":"` + billType + `"}]}`
		yaml := string(imports(t, file("a.json", `{"source":`+aSource+`,"target":`+target+`}`))[0].YAML)
		if !strings.Contains(yaml, want) || strings.Contains(yaml, "FormId") != (want != "") {
			t.Errorf("%s became %s", billType, yaml)
		}
	}
}

// A page prints the source's parameters and fields, but not that it is flattened.
func TestFlatNamesOfAPage(t *testing.T) {
	t.Parallel()
	page := `{"source":{"platform":"聚水潭","api":"refund.single.query","request":[{"field":"page_size","type":"","value":"50"}],
		"response":[{"field":"as_id"},{"field":"items.sku_id"}]},
		"target":{"platform":"金蝶云星空","api":"batchSave","request":[{"field":"FBillNo","value":"{{items_sku_id}}"}]}}`
	for _, known := range []struct {
		id   string
		want bool
	}{{"", true}, {`"id":"as_id",`, false}} {
		content := strings.Replace(page, `"api":"refund`, known.id+`"api":"refund`, 1)
		yaml := string(imports(t, file("a.json", content))[0].YAML)
		if strings.Contains(yaml, "beatFlat: [items]") != known.want || strings.Contains(yaml, `type: ""`) {
			t.Errorf("%s became %s", content, yaml)
		}
	}
}

// The two sides find each other; what has one side only is a scheme of its own.
func TestSides(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		files []saas.File
		want  []string // name: connectors
	}{
		"one file":        {[]saas.File{file("a.json", `{"source":`+aSource+`,"target":`+aTarget+`}`)}, []string{"a jushuitan kingdee"}},
		"two files":       {[]saas.File{file("x.json", aTarget), file("y.json", aSource)}, []string{"x jushuitan kingdee"}},
		"a list of sides": {[]saas.File{file("a.json", "["+aSource+","+aTarget+"]")}, []string{"a jushuitan kingdee"}},
		"by their names": {
			[]saas.File{file("a.source.json", aSource), file("b.source.json", aSource), file("a.target.json", aTarget), file("b-目标.json", aTarget)},
			[]string{"a jushuitan kingdee", "b jushuitan kingdee"},
		},
		"base data": {[]saas.File{file("a.json", aSource)}, []string{"a jushuitan"}},
		"type QUERY": {
			[]saas.File{file("a.json", `{"api":"orders.single.query","type":"QUERY","id":"o_id","request":[]}`)}, []string{"a jushuitan"},
		},
		"bare entries": {[]saas.File{file("a.json", `[{"field":"FBillNo","value":"{{no}}"}]`)}, []string{"a unknown unknown"}},
		"a no-op": {
			[]saas.File{file("a.json", `{"source":`+aSource+`,"target":{"api":"写入空操作","request":[{"field":"a"}]}}`)}, []string{"a jushuitan"},
		},
	} {
		var got []string
		for _, one := range imports(t, c.files...) {
			s, err := schemes.Parse(one.Name+".yaml", one.YAML)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			line := s.Name + " " + s.Source.Connector
			if s.Target != nil {
				line += " " + s.Target.Connector
			}
			got = append(got, line)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, wanted %q", name, got, c.want)
		}
	}
}

// The three spellings of a tree mean the same.
func TestTrees(t *testing.T) {
	t.Parallel()
	var all []string
	for _, request := range []string{
		`[{"field":"no","value":"{{a}}"},{"field":"lines","type":"array","value":"items","children":[{"field":"sku","value":"{{items.sku}}"},{"field":"sub","type":"object","children":[{"field":"x","value":"1"}]}]}]`,
		`[{"field":"no","value":"{{a}}","parent":null},{"field":"sku","parent":"lines","value":"{{items.sku}}"},{"field":"lines","type":"array","value":"items"},{"field":"sub","type":"object","parent":"lines"},{"field":"x","parent":"sub","value":"1"}]`,
		`[{"field":"no","value":"{{a}}"},{"field":"lines","type":"array","value":"items"},{"field":"lines.sku","value":"{{items.sku}}"},{"field":"lines.sub","type":"object"},{"field":"lines.sub.x","value":"1"}]`,
	} {
		got := imports(t, file("a.json", `{"source":`+aSource+`,"target":{"platform":"聚水潭","api":"x","number":"no","request":`+request+`}}`))
		all = append(all, string(got[0].YAML))
	}
	if all[0] != all[1] || all[1] != all[2] || !strings.Contains(all[0], "sub") {
		t.Errorf("they differ:\n%s\n%s\n%s", all[0], all[1], all[2])
	}
}

// A scheme another one needs is missing until somebody has it; a placeholder
// stands in for it.
func TestMissing(t *testing.T) {
	t.Parallel()
	const id = "3c9d8e7f-1a2b-3c4d-8e5f-6a7b8c9d0e1f"
	target := `{"api":"batchSave","effect":"EXECUTE","request":[{"field":"FBillNo","value":"_findCollection find F from ` + id + ` where N={{so_id}}"}]}`
	content := `{"source":` + aSource + `,"target":` + target + `}`
	got := imports(t, file("a.json", content))
	if len(got[0].Missing) != 1 || got[0].Missing[0].Scheme != id || !slices.Equal(got[0].Missing[0].Fields, []string{"FBillNo"}) {
		t.Errorf("missing is %+v", got[0].Missing)
	}
	both := imports(t, file("a.json", content), file("b.json", `{"strategyId":"`+id+`","source":`+aSource+`}`))
	if len(both) != 2 || len(both[0].Missing) != 0 {
		t.Errorf("it is there and still missing: %+v", both)
	}
	name, yaml, err := saas.Placeholder(id)
	if err != nil {
		t.Fatal(err)
	}
	s, err := schemes.Parse(name+".yaml", yaml)
	if err != nil || s.ID != id || s.Target != nil {
		t.Errorf("the placeholder is no scheme: %v\n%s", err, yaml)
	}
}

// A name is never a path: files are written by it.
func TestNamesAreNoPaths(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"../../etc/x": "etc-x", ".hidden": "hidden", `a\\b`: "a-b", "退货": "退货"} {
		got := imports(t, file("a.json", `{"erpbridge":{"name":"`+name+`"},"source":`+aSource+`}`))
		if got[0].Name != want {
			t.Errorf("%s became %s, wanted %s", name, got[0].Name, want)
		}
	}
}

// FuzzImport: nothing that is in a file makes the import fall over, and what it
// makes of it loads.
func FuzzImport(f *testing.F) {
	f.Add([]byte(`{"source":`+aSource+`,"target":`+aTarget+`}`), false)
	f.Add([]byte(`[{"field":"a.b","children":[{"field":"c"}],"value":"_function case 'x_y' when {{a}} then 1 end"}]`), true)
	f.Add([]byte(`{'request':{"FormId":{"value":"x","label":"# \u0000"}},"api":"ExecuteBillQuery","condition":[[{"field":1}]],}`), true)
	f.Add([]byte("{\"api\":\"a\",\"request\":[{\"field\":\"<<\",\"value\":\"_mongoQuery x where={\"}]}"), true)
	f.Fuzz(func(t *testing.T, content []byte, restore bool) {
		imported, err := saas.Import([]saas.File{{Name: "f.json", Content: content}}, saas.Options{APIs: all.APIs(), RestoreBraces: restore})
		if err != nil {
			return
		}
		for _, one := range imported {
			if _, err := schemes.Parse(one.Name+".yaml", one.YAML); err != nil {
				t.Errorf("%v\n%s", err, one.YAML)
			}
		}
	})
}

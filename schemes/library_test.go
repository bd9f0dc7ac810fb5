package schemes_test

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
)

const minimal = `
name: NAME
title: x
id: ID
schedule: {every: 1m}
source: {connector: c, api: a, id: key, number: no}
`

const looksUp = minimal + `target:
  connector: t
  api: save
  number: N
  request:
    - {field: N, value: "_findCollection find number from COLLECTION where id={{x}} b=1"}
`

func file(text string, replace ...string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(strings.NewReplacer(replace...).Replace(text))}
}

func TestLibraryResolves(t *testing.T) {
	t.Parallel()
	library, err := schemes.Load(fstest.MapFS{
		"base.yaml":  file(minimal, "NAME", "base", "ID", "8ea1"),
		"bills.yaml": file(looksUp, "NAME", "bills", "ID", "77", "COLLECTION", "8ea1"),
	})
	if err != nil {
		t.Fatal(err)
	}
	bills, err := library.Get("77")
	if err != nil || bills.Name != "bills" || !reflect.DeepEqual(bills.Collections(), []string{"base"}) {
		t.Errorf("got %+v, %v", bills, err)
	}
	// id and number are the key and the number of each store, and need no index.
	if got := library.IndexedFields(); !reflect.DeepEqual(got, map[string][]string{"base": {"b"}}) {
		t.Errorf("got %v", got)
	}
	again, err := library.Revision("bills.yaml", bills.YAML)
	if err != nil || again.Revision != bills.Revision || !reflect.DeepEqual(again.Collections(), []string{"base"}) {
		t.Errorf("got %+v, %v", again, err)
	}
	alone, err := schemes.Load(fstest.MapFS{"other.yaml": file(minimal, "NAME", "other", "ID", "9")})
	if err != nil {
		t.Fatal(err)
	}
	// What it looks up has no file any more: its documents finish all the same.
	if gone, err := alone.Revision("bills.yaml", bills.YAML); err != nil || !reflect.DeepEqual(gone.Collections(), []string{"8ea1"}) {
		t.Errorf("got %+v, %v", gone, err)
	}
	if names := library.Names(); !reflect.DeepEqual(names, []string{"base", "bills"}) {
		t.Errorf("got %v", names)
	}
}

func TestLibraryRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		files fstest.MapFS
		want  string
	}{
		"no files": {fstest.MapFS{}, "there is no *.yaml file"},
		"an id twice": {fstest.MapFS{
			"a.yaml": file(minimal, "NAME", "a", "ID", "8"), "b.yaml": file(minimal, "NAME", "b", "ID", "8"),
		}, "b.yaml: id 8 is also that of a"},
		"a name that is another's id": {fstest.MapFS{
			"a.yaml": file(minimal, "NAME", "a", "ID", "b"), "b.yaml": file(minimal, "NAME", "b", "ID", "9"),
		}, "is also the"},
		"an unknown collection": {fstest.MapFS{
			"customers.yaml": file(minimal, "NAME", "customers", "ID", "8"),
			"bills.yaml":     file(looksUp, "NAME", "bills", "ID", "9", "COLLECTION", "customer"),
		}, `bills.yaml:12:25: N: there is no scheme "customer"; did you mean "customers"?`},
		"mistakes of every file": {fstest.MapFS{
			"a.yaml": file("name: a"), "b.yaml": file("name: b"),
		}, "b.yaml:1:1: title: is required"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := schemes.Load(test.files)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestLoadDir(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := schemes.LoadDir(dir); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("an empty folder: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "base.yaml"), file(minimal, "NAME", "base").Data, 0o600); err != nil {
		t.Fatal(err)
	}
	library, err := schemes.LoadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := library.Get("bace"); err == nil || !strings.Contains(err.Error(), `did you mean "base"?`) {
		t.Errorf("got %v", err)
	}
}

func TestEmbeddedIndexes(t *testing.T) {
	t.Parallel()
	library, err := schemes.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{
		"kingdee-customers": {"FName", "FNumber"}, "jushuitan-orders": {"o_id"},
		"kuaidi100-tracks": {"nu"}, "kuaidi100-track-queries": {"nu"}, "wangdiantong-stockouts": {"logistics_no", "details_list.src_tid"},
	}
	if got := library.IndexedFields(); !maps.EqualFunc(got, want, func(a, b []string) bool { return reflect.DeepEqual(a, b) }) {
		t.Errorf("got %v", got)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	field := func(name string) connectors.Field { return connectors.Field{Name: name, Title: name} }
	apis := map[string][]connectors.API{
		"jushuitan": {{
			Name: "refund.single.query", Effect: connectors.Reads,
			Request:  []connectors.Field{field("shop_id"), field("modified_begin"), field("modified_ends"), field("page_index"), field("page_size")},
			Response: []connectors.Field{field("as_id"), field("status"), field("shop_id"), field("items.r_qty"), field("items.amount"), field("remarks")},
		}},
		"kingdee": {{
			Name: "batchSave SAL_RETURNSTOCK", Effect: connectors.Writes,
			Request: []connectors.Field{
				field("FormId"), field("FBillTypeID"), field("FBillNo"), field("FEntity"), field("FEntity.FMaterialId"),
				{Name: "FEntity.FUnitID", Title: "单位", Mandatory: true},
				{Name: "FOther.FX", Title: "x", Mandatory: true},
			},
		}},
	}
	problems := returns(t).Check(apis)
	want := []string{
		`error modified_end: the API lists no field modified_end; did you mean "modified_ends"?`,
		`warning FHeadNote: {{remark}}: the API's answer lists no such field; did you mean "remarks"?`,
		`warning FEntity.FUnitID: the API says it is mandatory (单位) and the scheme gives it no value`,
		`warning SubHeadEntity: the API lists no field SubHeadEntity`,
		`warning target.options: the API lists no field SubSystemId`,
	}
	for _, w := range want {
		if !reported(problems, w) {
			t.Errorf("%s\nis not among %v", w, problems)
		}
	}
	for _, w := range []string{"FOther", "F_XC_Text: the API", "{{items_r_qty}}", "{{bfn_num}}"} {
		if reported(problems, w) {
			t.Errorf("%s is reported: %v", w, problems)
		}
	}
	delete(apis, "kingdee")
	apis["kingde"] = nil
	if !reported(returns(t).Check(apis), `there is no connector "kingdee"; did you mean "kingde"?`) {
		t.Error("the unknown connector is not reported")
	}
}

func reported(problems []schemes.Problem, text string) bool {
	for _, p := range problems {
		_, message, _ := strings.Cut(p.Error(), " ")
		if strings.Contains(string(p.Severity)+" "+message, text) {
			return true
		}
	}
	return false
}

// A test of a scheme that does not hold is reported with its line and both sides.
func TestRunTestsCanFail(t *testing.T) {
	t.Parallel()
	s := shaper(t, `tests:
  - {name: other value, row: {id: 1, v: 1.50}, want: [{id: 1, v: 1.5}]}
  - {name: not skipped, row: {id: 1}, wantSkip: because}
  - {name: no error, row: {id: 1}, wantError: boom}
  - {name: other error, row: {x: 1}, wantError: boom}
  - {name: too many, row: {id: 1}, want: [{id: 1}, {id: 2}]}
  - {name: right, row: {id: 1}, want: [{id: 1}]}
`)
	results := s.RunTests(t.Context())
	for i, want := range []string{
		"- v: 1.5\n+ v: 1.50", `wanted 1 skipped documents ["because"], 0 came: []`, "wanted boom, but it was mapped",
		`wanted an error with "boom"`, "wanted 2 documents, 1 came", "",
	} {
		got := results[i]
		if got.Passed != (want == "") || !strings.Contains(got.Diff, want) || got.Line != 11+i {
			t.Errorf("%+v\nwant %s", got, want)
		}
	}
}

// The schemes of several folders know each other, and no name is there twice.
func TestSeveralFolders(t *testing.T) {
	t.Parallel()
	base := fstest.MapFS{"base.yaml": file(minimal, "NAME", "base", "ID", "8ea1")}
	library, err := schemes.Load(base, fstest.MapFS{"bills.yaml": file(looksUp, "NAME", "bills", "ID", "77", "COLLECTION", "8ea1")})
	if err != nil {
		t.Fatal(err)
	}
	if names := library.Names(); !reflect.DeepEqual(names, []string{"base", "bills"}) {
		t.Errorf("got %v", names)
	}
	_, err = schemes.Load(base, fstest.MapFS{"base.yaml": file(minimal, "NAME", "base", "ID", "78")})
	if err == nil || !strings.Contains(err.Error(), "base.yaml: the name base is also that of another base.yaml") {
		t.Errorf("got %v", err)
	}
	if _, err := schemes.Load(base, fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), "there is no *.yaml file") {
		t.Errorf("an empty folder: %v", err)
	}
}

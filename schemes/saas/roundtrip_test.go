package saas_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/saas"
)

// fatal is what tests and properties have in common.
type fatal interface {
	Helper()
	Fatalf(format string, args ...any)
}

// again exports a scheme and imports what was exported.
func again(t fatal, one saas.Imported) saas.Imported {
	t.Helper()
	s, err := schemes.Parse(one.Name+".yaml", one.YAML)
	if err != nil {
		t.Fatalf("what was imported does not load: %v\n%s", err, one.YAML)
	}
	metadata, err := saas.Export(s)
	if err != nil {
		t.Fatalf("export: %v", err)
	}
	back, err := saas.Import([]saas.File{{Name: "exported.json", Content: metadata}}, saas.Options{APIs: all.APIs()})
	if err != nil || len(back) != 1 {
		t.Fatalf("what was exported is not imported: %v\n%s", err, metadata)
	}
	if string(back[0].YAML) != string(one.YAML) {
		t.Fatalf("the round trip changes the scheme\n%s\nmetadata:\n%s\nbecame:\n%s", one.YAML, metadata, back[0].YAML)
	}
	return back[0]
}

// The schemes that are shipped come back as schemes that do the same.
func TestShippedSchemesComeBack(t *testing.T) {
	t.Parallel()
	lib, err := schemes.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range lib.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for _, other := range lib.Names() {
				s, err := lib.Get(other)
				if err != nil {
					t.Fatal(err)
				}
				content := s.YAML
				if other == name {
					content = append(returned(t, s), testsOf(t, s)...)
				}
				if err := os.WriteFile(filepath.Join(dir, other+".yaml"), content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			passes(t, dir, name)
		})
	}
}

func returned(t *testing.T, s *schemes.Scheme) []byte {
	t.Helper()
	metadata, err := saas.Export(s)
	if err != nil {
		t.Fatal(err)
	}
	back, err := saas.Import([]saas.File{{Name: "x.json", Content: metadata}}, saas.Options{APIs: all.APIs()})
	if err != nil {
		t.Fatal(err)
	}
	again(t, back[0])
	if s.Source.Each != nil && !slices.ContainsFunc(back[0].Missing, func(m saas.Missing) bool { return m.Scheme == s.Source.Each.Collection }) {
		t.Errorf("whose documents it asks about is not told: %v", back[0].Missing)
	}
	same, err := schemes.Parse(back[0].Name+".yaml", back[0].YAML)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s.Source.With, same.Source.With) + cmp.Diff(s.Source.Each, same.Source.Each); diff != "" || s.Target != nil && same.Target.OnChange != s.Target.OnChange {
		t.Errorf("it is read otherwise, or its changes carried otherwise: %s", diff)
	}
	return back[0].YAML
}

// testsOf are the tests as they stand in the file, for metadata has none.
func testsOf(t *testing.T, s *schemes.Scheme) []byte {
	t.Helper()
	_, tests, ok := strings.Cut(string(s.YAML), "\ntests:")
	if !ok {
		t.Fatalf("%s has no tests", s.Name)
	}
	return []byte("\ntests:" + tests)
}

// A page says nothing of an option in columns of its own.
func TestEmptyColumnsComeBack(t *testing.T) {
	t.Parallel()
	row := `{"no":"1","field":"FBillNo","value_as_printed":"{{so_id}}"},{"no":"2","field":"FormId","value_as_printed":"AP_PAYBILL","value_label":"","describe":""}`
	page := `{"form":"mapping-table","source":{"platform":"聚水潭"},"target":{"platform":"金蝶云星空","request":[` + row + `]}}`
	one := imports(t, file("a.json", page))[0]
	if second := again(t, one); string(second.YAML) != string(one.YAML) {
		t.Errorf("%s\nbecame\n%s", one.YAML, second.YAML)
	}
}

func passes(t *testing.T, dir, name string) {
	t.Helper()
	lib, err := schemes.LoadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	s, err := lib.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	results := s.RunTests(t.Context())
	if len(results) == 0 {
		t.Error("no test ran")
	}
	for _, r := range results {
		if !r.Passed {
			t.Errorf("%s: %s", r.Name, r.Diff)
		}
	}
}

// Whatever metadata is, it becomes a scheme that loads and that comes back the
// same from an export, or an error.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		content, err := wholeMetadata().Draw(t, "metadata").MarshalJSON()
		if err != nil {
			t.Fatalf("%v", err)
		}
		o := saas.Options{APIs: all.APIs(), RestoreBraces: rapid.Bool().Draw(t, "restore")}
		imported, err := saas.Import([]saas.File{{Name: "m.json", Content: content}}, o)
		if err != nil {
			t.Fatalf("%v\n%s", err, content)
		}
		for _, one := range imported {
			again(t, one)
			nothingDropped(t, content, one)
		}
	})
}

// marks are values that no metadata has by chance: each must be somewhere in
// the scheme.
func nothingDropped(t fatal, content []byte, one saas.Imported) {
	t.Helper()
	for word := range strings.FieldsFuncSeq(string(content), func(c rune) bool { return c < '0' || c > 'z' }) {
		if strings.HasPrefix(word, "mark") && !strings.Contains(string(one.YAML), word) {
			t.Fatalf("%s is lost:\n%s\nof\n%s", word, one.YAML, content)
		}
	}
}

func object(members ...any) connectors.Object {
	o := connectors.Object{}
	for i := 0; i+1 < len(members); i += 2 {
		if members[i+1] != nil {
			o = append(o, connectors.Member{Name: members[i].(string), Value: members[i+1]})
		}
	}
	return o
}

// maybe draws a value, or none.
func maybe[T any](g *rapid.Generator[T]) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		if rapid.IntRange(0, 2).Draw(t, "absent") > 0 {
			return nil
		}
		return g.Draw(t, "value")
	})
}

func oneOf(values ...any) *rapid.Generator[any] { return rapid.SampledFrom(values) }

// mark is text that can be recognised.
func mark() *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any { return rapid.StringMatching(`mark[a-z]{6}`).Draw(t, "mark") })
}

func values() *rapid.Generator[any] {
	return rapid.OneOf(mark(), oneOf(
		"100", "", "0", "true", "{{as_id}}", "{{items.qty}}", "{{LAST_SYNC_TIME datetime}}", "{outer_no}", "{{bfn_num}}",
		"NO{{id}}-{{name}}", "_function {{a}}/{{b}}", "function {{a}}/{{b}}", "_function {{a}", "_function a/b", "shop_id",
		"findCollection find F from 8ea1287e-05cd-3ce7-b0e6-4a9a7daa783e where A={{x}}", "_method x", "_mapping y",
		`_mongoQuery 8ea1287e-05cd-3ce7-b0e6-4a9a7daa783e findField=content.F where={"content.A":{"$eq":"{{x}}`,
		"_findCollection find F from X where A in (1,2)", "{{x|nopipe}}", "a: b # c", "多行\n文本", "- x", "'", `"`, "yes", "007",
		json.Number("1"), json.Number("1.50"), json.Number("1e3"), true, false, []any{"a", "b"}, []any{}, object("a", "markinside"),
	))
}

func entry(depth int) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		names := []string{"FBillNo", "FDate", "FormId", "IsAutoSubmitAndAudit", "FEntity", "FEntity.FQty", "FieldKeys", "beatFlat", "shop_id", "备注", "a b", ""}
		e := object(
			"field", rapid.SampledFrom(names).Draw(t, "field"), "label", maybe(mark()).Draw(t, "label"),
			"type", maybe(oneOf("string", "int", "array", "object", "bool", "datetime", "markstrange", "字符串")).Draw(t, "type"),
			"value", maybe(values()).Draw(t, "value"), "default", maybe(mark()).Draw(t, "default"),
			"describe", maybe(oneOf("autoFillResponse", "markdescribed", "# no comment", "a\nb")).Draw(t, "describe"),
			"is_required", maybe(oneOf(true, "1", json.Number("0"), "是")).Draw(t, "required"),
			"parser", maybe(oneOf(object("name", "ArrayToString", "params", ","), object("name", "markparser"), "StringToArray,;", nil, object("params", "markp"))).Draw(t, "parser"),
			"mapping", maybe(oneOf(object("target", "marktable", "direction", "positive"), object("target", json.Number("7")), "markm")).Draw(t, "mapping"),
			"parent", maybe(oneOf("FEntity", "noparent")).Draw(t, "parent"), "id", maybe(mark()).Draw(t, "id"),
			"display", maybe(oneOf(object("width", json.Number("200"), "aggFunc", "marknone"))).Draw(t, "display"),
		)
		if depth > 0 && rapid.IntRange(0, 3).Draw(t, "below") == 0 {
			e = append(e, connectors.Member{Name: "children", Value: entryList(depth-1).Draw(t, "children")})
		}
		return e
	})
}

func entryList(depth int) *rapid.Generator[[]any] { return rapid.SliceOfN(entry(depth), 0, 4) }

func sourceMetadata() *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		return object(
			"platform", maybe(oneOf("聚水潭", "markplatform", "金蝶云星空")).Draw(t, "platform"), "crontab", maybe(oneOf("3 2,3 * * *", "markcron")).Draw(t, "crontab"),
			"api", maybe(oneOf("refund.single.query", "ExecuteBillQuery", "markapi")).Draw(t, "api"), "type", maybe(oneOf("QUERY", "RESTful")).Draw(t, "type"),
			"method", maybe(oneOf("POST", "GET")).Draw(t, "method"), "id", maybe(oneOf("as_id", "markid", "{{a}}-{{b}}")).Draw(t, "id"), "number", maybe(mark()).Draw(t, "number"),
			"idCheck", maybe(oneOf(true)).Draw(t, "idCheck"), "request", entryList(1).Draw(t, "request"), "response", maybe(entryList(2)).Draw(t, "response"),
			"otherRequest", maybe(rapid.OneOf(oneOf(object("FormId", "markform", "x", json.Number("3"))), rapid.Custom(func(t *rapid.T) any { return entryList(0).Draw(t, "o") }))).Draw(t, "otherRequest"),
			"condition", maybe(oneOf([]any{object("field", "status", "logic", "neq", "value", "markx")}, []any{[]any{object("field", "a", "logic", "marklogic", "label", "markl")}}, []any{[]any{object("field", "a", "logic", "eq", "value", "1", "label", "markl")}, []any{object("field", "b", "logic", "notnull")}}, "markcondition")).Draw(t, "condition"),
			"condition_bk", maybe(oneOf([]any{"markbk"})).Draw(t, "condition_bk"), "beatFlat", maybe(oneOf([]any{"items"}, "items,details", "")).Draw(t, "beatFlat"),
			"formatResponse", maybe(oneOf([]any{object("old", "a", "new", "a_new", "format", "date")}, []any{object("old", "a", "new", "b", "format", "markformat", "x", "marky")}, object("a", "markb"))).Draw(t, "formatResponse"),
			"pagination", maybe(oneOf(object("pageSize", json.Number("50"), "pageField", "markpage"), object("pageSize", "markmany"))).Draw(t, "pagination"),
			"omissionRemedy", maybe(oneOf(object("crontab", "markgap"))).Draw(t, "omissionRemedy"), "buildModel", maybe(oneOf(true)).Draw(t, "buildModel"),
		)
	})
}

func targetMetadata() *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		return object(
			"platform", maybe(oneOf("金蝶云星空", "markother")).Draw(t, "platform"), "api", maybe(oneOf("batchSave", "写入空操作", "markapi")).Draw(t, "api"),
			"effect", maybe(oneOf("EXECUTE")).Draw(t, "effect"), "number", maybe(oneOf("FBillNo", "marknumber")).Draw(t, "number"), "request", entryList(2).Draw(t, "request"),
			"otherRequest", maybe(entryList(0)).Draw(t, "otherRequest"),
			"operation", maybe(oneOf(object("method", "batchArraySave", "rows", json.Number("1"), "rowsKey", "array", "x", "markop"), object("method", "markmerge"))).Draw(t, "operation"),
			"groupCalculate", maybe(oneOf(object("headerGroup", []any{"as_id"}, "bodyName", "lines", "calculate", object("qty", "sum"), "y", "markg"), object("bodyName", "markb"))).Draw(t, "groupCalculate"),
			"distributionOrg", maybe(oneOf("100016,100017", []any{"1", "2"})).Draw(t, "distributionOrg"),
			"callBackStrategy", maybe(oneOf(object("strategyId", "markstrategy", "FNumber", "{{primaryWriteback.Number}}"), object("FNumber", "markf"))).Draw(t, "callBackStrategy"),
			"response", maybe(oneOf([]any{object("field", "primaryWriteback", "type", "object", "children", []any{object("field", "Id", "value", "{{Id}}")}), object("field", "markanswer")})).Draw(t, "response"),
		)
	})
}

func wholeMetadata() *rapid.Generator[connectors.Object] {
	return rapid.Custom(func(t *rapid.T) connectors.Object {
		return object(
			"title", maybe(mark()).Draw(t, "title"), "url", maybe(oneOf("https://x/solution-strategy/67192143-a38d-3ec4-be54-20a8a03f01d7")).Draw(t, "url"),
			"header", maybe(oneOf(object("源系统平台", "聚水潭", "目标系统平台", "金蝶云星空", "请求调度者", "1 * * * *", "写入调度者", "markwrite"), object("目标系统接口", "markheader"))).Draw(t, "header"),
			"source", sourceMetadata().Draw(t, "source"), "target", maybe(targetMetadata()).Draw(t, "target"),
			"mappings", maybe(oneOf([]any{object("id", "marktable", "rows", []any{object("a_value", "1", "b_value", "markb")})}, []any{object("name", "t", "rows", []any{object("a", "marka")})}, "markmappings")).Draw(t, "mappings"),
			"remark", maybe(mark()).Draw(t, "remark"),
		)
	})
}

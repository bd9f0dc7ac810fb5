package schemes_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

const reads = `
name: reads
title: x
schedule: {every: 1m}
SCHEME
target:
  connector: t
  api: save
  number: N
  request: [{field: N, value: "{{id}}"}, {field: V, value: "{{PATH}}"}]
tests: [{name: t, row: {id: 1, items: [{sku: A}]}, want: [{N: 1}]}]
`

func described() map[string][]connectors.API {
	return map[string][]connectors.API{
		"c": {
			{Name: "orders", Response: []connectors.Field{
				{Name: "id"},
				{Name: "remark"},
				{Name: "buyer", Type: "object"},
				{Name: "items", Type: "array"},
				{Name: "items.sku"},
				{Name: "items.batchs", Type: "array"},
				{Name: "items.batchs.no"},
				{Name: "gifts", Type: "array"},
			}},
			{Name: "bare"},
		},
	}
}

// What a document may leave out follows from the API's table, what the request
// asks for, the scheme's own list, and what shaping makes of all these.
func TestKnow(t *testing.T) {
	t.Parallel()
	const plain, flat = "source: {connector: c, api: orders, id: id}", "source: {connector: c, api: orders, id: id, beatFlat: [items], response: [{field: items.colour}]}"
	for _, test := range []struct{ scheme, path, want string }{
		{plain, "remark", ""},
		{plain, "buyer.anything", ""},
		{plain, "items.0.batchs.0.no", ""},
		{plain, "remrk", `the row has no remrk, and neither the API's table nor the scheme's response lists it; did you mean "remark"?`},
		{plain, "items.0.skuu", `did you mean "items.sku"?`},
		{plain + "\ncompatibility: saas", "remrk", ""},
		{flat, "items_batchs", ""},
		{flat, "items_colour", ""},
		{flat, "items_color", `did you mean "items_colour"?`},
		{flat, "items.colour", `did you mean "items_colour"?`},
		{"source: {connector: c, api: orders, id: id, formatResponse: [{old: remark, new: remark_new, format: string}]}", "remark_new", ""},
		{"source: {connector: c, api: bare, id: id}", "whatever", ""},
		{"source: {connector: c, api: bare, id: id, response: [{field: x}]}", "whatever", "the row has no whatever"},
		{"source: {connector: c, api: bare, id: id, request: [{field: FieldKeys, value: 'FId, FOrg.FNumber'}]}", "FOrg_FNumber", ""},
		{"source: {connector: c, api: bare, id: id, request: [{field: FieldKeys, value: 'FId, FOrg.FNumber'}]}", "FOrg.FNumber", `did you mean "FOrg_FNumber"?`},
		{"source: {connector: c, api: bare, id: id, beatFlat: [items], response: [{field: id}]}", "items_anything", ""},
		{"source: {connector: c, api: bare, id: id, beatFlat: [items], response: [{field: items, type: array}]}", "items_anything", ""},
		{"source: {connector: c, api: bare, id: id, beatFlat: [items], response: [{field: id}]}", "item_anything", "the row has no item_anything"},
		{"source: {connector: c, api: orders, id: id, beatFlat: [items]}", "gifts.anything", ""},
		{"source: {connector: c, api: orders, id: id, beatFlat: [items]}", "gifts_anything", "the row has no gifts_anything"},
		{"source: {connector: other, api: orders, id: id}", "whatever", ""},
	} {
		library, err := schemes.Load(fstest.MapFS{"reads.yaml": file(reads, "SCHEME", test.scheme, "PATH", test.path)})
		if err != nil {
			t.Fatal(err)
		}
		library.Know(described())
		s, err := library.Get("reads")
		if err != nil {
			t.Fatal(err)
		}
		again, err := library.Revision(s.File, s.YAML)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []*schemes.Scheme{s, again} {
			result := s.RunTests(t.Context())[0]
			if result.Passed != (test.want == "") || !strings.Contains(result.Diff, test.want) {
				t.Errorf("%s in %s: %s\nwant %s", test.path, test.scheme, result.Diff, test.want)
			}
		}
	}
}

// The word null needs no quotes.
func TestOnErrorNull(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"null", `"null"`, "~", "Null"} {
		s, err := schemes.Parse("reads.yaml", file(reads, "SCHEME", "source: {connector: c, api: a, id: id}", `"{{PATH}}"`, "_function 1/0, onError: "+word).Data)
		if err != nil {
			t.Fatal(err)
		}
		if result := s.RunTests(t.Context())[0]; !result.Passed || s.Target.Request[1].OnError != mapping.Null {
			t.Errorf("%s: %s", word, result.Diff)
		}
	}
	s, err := schemes.Parse("reads.yaml", file(reads, "SCHEME", "source: {connector: c, api: a, id: id}", `"{{PATH}}"`, "_function 1/0", "number: N", "number: N\n  onError: null").Data)
	if err != nil || s.Target.OnError != mapping.Null || !s.RunTests(t.Context())[0].Passed {
		t.Error(s, err)
	}
}

// A library that was told no tables takes what is not there for empty.
func TestNobodyKnows(t *testing.T) {
	t.Parallel()
	library, err := schemes.Load(fstest.MapFS{"reads.yaml": file(reads, "SCHEME", "source: {connector: c, api: orders, id: id}", "PATH", "remrk")})
	if err != nil {
		t.Fatal(err)
	}
	s, err := library.Get("reads")
	if err != nil || !s.RunTests(t.Context())[0].Passed {
		t.Error(err)
	}
}

func TestTraceOfAScheme(t *testing.T) {
	t.Parallel()
	s := returns(t)
	shaped, err := s.Shape([]byte(refund))
	if err != nil {
		t.Fatal(err)
	}
	d := documentOf(shaped[0])
	want, err := s.Map(t.Context(), d, baseData())
	if err != nil {
		t.Fatal(err)
	}
	got, origins, err := s.Trace(t.Context(), d, baseData())
	if err != nil || got.Number != want.Number || got.Key != want.Key || string(marshal(t, got)) != string(marshal(t, want)) {
		t.Errorf("the trace made %v, %v\nthe mapping %v", got, err, want)
	}
	for _, o := range origins {
		if o.Path == "FEntity[0].FTaxPrice" && len(o.Inputs) == 2 && o.Err == nil {
			return
		}
	}
	t.Errorf("FEntity[0].FTaxPrice is not among %v", origins)
}

func TestTraceOfBaseData(t *testing.T) {
	t.Parallel()
	library, err := schemes.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	s, err := library.Get("kingdee-customers")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Trace(t.Context(), documentOf(schemes.Shaped{}), nil); err == nil || !strings.Contains(err.Error(), "has no target") {
		t.Errorf("got %v", err)
	}
}

func documentOf(s schemes.Shaped) mapping.Document {
	return mapping.Document{Key: s.Key, Number: s.Number, Content: s.Content}
}

func marshal(t *testing.T, e connectors.Entry) []byte {
	t.Helper()
	text, err := e.Body.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

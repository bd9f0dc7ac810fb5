package docstoretest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

func findFields(_ *testing.T, f fixture) {
	f.must(f.Declare(f.Context(), refunds, []string{"code", "org.id", "ok", "tags", "text", "id", "number"}))
	long := strings.Repeat("长", 4000)
	f.keep(
		row("a", `{"code":1001,"org":{"id":"1"},"ok":true,"tags":["x","y"],"text":"`+long+`"}`),
		row("b", `{"code":"1001","org":{"id":2},"ok":false,"tags":["y"]}`),
		row("c", `{"code":1001.0,"org":[{"id":2.0},{"id":3}],"ok":null,"text":"`+long+`x"}`),
		row("d", `{"code":"1001.0","org":"2","text":""}`),
	)
	tests := map[string][]string{
		"code=1001":                 {"a", "b", "c"},
		"code=1001.0":               {"d"},
		"org.id=2":                  {"b", "c"},
		"org.id=3":                  {"c"},
		"code=1001 org.id=2":        {"b", "c"},
		"code=1001 org.id=2 id=c":   {"c"},
		"code=1001 number=Na":       {"a"},
		"number=Na":                 {"a"},
		"id=a":                      {"a"},
		"id=a number=Nb":            {},
		"ok=true":                   {"a"},
		"ok=false":                  {"b"},
		"tags=y":                    {"a", "b"},
		"tags=y org.id=1 code=1001": {"a"},
		"text=":                     {"d"},
		"text=" + long:              {"a"},
	}
	for conditions, want := range tests {
		where := map[string]string{}
		for condition := range strings.SplitSeq(conditions, " ") {
			field, value, _ := strings.Cut(condition, "=")
			where[field] = value
		}
		f.equal(fmt.Sprintf("%.40s", conditions), f.find(where), want)
	}
	limited, err := f.Find(f.Context(), docstore.Equal(refunds, map[string]string{"code": "1001"}, 2))
	f.must(err)
	f.equal("limited", keys(limited), []string{"a", "b"})
	elsewhere, err := f.Find(f.Context(), docstore.Equal("other", map[string]string{"id": "a"}, 0))
	f.must(err)
	f.equal("another collection", keys(elsewhere), []string{})
}

func declareLater(_ *testing.T, f fixture) {
	ctx := f.Context()
	for page := range 3 { // more than one batch of indexing
		all := rows(1300)[page*400 : (page+1)*400]
		f.keep(all...)
	}
	for range 2 { // each start declares again
		f.must(f.Declare(ctx, refunds, []string{"org"}))
		f.must(f.Declare(ctx, refunds, []string{"id", "org", "org"}))
	}
	all, err := f.Find(ctx, docstore.Equal(refunds, map[string]string{"org": "100"}, 5000))
	f.must(err)
	f.equal("found", len(all), 1200)
	f.equal("one of them", f.find(map[string]string{"org": "100", "id": "01199"}), []string{"01199"})
}

func findChanged(_ *testing.T, f fixture) {
	f.must(f.Declare(f.Context(), refunds, []string{"v"}))
	f.keep(row("1", `{"v":"old"}`), row("2", `{"v":"old"}`))
	f.keep(row("1", `{"v":"new"}`))
	f.equal("old", f.find(map[string]string{"v": "old"}), []string{"2"})
	f.equal("new", f.find(map[string]string{"v": "new"}), []string{"1"})
	f.step("2", path(docstore.Audited)...)
	f.keep(row("2", `{"v":"new"}`)) // beside what was sent: searched is what was sent
	f.equal("old", f.find(map[string]string{"v": "old"}), []string{"2"})
}

func undeclared(_ *testing.T, f fixture) {
	f.must(f.Declare(f.Context(), refunds, []string{"v"}))
	_, err := f.Find(f.Context(), docstore.Equal(refunds, map[string]string{"v": "1", "colour": "red"}, 0))
	if err == nil || !strings.Contains(err.Error(), `"colour" is not declared`) {
		f.Errorf("error %v", err)
	}
	if _, err := f.Find(f.Context(), docstore.Equal(refunds, nil, 0)); err == nil {
		f.Error("no condition finds anything")
	}
}

func list(_ *testing.T, f fixture) {
	f.keep(rows(20)...)
	f.step("00003", docstore.Mapped)
	f.step("00005", docstore.Failed)
	for _, key := range []string{"00007", "00009"} {
		f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref(key), State: docstore.Waiting, Reason: "no customer", WaitsFor: "customers"}))
	}
	f.step("00011", docstore.Mapped, docstore.Saving, docstore.Saved)
	f.step("00013", docstore.Mapped, docstore.Saving, docstore.Saved)
	f.keep(row("00011", `{"id":11,"org":"200"}`))
	tests := map[string]struct {
		docstore.Filter
		want []string
	}{
		"changed":            {docstore.Filter{Changed: true, States: []docstore.State{docstore.Saved, docstore.Audited}}, []string{"00011"}},
		"changed, not there": {docstore.Filter{Changed: true, States: []docstore.State{docstore.Audited}}, []string{}},
		"by state":           {docstore.Filter{States: []docstore.State{docstore.Failed}}, []string{"00005"}},
		"by states":          {docstore.Filter{States: []docstore.State{docstore.Waiting, docstore.Mapped, docstore.Waiting}}, []string{"00003", "00007", "00009"}},
		"continued":          {docstore.Filter{States: []docstore.State{docstore.Waiting, docstore.Mapped}, After: "00003", Limit: 1}, []string{"00007"}},
		"by key":             {docstore.Filter{Key: "00004"}, []string{"00004"}},
		"by number":          {docstore.Filter{Key: "N00004"}, []string{"00004"}},
		"by what it needs":   {docstore.Filter{WaitsFor: "customers"}, []string{"00007", "00009"}},
		"needs, continued":   {docstore.Filter{WaitsFor: "customers", After: "00007"}, []string{"00009"}},
		"by reason":          {docstore.Filter{Reasons: []string{"no customer", "no such"}, States: []docstore.State{docstore.Waiting}}, []string{"00007", "00009"}},
		"by many reasons":    {docstore.Filter{Reasons: append(numbered(70_000), "no customer")}, []string{"00007", "00009"}}, // more than a statement may have parameters
		"first":              {docstore.Filter{Limit: 2}, []string{"00000", "00001"}},
		"key, but not state": {docstore.Filter{Key: "00004", States: []docstore.State{docstore.Saved}}, []string{}},
	}
	for name, test := range tests {
		for _, scheme := range []string{refunds, ""} {
			test.Scheme = scheme
			found, err := f.List(f.Context(), test.Filter)
			f.must(err)
			f.equal(name+" in "+scheme, keys(found), test.want)
		}
	}
}

// listAcross reads pages of one across schemes that share keys.
func listAcross(_ *testing.T, f fixture) {
	ctx := f.Context()
	for _, scheme := range []string{"x", "y", "z"} {
		f.keepPage(docstore.Page{Scheme: scheme, Rows: rows(3)})
		for _, r := range rows(3) {
			f.must(f.Mark(ctx, docstore.Progress{
				Ref: docstore.Ref{Scheme: scheme, Key: r.Key}, State: docstore.Waiting, WaitsFor: "customers",
			}))
		}
	}
	for _, filter := range []docstore.Filter{{}, {WaitsFor: "customers"}, {States: []docstore.State{docstore.Waiting}}} {
		var seen []string
		filter.Limit = 1
		for {
			found, err := f.List(ctx, filter)
			f.must(err)
			if len(found) == 0 || len(seen) > 9 {
				break
			}
			filter.After, filter.AfterScheme = found[0].Key, found[0].Scheme
			seen = append(seen, found[0].Key[4:]+found[0].Scheme)
		}
		f.equal("seen", seen, []string{"0x", "0y", "0z", "1x", "1y", "1z", "2x", "2y", "2z"})
	}
}

func numbered(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("bill %d is locked", i)
	}
	return all
}

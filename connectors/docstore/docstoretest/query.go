package docstoretest

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

func equal(field, value string) docstore.Terms {
	return docstore.Terms{Equal: map[string]string{field: value}}
}

func between(field, from, to string) docstore.Terms {
	return docstore.Terms{Range: &docstore.Range{Field: field, From: from, To: to}}
}

// has matches content that contains a text.
func has(text string) func(docstore.Document) (bool, error) {
	return func(d docstore.Document) (bool, error) { return strings.Contains(string(d.Content), text), nil }
}

func queries(_ *testing.T, f fixture) {
	f.must(f.Declare(f.Context(), refunds, []string{"org", connectors.OrderedField("price"), connectors.OrderedField("at"), "content.id", "list.1"}))
	f.keep(
		row("a", `{"org":"1","price":9.5,"at":"2024-05-01","id":"x","list":["p","q"]}`),
		row("b", `{"org":"2","price":"10","at":"2024-05-02 10:00","id":"y","list":["q","p"]}`),
		row("c", `{"org":"2","price":-100,"at":["2024-06-01","2024-05-01"],"id":"x"}`),
		row("d", `{"org":"3","price":100.0,"id":"a"}`),
	)
	number, text := connectors.OrderedNumber, connectors.OrderedText
	tests := map[string]struct {
		docstore.Query
		want []string
	}{
		"one or the other":       {docstore.Query{Any: []docstore.Terms{equal("org", "3"), equal("org", "2")}}, []string{"b", "c", "d"}},
		"twice the same":         {docstore.Query{Any: []docstore.Terms{equal("org", "2"), equal("id", "b"), equal("number", "Nb")}}, []string{"b", "c"}},
		"alternatives, limited":  {docstore.Query{Any: []docstore.Terms{equal("org", "2"), equal("org", "1")}, Limit: 2}, []string{"a", "b"}},
		"and matches":            {docstore.Query{Any: []docstore.Terms{equal("org", "2")}, Matches: has("-100")}, []string{"c"}},
		"all that match":         {docstore.Query{Matches: has(`"org":"2"`)}, []string{"b", "c"}},
		"all, limited":           {docstore.Query{Matches: has(`org`), Limit: 3}, []string{"a", "b", "c"}},
		"none match":             {docstore.Query{Matches: has(`nothing`)}, []string{}},
		"numbers in their order": {docstore.Query{Any: []docstore.Terms{between("price", number("9.6"), connectors.LastNumber)}}, []string{"b", "d"}},
		"negative numbers":       {docstore.Query{Any: []docstore.Terms{between("price", connectors.FirstNumber, number("-99.9"))}}, []string{"c"}},
		"times in their order":   {docstore.Query{Any: []docstore.Terms{between("at", text("2024-05-02"), text("2024-06-30"))}}, []string{"b", "c"}},
		"several values of one":  {docstore.Query{Any: []docstore.Terms{between("at", text("2024"), text("2025"))}}, []string{"a", "b", "c"}},
		"a range, limited":       {docstore.Query{Any: []docstore.Terms{between("price", connectors.FirstNumber, connectors.LastNumber)}, Limit: 1}, []string{"a"}},
		"continued":              {docstore.Query{Any: []docstore.Terms{equal("org", "2"), equal("org", "1"), equal("org", "3")}, After: "a", Limit: 2}, []string{"b", "c"}},
		"matches, continued":     {docstore.Query{Matches: has(`org`), After: "c"}, []string{"d"}},
		"a range, continued":     {docstore.Query{Any: []docstore.Terms{between("at", text("2024"), text("2025"))}, After: "a"}, []string{"b", "c"}},
		"the row's own id":       {docstore.Query{Any: []docstore.Terms{equal("content.id", "x")}}, []string{"a", "c"}},
		"the document's key":     {docstore.Query{Any: []docstore.Terms{equal("id", "a")}}, []string{"a"}},
		"a place in a list":      {docstore.Query{Any: []docstore.Terms{equal("list.1", "p")}}, []string{"b"}},
	}
	for name, test := range tests {
		test.Collection = refunds
		f.equal(name, f.query(test.Query), test.want)
	}
	refused := map[string]docstore.Query{
		"there is no condition":      {},
		"an alternative without":     {Any: []docstore.Terms{equal("org", "1"), {}}},
		`"colour" is not declared`:   {Any: []docstore.Terms{between("colour", "t", "u")}},
		"where the moon is full: no": {Text: "the moon is full", Matches: func(docstore.Document) (bool, error) { return false, errors.New("no") }},
	}
	for want, q := range refused {
		q.Collection = refunds
		if _, err := f.Find(f.Context(), q); err == nil || !strings.Contains(err.Error(), want) {
			f.Errorf("error %v, want %q", err, want)
		}
	}
}

// manyCandidates reads more than one page of them.
func manyCandidates(_ *testing.T, f fixture) {
	f.must(f.Declare(f.Context(), refunds, []string{"org"}))
	f.keep(rows(1300)...)
	var asked atomic.Int64
	last := func(d docstore.Document) (bool, error) {
		asked.Add(1)
		return d.Key == "01150" || d.Key == "01299" || d.Key == "00700", nil
	}
	for _, any := range [][]docstore.Terms{nil, {equal("org", "100")}} {
		f.equal("all", f.query(docstore.Query{Collection: refunds, Any: any, Matches: last}), []string{"00700", "01150", "01299"})
		asked.Store(0)
		f.equal("first", f.query(docstore.Query{Collection: refunds, Any: any, Matches: last, Limit: 1}), []string{"00700"})
		if n := asked.Load(); n < 700 || n > 1299 {
			f.Errorf("%d documents were read for the first that matches", n)
		}
	}
	tooMany(f)
}

// tooMany is an error that names the query, however it is answered; to find
// enough before there are too many is none.
func tooMany(f fixture) {
	f.must(f.Declare(f.Context(), refunds, []string{connectors.OrderedField("org")}))
	none := func(docstore.Document) (bool, error) { return false, nil }
	all := func(docstore.Document) (bool, error) { return true, nil }
	for _, any := range [][]docstore.Terms{nil, {equal("org", "100")}, {between("org", "t", "u")}} {
		q := docstore.Query{Collection: refunds, Any: any, Matches: none, Most: 1299, Text: "it is blue"}
		_, err := f.Find(f.Context(), q)
		if err == nil || !strings.Contains(err.Error(), "where it is blue: more than 1299 documents would have to be read") {
			f.Errorf("error %v", err)
		}
		q.Most = 1300
		f.equal("just as many", f.query(q), []string{})
	}
	f.equal("the first", f.query(docstore.Query{Collection: refunds, Matches: all, Most: 600, Limit: 1}), []string{"00000"})
}

func notUsable(_ *testing.T, f fixture) {
	f.must(f.Declare(f.Context(), refunds, []string{"v"}))
	skipped, failed, unreadable := row("1", `{"v":1}`), row("2", `{"v":1}`), row("unreadable-3", `{"v":1}`)
	skipped.Skip, failed.Fail, unreadable.Fail, unreadable.Number = "closed", "a line was added", "it has no id", ""
	f.keep(skipped, failed, unreadable, row("4", `{"v":1}`))
	v := map[string]string{"v": "1"}
	f.equal("found", f.find(v), []string{"2", "4"})
	f.equal("by key", f.find(map[string]string{"id": "1"}), []string{})
	f.equal("all", f.query(docstore.Query{Collection: refunds, Matches: has("v")}), []string{"2", "4"})
	f.must(f.Skip(f.Context(), ref("4"), "chen", "wrong"))
	f.must(f.Reopen(f.Context(), ref("1"), "chen", "right"))
	f.equal("after a person's word", f.find(v), []string{"1", "2"})
}

func versions(_ *testing.T, f fixture) {
	f.must(f.Declare(f.Context(), refunds, []string{"v"}))
	f.equal("of nothing", f.version(), int64(0))
	sent := func() { f.step("1", path(docstore.Audited)...) }
	skipped := row("2", `{"v":1}`)
	skipped.Skip = "closed"
	steps := []struct {
		what    string
		do      func()
		changes bool
	}{
		{"a new row", func() { f.keep(row("1", `{"v":1}`)) }, true},
		{"a repeat", func() { f.keep(row("1", `{"v":1}`)) }, false},
		{"a change", func() { f.keep(row("1", `{"v":2}`)) }, true},
		{"steps", sent, false},
		{"a change of what was sent", func() { f.keep(row("1", `{"v":3}`)) }, false},
		{"a row of another scheme", func() {
			f.keepPage(docstore.Page{Scheme: "other", Rows: []docstore.Incoming{row("1", `{}`)}})
		}, false},
		{"compensated and reopened with newer content", func() {
			f.step("1", docstore.Compensated)
			f.must(f.Reopen(f.Context(), ref("1"), "chen", ""))
		}, true},
		{"a person skips", func() { f.must(f.Skip(f.Context(), ref("1"), "chen", "")) }, true},
		{"and takes it back", func() { f.must(f.Reopen(f.Context(), ref("1"), "chen", "")) }, true},
		{"the scheme skips", func() { f.keep(skipped) }, true},
		{"a worker skips", func() { f.step("1", docstore.Skipped) }, true},
	}
	for _, step := range steps {
		before := f.version()
		step.do()
		if after := f.version(); (after != before) != step.changes {
			f.Errorf("%s: from %d to %d", step.what, before, after)
		}
	}
	f.counted()
}

// versionWhileKeeping reads a version, then what is found: an answer noted under
// a version that still stands must be what is found now.
func versionWhileKeeping(_ *testing.T, f fixture) {
	f.must(f.Declare(f.Context(), refunds, []string{"v"}))
	v := docstore.Equal(refunds, map[string]string{"v": "1"}, 1000)
	f.concurrently(func(writer int) error {
		for n := range 12 {
			if writer%2 == 0 {
				if _, err := f.Keep(f.Context(), docstore.Page{Scheme: refunds, Rows: []docstore.Incoming{row(fmt.Sprintf("%d-%d", writer, n), `{"v":1}`)}}); err != nil {
					return err
				}
				continue
			}
			before, err := f.Version(f.Context(), refunds)
			if err != nil {
				return err
			}
			first, err := f.Find(f.Context(), v)
			if err != nil {
				return err
			}
			second, err := f.Find(f.Context(), v)
			if err != nil {
				return err
			}
			after, err := f.Version(f.Context(), refunds)
			if err != nil {
				return err
			}
			if before == after && len(first) != len(second) {
				return fmt.Errorf("version %d has %d documents and %d", before, len(first), len(second))
			}
			if int64(len(first)) < before { // each row came with a change of its own
				return fmt.Errorf("version %d is newer than the %d documents", before, len(first))
			}
		}
		return nil
	})
}

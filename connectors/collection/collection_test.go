package collection_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/collection"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// A row is the document as it came, digit by digit, with its id and what belongs
// to it.
func TestRowsAreWhatWasKept(t *testing.T) {
	t.Parallel()
	for name, url := range databases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setup(t, url(t), 10)
			s.keep(stockouts,
				"1", `{"z":1.50,"parcel":"SF1","a":"<&>","id":7}`,
				"2", `{"parcel":"","track":"own","notes":3}`,
				"3", `{"parcel":1001.0,"_meta":"own"}`)
			s.keep(tracks, "t1", `{"nu":"SF1","state":3,"at":"2026-11-20"}`, "t2", `{"nu":"","state":4}`, "t3", `{"nu":"1001","state":1e1}`)
			s.keep(notes, "b", `{"of":"1","text":"second"}`, "a", `{"of":1,"text":"first"}`)
			q := byParcel()
			rows, wrong := s.read(&q)
			equal(t, "rows", rows, []string{
				`{"z":1.50,"parcel":"SF1","a":"<&>","id":7,"_meta":{"id":"1","number":"N1"},"track":{"nu":"SF1","state":3,"at":"2026-11-20"},"notes":[{"of":1,"text":"first"},{"of":"1","text":"second"}]}`,
				`{"parcel":"","notes":[],"_meta":{"id":"2","number":"N2"}}`,
				`{"parcel":1001.0,"_meta":{"id":"3","number":"N3"},"track":{"nu":"1001","state":1e1},"notes":[]}`,
			})
			equal(t, "wrong", wrong, nil)
		})
	}
}

// Where one row is wanted and there are several, the row is not lost: it shows
// them, and why it cannot be used.
func TestSeveralWhereOneIsWanted(t *testing.T) {
	t.Parallel()
	s := setup(t, "sqlite::memory:", 10)
	s.keep(stockouts, "1", `{"parcel":"A"}`, "2", `{"parcel":"B"}`)
	s.keep(tracks, "t1", `{"nu":"A","state":1}`, "t2", `{"nu":"A","state":2}`, "t3", `{"nu":"B","at":"x","state":1}`, "t4", `{"state":1,"nu":"B","at":"x"}`)
	q := connectors.Query{API: stockouts, With: byParcel().With[:1]}
	rows, wrong := s.read(&q)
	equal(t, "rows", rows, []string{
		`{"parcel":"A","_meta":{"id":"1","number":"N1"},"track":[{"nu":"A","state":1},{"nu":"A","state":2}]}`,
		`{"parcel":"B","_meta":{"id":"2","number":"N2"},"track":{"nu":"B","at":"x","state":1}}`, // they agree, and so are one
	})
	equal(t, "wrong", wrong, []string{"0 several rows of tracks belong to it as track, and they differ: documents t1 and t2"})
	s.keep(tracks, "t2", `{"nu":"A","state":1}`)
	rows, wrong = s.read(&q)
	equal(t, "once they agree", rows, []string{`{"parcel":"A","_meta":{"id":"1","number":"N1"},"track":{"nu":"A","state":1}}`})
	equal(t, "wrong", wrong, nil)
}

func TestVeryManyThatBelongToOne(t *testing.T) {
	t.Parallel()
	s := setup(t, "sqlite::memory:", 10)
	s.keep(stockouts, "1", `{}`)
	var all []string
	for i := range 501 {
		all = append(all, fmt.Sprintf("%04d", i), `{"of":"1"}`)
	}
	s.keep(notes, all...)
	q := byParcel()
	_, wrong := s.read(&q)
	equal(t, "wrong", wrong, []string{"0 more than 500 rows of notes belong to it as notes"})
}

// What is below a list belongs by each of its lines; a row's own id is not that
// under which it is kept.
func TestFieldsThatAreCompared(t *testing.T) {
	t.Parallel()
	s := setup(t, "sqlite::memory:", 10)
	s.keep(stockouts, "1", `{"id":"x","items":[{"sku":"A"},{"sku":"B"}]}`, "2", `{"id":"1","items":[{"sku":"C"}]}`, "3", `{"items":[]}`)
	s.keep(tracks, "ta", `{"skus":["A"]}`, "tb", `{"skus":["Z","C","B"]}`)
	s.keep(notes, "n1", `{"id":"x","of":"1"}`, "x", `{"id":"N2"}`)
	for on, want := range map[[2]string]string{
		{tracks, "skus=items.sku"}:                     `1:ta,tb 2:tb 3:`,
		{notes, "id=id"}:                               `1:x 2: 3:`,
		{notes, "content.id=id"}:                       `1:n1 2: 3:`,
		{notes, "of=_meta.id"}:                         `1:n1 2: 3:`,
		{notes, "content.id=_meta.number"}:             `1: 2:x 3:`,
		{notes, "of=_meta.id content.id=id"}:           `1:n1 2: 3:`,
		{notes, "of=_meta.id content.id=_meta.number"}: `1: 2: 3:`,
		{tracks, "id=parcel"}:                          `1: 2: 3:`,
	} {
		join := connectors.Join{Collection: on[0], As: "put", On: map[string]string{}, All: true}
		for pair := range strings.FieldsSeq(on[1]) {
			field, row, _ := strings.Cut(pair, "=")
			join.On[field] = row
		}
		q := connectors.Query{API: stockouts, With: []connectors.Join{join}}
		rows, _ := s.read(&q)
		if got := belongings(t, rows, map[string]string{`["A"]`: "ta", `["Z","C","B"]`: "tb", `"x"`: "n1", `"N2"`: "x"}); got != want {
			t.Errorf("%s: %s, want %s", on, got, want)
		}
	}
}

// A scheme whose rows are put together otherwise reads them all again.
func TestAnotherQuestionBeginsAnew(t *testing.T) {
	t.Parallel()
	s := setup(t, "sqlite::memory:", 2)
	s.keep(stockouts, "1", `{}`, "2", `{}`, "3", `{}`)
	q := byParcel()
	s.reads("first", &q, "1 2 3")
	s.reads("then", &q, "")
	other := q
	other.With = q.With[:1]
	s.reads("with less", &other, "1 2 3")
	for _, position := range []string{"", "x", "-1@", "999999999999999999999", strings.Replace(q.Position, "@", "000@", 1)} {
		other = q
		other.Position = position
		s.reads("from "+position, &other, "1 2 3")
	}
}

// A person who looks at one row names it by its id or its number.
func TestOneRowIsPicked(t *testing.T) {
	t.Parallel()
	s := setup(t, "sqlite::memory:", 2)
	s.keep(stockouts, "1", `{"parcel":"A"}`, "2", `{"parcel":"B"}`)
	s.keep(tracks, "t", `{"nu":"B"}`)
	for wanted, want := range map[string]string{"2": `{"parcel":"B","_meta":{"id":"2","number":"N2"},"track":{"nu":"B"},"notes":[]}`, "N2": "the same", "3": ""} {
		page, err := s.source.Pick(t.Context(), byParcel(), wanted)
		must(t, err)
		if got := fmt.Sprintf("%s", page.Rows); want != "the same" && got != "["+want+"]" || want == "the same" && len(page.Rows) != 1 {
			t.Errorf("%s: %s", wanted, got)
		}
	}
}

func TestAccountsAmongWhichIsTheStore(t *testing.T) {
	t.Parallel()
	s := setup(t, "sqlite::memory:", 2)
	s.keep(stockouts, "1", `{}`)
	bare := all.NewAccounts(nil)
	for _, accounts := range []connectors.Accounts{bare, collection.Among(bare, s.store)} {
		c, err := connectors.As[connectors.Picker](accounts, collection.System, "MAIN")
		must(t, err)
		must(t, c.Ping(t.Context()))
		if limits, err := c.Limits(stockouts); err != nil || limits.MaxWindow != 0 || limits.PageSize == 0 {
			t.Errorf("%+v, %v", limits, err)
		}
		page, err := c.Fetch(t.Context(), byParcel())
		_, errPick := c.Pick(t.Context(), byParcel(), "1")
		if accounts == bare {
			if !errors.Is(err, connectors.ErrUnsupported) || !errors.Is(errPick, connectors.ErrUnsupported) {
				t.Errorf("without a store: %v, %v", err, errPick)
			}
		} else if err != nil || errPick != nil || len(page.Rows) != 1 {
			t.Errorf("%d rows, %v, %v", len(page.Rows), err, errPick)
		}
	}
	if _, err := collection.Among(bare, s.store).Open("kingdee", "MAIN"); err == nil || !strings.Contains(err.Error(), "KINGDEE_MAIN_") {
		t.Errorf("other accounts are those there were: %v", err)
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	s := setup(t, "sqlite::memory:", 2)
	for want, q := range map[string]connectors.Query{
		"is not a cursor of this reading": {API: stockouts, Cursor: "x"},
		"is not a cursor of this":         {API: stockouts, Cursor: `{"to":3,"join":1,"after":0}`},
		"elsewhere":                       {API: "elsewhere"},
	} {
		if _, err := s.source.Fetch(t.Context(), q); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	q := connectors.Query{API: stockouts, With: []connectors.Join{{Collection: tracks, As: "t", On: map[string]string{"colour": "parcel"}}}}
	s.keep(stockouts, "1", `{"parcel":"A"}`)
	if _, err := s.source.Fetch(t.Context(), q); err == nil || !strings.Contains(err.Error(), `"colour" is not declared`) {
		t.Errorf("%v", err)
	}
}

// Skipped documents are no rows, and are not put into any.
func TestSkippedDocumentsAreNoRows(t *testing.T) {
	t.Parallel()
	s := setup(t, "sqlite::memory:", 2)
	s.keep(stockouts, "1", `{"parcel":"A"}`)
	page := docstore.Page{Scheme: tracks, Revision: "r", Stored: true, Rows: []docstore.Incoming{
		{Key: "t", Number: "t", Content: []byte(`{"nu":"A"}`), Skip: "not ours"},
	}}
	_, err := s.store.Keep(t.Context(), page)
	must(t, err)
	page.Scheme, page.Rows[0].Content = stockouts, []byte(`{"parcel":"B"}`)
	_, err = s.store.Keep(t.Context(), page)
	must(t, err)
	q := connectors.Query{API: stockouts, With: byParcel().With[:1]}
	rows, _ := s.read(&q)
	equal(t, "rows", rows, []string{`{"parcel":"A","_meta":{"id":"1","number":"N1"}}`})
}

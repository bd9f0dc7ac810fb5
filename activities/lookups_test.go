package activities_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"
	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/docstoretest/postgrestest"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/schemes/mapping"
	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

const shops = "shops"

// constant is a filter without values of a document.
type constant struct{}

func (constant) Value(string) (int, error)   { return 0, nil }
func (constant) Pattern(string) (int, error) { return 0, nil }

// asking reads a filter and declares to the store what its index needs.
func asking(tb testing.TB, store *sqlstore.Store, text string) filter.Query {
	tb.Helper()
	p, err := filter.Parse(text, constant{})
	if err != nil {
		tb.Fatal(text, err)
	}
	if err := store.Declare(context.Background(), shops, p.Indexed()); err != nil {
		tb.Fatal(err)
	}
	where, err := p.Bind(nil)
	if err != nil {
		tb.Fatal(text, err)
	}
	return filter.Query{Collection: shops, Where: where, Limit: 100, Fresh: p.Volatile()}
}

func opened(tb testing.TB, url string) *sqlstore.Store {
	tb.Helper()
	store, err := sqlstore.Open(tb.Context(), url)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := store.Close(); err != nil {
			tb.Error(err)
		}
	})
	return store
}

func keepShops(tb testing.TB, store *sqlstore.Store, contents map[string]string) {
	tb.Helper()
	page := docstore.Page{Scheme: shops, Stored: true}
	for key, content := range contents {
		page.Rows = append(page.Rows, docstore.Incoming{Key: key, Number: "N" + key, Content: json.RawMessage(content)})
	}
	if _, err := store.Keep(context.Background(), page); err != nil {
		tb.Fatal(err)
	}
}

func keysOf(tb testing.TB, finder mapping.Finder, q filter.Query) string {
	tb.Helper()
	rows, err := finder.Find(context.Background(), q)
	if err != nil {
		tb.Fatal(err)
	}
	var keys []string
	for _, row := range rows {
		keys = append(keys, row.Key)
	}
	return strings.Join(keys, " ")
}

func TestLookupsInTheStore(t *testing.T) {
	t.Parallel()
	contents := map[string]string{
		"1": `{"FNumber":"S1","price":9.50,"day":"2024-05-01","org":{"id":1},"tags":["x"],"id":"own"}`,
		"2": `{"FNumber":"S2","price":"20","day":"2024-05-02 10:00","org":{"id":"1"},"tags":["x","y"]}`,
		"3": `{"FNumber":"T1","price":-3,"day":null,"org":{"id":2}}`,
	}
	tests := map[string]string{
		`{"content.FNumber":"S1"}`:                            "1",
		`{"content.FNumber":{"$in":["T1","S2","S2"]}}`:        "2 3",
		`{"content.FNumber":{"$regex":"^S"}}`:                 "1 2",
		`{"content.FNumber":{"$regex":"1$"}}`:                 "1 3",
		`{"content.price":{"$gt":9}}`:                         "1 2",
		`{"content.price":{"$lt":"9.6"}}`:                     "1 3",
		`{"content.day":{"$gte":"2024-05-01 12:00"}}`:         "2",
		`{"content.org.id":"1","content.tags":{"$ne":"y"}}`:   "1",
		`{"$or":[{"content.tags":"y"},{"content.org.id":2}]}`: "2 3",
		`{"content.day":null}`:                                "3",
		`{"content.tags":{"$exists":false}}`:                  "3",
		`{"id":"2"}`:                                          "2",
		`{"number":"N3"}`:                                     "3",
		`{"content.id":"own"}`:                                "1",
		`{"status":2}`:                                        "1 2 3",
		`{"status":{"$nin":[2]}}`:                             "",
		`{"created_at":{"$gt":"2020-01-01"}}`:                 "1 2 3",
	}
	for name, url := range map[string]string{"sqlite": "sqlite::memory:", "postgres": postgrestest.URL(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := opened(t, url)
			keepShops(t, store, contents)
			lookups := activities.NewLookups(store, 1<<20)
			for text, want := range tests {
				q := asking(t, store, text)
				for range 2 { // found, and kept
					if got := keysOf(t, lookups.ForDocument(), q); got != want {
						t.Errorf("%s: %q, want %q", text, got, want)
					}
				}
			}
		})
	}
}

// A range may match far more rows than are wanted, in the order of their values:
// those with the first keys are found, with what they hold.
func TestALookupThatMatchesVeryMany(t *testing.T) {
	t.Parallel()
	const all, wanted = 2500, 3
	store := opened(t, "sqlite::memory:")
	contents := map[string]string{}
	for i := range all {
		contents[fmt.Sprintf("%05d", i)] = fmt.Sprintf(`{"price":%d}`, all-i)
	}
	keepShops(t, store, contents)
	q := asking(t, store, `{"content.price":{"$gt":0}}`)
	q.Limit = wanted
	rows, err := activities.NewLookups(store, 1<<20).ForDocument().Find(t.Context(), q)
	if err != nil || len(rows) != wanted {
		t.Fatal(rows, err)
	}
	for i, row := range rows {
		if got, want := fmt.Sprint(row.Key, row.Content), fmt.Sprintf("%05d[{price %d}]", i, all-i); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// What a store finds by its index is what looking at every row would find.
func TestLookupsFindWhatMatches(t *testing.T) {
	t.Parallel()
	store := opened(t, "sqlite::memory:")
	values := rapid.SampledFrom([]string{"1", "1.0", "2", `"1"`, `"a"`, `"ab"`, `"2024-05-01"`, "true", "null", `""`, `["a",1]`, `{"b":"a"}`, `[{"b":1},{"b":"ab"}]`})
	comparisons := rapid.SampledFrom([]string{
		`1`, `"1"`, `"a"`, `null`, `{"$ne":"a"}`, `{"$in":["a",1]}`, `{"$gt":"1"}`, `{"$gte":1,"$lt":2}`, `{"$lt":"b"}`, `{"$regex":"^a"}`, `{"$exists":true}`,
	})
	trial := 0
	rapid.Check(t, func(rt *rapid.T) {
		trial++
		collection := fmt.Sprint("c", trial)
		var all []filter.Row
		page := docstore.Page{Scheme: collection, Stored: true}
		for i := range rapid.IntRange(1, 8).Draw(rt, "rows") {
			in := docstore.Incoming{Key: fmt.Sprintf("%02d", i), Number: "N", Content: json.RawMessage(fmt.Sprintf(
				`{"a":%s,"b":%s}`, values.Draw(rt, "a"), values.Draw(rt, "b")))}
			row, err := mapping.ParseRow(in.Content)
			if err != nil {
				rt.Fatal(err)
			}
			page.Rows, all = append(page.Rows, in), append(all, filter.Row{Key: in.Key, Number: "N", Content: row})
		}
		one := func() string {
			return fmt.Sprintf(`{"content.%s":%s}`, rapid.SampledFrom([]string{"a", "b", "a.b", "a.0", "b.1.b"}).Draw(rt, "field"), comparisons.Draw(rt, "comparison"))
		}
		text := fmt.Sprintf(`{"%s":[%s,%s]}`, rapid.SampledFrom([]string{"$and", "$or", "$nor"}).Draw(rt, "join"), one(), one())
		p, err := filter.Parse(text, constant{})
		if err != nil {
			rt.Fatal(err)
		}
		where, err := p.Bind(nil)
		if err != nil {
			rt.Fatal(err)
		}
		if _, err := store.Keep(context.Background(), page); err != nil {
			rt.Fatal(err)
		}
		if err := store.Declare(context.Background(), collection, p.Indexed()); err != nil {
			rt.Fatal(err)
		}
		q := filter.Query{Collection: collection, Where: where, Limit: rapid.IntRange(1, 5).Draw(rt, "limit")}
		rows, err := activities.FindRows(context.Background(), store, q)
		if err != nil {
			rt.Fatal(err)
		}
		same := func(a, b filter.Row) bool { return a.Key == b.Key }
		if want := q.Of(all); !slices.EqualFunc(rows, want, same) {
			rt.Fatalf("%s: found %v, want %v", text, rows, want)
		}
	})
}

// asked counts how often the store is searched.
type asked struct {
	*sqlstore.Store
	n atomic.Int64
}

func (a *asked) Find(ctx context.Context, q docstore.Query) ([]docstore.Document, error) {
	a.n.Add(1)
	return a.Store.Find(ctx, q)
}

func TestAnswersAreKeptUntilTheCollectionChanges(t *testing.T) {
	t.Parallel()
	url := "sqlite:" + filepath.Join(t.TempDir(), "store.db")
	store, other := &asked{Store: opened(t, url)}, opened(t, url)
	lookups := activities.NewLookups(store, 1<<20)
	by := asking(t, store.Store, `{"content.FNumber":"S1"}`)
	steps := []struct {
		what, want string
		do         func()
		asks       int64
	}{
		{"nothing yet", "", func() {}, 1},
		{"asked again", "", func() {}, 0},
		{"another worker brings it", "1", func() { keepShops(t, other, map[string]string{"1": `{"FNumber":"S1"}`}) }, 1},
		{"asked again", "1", func() {}, 0},
		{"the same comes again", "1", func() { keepShops(t, other, map[string]string{"1": `{"FNumber":"S1"}`}) }, 0},
		{"it changes", "", func() { keepShops(t, other, map[string]string{"1": `{"FNumber":"S2"}`}) }, 1},
		{"one by another name comes", "", func() { keepShops(t, other, map[string]string{"2": `{"FNumber":"S9"}`}) }, 1},
		{"another scheme's row comes", "", func() {
			_, err := other.Keep(t.Context(), docstore.Page{Scheme: "orders", Rows: []docstore.Incoming{{Key: "1", Content: json.RawMessage(`{}`)}}})
			if err != nil {
				t.Error(err)
			}
		}, 0},
	}
	for _, step := range steps {
		step.do()
		before := store.n.Load()
		if got := keysOf(t, lookups.ForDocument(), by); got != step.want || store.n.Load()-before != step.asks {
			t.Errorf("%s: found %q, want %q; the store was asked %d times, want %d", step.what, got, step.want, store.n.Load()-before, step.asks)
		}
	}
	before := store.n.Load()
	fresh := asking(t, store.Store, `{"status":2}`)
	for range 2 {
		if got := keysOf(t, lookups.ForDocument(), fresh); got != "1 2" {
			t.Errorf("by status: %q", got)
		}
	}
	if n := store.n.Load() - before; n != 2 {
		t.Errorf("asked %d times by a status that may change without a row, want 2", n)
	}
}

// One document sees each collection as it first met it, or newer, and does not
// ask for a version again.
func TestADocumentAsksForAVersionOnce(t *testing.T) {
	t.Parallel()
	store := opened(t, "sqlite::memory:")
	counting := &versions{Store: store}
	finder := activities.NewLookups(counting, 1<<20).ForDocument()
	for _, text := range []string{`{"content.FNumber":"S1"}`, `{"content.FNumber":"S2"}`, `{"content.FNumber":"S1"}`} {
		keysOf(t, finder, asking(t, store, text))
	}
	if counting.n != 1 {
		t.Errorf("%d", counting.n)
	}
}

type versions struct {
	*sqlstore.Store
	n int
}

func (v *versions) Version(ctx context.Context, collection string) (int64, error) {
	v.n++
	return v.Store.Version(ctx, collection)
}

// Answers take no more room than they may; those lately asked for stay.
func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	store := &asked{Store: opened(t, "sqlite::memory:")}
	contents := map[string]string{}
	for i := range 40 {
		contents[fmt.Sprint(i)] = fmt.Sprintf(`{"FNumber":"S%d","text":%q}`, i, strings.Repeat("x", 1000))
	}
	keepShops(t, store.Store, contents)
	lookups := activities.NewLookups(store, 20_000)
	find := func(i int) bool {
		q := asking(t, store.Store, fmt.Sprintf(`{"content.FNumber":"S%d"}`, i))
		before := store.n.Load()
		if got := keysOf(t, lookups.ForDocument(), q); got != fmt.Sprint(i) {
			t.Errorf("%d: %q", i, got)
		}
		return store.n.Load() == before
	}
	for i := range 40 {
		find(i)
		if kept := find(0); !kept { // asked for all the time
			t.Errorf("the first answer was gone after %d others", i)
		}
	}
	if !find(0) || !find(39) || find(10) {
		t.Error("the wrong answers were kept")
	}
	lookups = activities.NewLookups(store, 10)
	for range 2 {
		if find(1) {
			t.Error("an answer larger than all the room was kept")
		}
	}
}

// Whatever comes in between, in whatever order, a document sees the store.
func TestAnswersAreNeverOld(t *testing.T) {
	t.Parallel()
	store := opened(t, "sqlite::memory:")
	workers := []*activities.Lookups{activities.NewLookups(store, 2000), activities.NewLookups(store, 1<<20)}
	questions := []filter.Query{
		asking(t, store, `{"content.v":1}`), asking(t, store, `{"content.v":{"$gt":1}}`),
		asking(t, store, `{"id":"a"}`), asking(t, store, `{"content.v":{"$ne":2}}`),
	}
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 5).Draw(rt, "steps") {
			key := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(rt, "key")
			step := rapid.SampledFrom([]string{"keep", "skip", "reopen", "fail", "ask", "ask"}).Draw(rt, "step")
			ref := docstore.Ref{Scheme: shops, Key: key}
			switch step { // steps that the store refuses change nothing
			case "keep":
				content := fmt.Sprintf(`{"v":%d}`, rapid.IntRange(1, 3).Draw(rt, "v"))
				_, err := store.Keep(context.Background(), docstore.Page{Scheme: shops, Rows: []docstore.Incoming{{Key: key, Number: "N", Content: json.RawMessage(content)}}})
				if err != nil {
					rt.Fatal(err)
				}
			case "skip":
				_ = store.Skip(context.Background(), ref, "chen", "")
			case "reopen":
				_ = store.Reopen(context.Background(), ref, "chen", "")
			case "fail":
				_ = store.Mark(context.Background(), docstore.Progress{Ref: ref, State: docstore.Failed})
			}
			q := rapid.SampledFrom(questions).Draw(rt, "question")
			for i, worker := range workers {
				got, err := worker.ForDocument().Find(context.Background(), q)
				want, wantErr := activities.FindRows(context.Background(), store, q)
				if err != nil || wantErr != nil || !slices.EqualFunc(got, want, sameRow) {
					rt.Fatalf("after %s of %s worker %d finds %v by %s, want %v (%v, %v)", step, key, i, got, q.Where, want, err, wantErr)
				}
			}
		}
	})
}

func sameRow(a, b filter.Row) bool {
	x, _ := a.Content.MarshalJSON()
	y, _ := b.Content.MarshalJSON()
	return a.Key == b.Key && string(x) == string(y)
}

// A row that a worker has seen kept is found by every document that begins then.
func TestAnswersWhileRowsArrive(t *testing.T) {
	t.Parallel()
	url := "sqlite:" + filepath.Join(t.TempDir(), "store.db")
	stores := []*sqlstore.Store{opened(t, url), opened(t, url)}
	q := asking(t, stores[0], `{"content.v":1}`)
	q.Limit = 1000
	shared := []*activities.Lookups{activities.NewLookups(stores[0], 1<<20), activities.NewLookups(stores[1], 1<<20)}
	var kept atomic.Int64
	var g errgroup.Group
	for writer := range 6 {
		g.Go(func() error {
			for n := range 10 {
				if writer < 2 {
					in := docstore.Incoming{Key: fmt.Sprintf("%d-%d", writer, n), Number: "N", Content: json.RawMessage(`{"v":1}`)}
					if _, err := stores[writer].Keep(context.Background(), docstore.Page{Scheme: shops, Rows: []docstore.Incoming{in}}); err != nil {
						return err
					}
					kept.Add(1)
				}
				least := kept.Load()
				rows, err := shared[n%2].ForDocument().Find(context.Background(), q)
				if err != nil {
					return err
				}
				if int64(len(rows)) < least {
					return fmt.Errorf("%d rows found, %d were kept before", len(rows), least)
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		t.Error(err)
	}
}

// A lookup by one of 100,000 rows, each of about 1 KB.
func BenchmarkLookup(b *testing.B) {
	store := opened(b, "sqlite:"+filepath.Join(b.TempDir(), "store.db"))
	q := func(i int) filter.Query { return asking(b, store, fmt.Sprintf(`{"content.FNumber":"S%d"}`, i)) }
	q(0)
	line := `,"lines":[` + strings.Repeat(`{"sku":"A-100","qty":2,"price":5.05,"name":"保温杯"},`, 12) + `{}]`
	const rows, page = 100_000, 2000
	for from := 0; from < rows; from += page {
		p := docstore.Page{Scheme: shops, Stored: true}
		for i := from; i < from+page; i++ {
			p.Rows = append(p.Rows, docstore.Incoming{Key: fmt.Sprintf("%06d", i), Number: fmt.Sprint(i), Content: fmt.Appendf(nil, `{"FNumber":"S%d","org":{"id":%d}%s}`, i, i%7, line)})
		}
		if _, err := store.Keep(b.Context(), p); err != nil {
			b.Fatal(err)
		}
	}
	questions := make([]filter.Query, 1000)
	for i := range questions {
		questions[i] = q(i * 97)
	}
	for name, room := range map[string]int{"cold": 0, "kept": 64 << 20} {
		b.Run(name, func(b *testing.B) {
			lookups := activities.NewLookups(store, room)
			for _, question := range questions {
				if _, err := lookups.ForDocument().Find(b.Context(), question); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				found, err := lookups.ForDocument().Find(b.Context(), questions[n%len(questions)])
				if err != nil || len(found) != 1 {
					b.Fatal(len(found), err)
				}
			}
		})
	}
	b.Run("store", func(b *testing.B) {
		b.ReportAllocs()
		for n := 0; b.Loop(); n++ {
			if found, err := store.Find(b.Context(), docstore.Equal(shops, map[string]string{"FNumber": fmt.Sprintf("S%d", n%rows)}, 100)); err != nil || len(found) != 1 {
				b.Fatal(len(found), err)
			}
		}
	})
}

package activities_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/jushuitan/jushuitantest"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// reading asks for the last week, which is several pages long.
func (s *stage) reading() activities.FetchInput {
	s.Helper()
	now := time.Now().Truncate(time.Second)
	return activities.FetchInput{Scheme: refunds, Window: connectors.Window{From: now.Add(-7 * 24 * time.Hour), To: now}}
}

// pages reads to the end of the window; each is called before each page.
func (s *stage) pages(in activities.FetchInput, each func(page int)) []activities.Fetched {
	s.Helper()
	var all []activities.Fetched
	for {
		each(len(all))
		page, err := s.acts.FetchPage(s.Context(), in)
		s.ok(err)
		all = append(all, page)
		if page.Next == "" {
			return all
		}
		in.Cursor = page.Next
	}
}

// A row whose key was handed over by another scheme neither replaces that
// document nor keeps its page from arriving.
func TestAFetchedRowWhoseKeyWasHandedOver(t *testing.T) {
	t.Parallel()
	first := setup(t) // to see what is read
	first.pages(first.reading(), func(int) {})
	read, err := first.store.List(t.Context(), docstore.Filter{Scheme: refunds, States: []docstore.State{docstore.Fetched}})
	first.ok(err)
	key := read[0].Key
	s := setup(t)
	_, err = s.store.Keep(s.Context(), docstore.Page{Scheme: refunds, Rows: []docstore.Incoming{
		{Key: key, Number: key, Content: json.RawMessage(`{"as_id":1}`), HandedBy: "another:1"},
	}})
	s.ok(err)
	s.pages(s.reading(), func(int) {})
	if doc := s.doc(activities.Ref{Scheme: refunds, Key: key}); doc.HandedBy != "another:1" || doc.Newer != nil {
		t.Errorf("it was replaced by %s", doc.Newer)
	}
	failed, err := s.store.List(s.Context(), docstore.Filter{Scheme: refunds, States: []docstore.State{docstore.Failed}})
	s.ok(err)
	if len(failed) != 1 || !strings.Contains(failed[0].Reason, "its key "+key+" is that of a document which another:1 handed over") {
		t.Errorf("failed are %+v", failed)
	}
}

func (s *stage) watermark(scheme string) (time.Time, bool) {
	s.Helper()
	mark, read, err := s.store.Watermark(s.Context(), scheme)
	s.ok(err)
	return mark, read
}

func (s *stage) count(scheme string) (n int) {
	s.Helper()
	counts, _, err := s.store.Counts(s.Context(), scheme)
	s.ok(err)
	for _, c := range counts {
		n += c
	}
	return n
}

func TestTheWatermarkMovesWithTheLastPage(t *testing.T) {
	t.Parallel()
	s := setupWorld(t, 400)
	in := s.reading()
	pages := s.pages(in, func(page int) {
		if mark, read := s.watermark(refunds); read {
			t.Errorf("before page %d the watermark is already %s", page, mark)
		}
	})
	if len(pages) < 2 {
		t.Fatalf("the window has %d page", len(pages))
	}
	fresh := 0
	for _, page := range pages {
		fresh += page.New
	}
	if kept := s.count(refunds); kept == 0 || kept != fresh {
		t.Errorf("%d documents are kept, %d were new", kept, fresh)
	}
	if mark, _ := s.watermark(refunds); !mark.Equal(in.Window.To) {
		t.Errorf("the watermark is %s, want %s", mark, in.Window.To)
	}
}

// Our clock may be ahead of the source's: rows that come to the source before its
// clock has reached the window's end are still to be read.
func TestTheWatermarkIsNotAheadOfTheSource(t *testing.T) {
	t.Parallel()
	s := setup(t)
	in := s.reading()
	in.Window = connectors.Window{From: in.Window.To.Add(-24 * time.Hour), To: in.Window.To.Add(6 * time.Hour)}
	s.pages(in, func(int) {})
	if mark, read := s.watermark(refunds); !read || mark.After(time.Now()) {
		t.Errorf("the watermark is %s, which the source's clock has not reached", mark)
	}
}

func TestAHeldReadingLeavesTheWatermark(t *testing.T) {
	t.Parallel()
	s := setup(t)
	in := s.reading()
	in.Hold = true
	s.pages(in, func(int) {})
	if mark, read := s.watermark(refunds); read || s.count(refunds) == 0 {
		t.Errorf("the watermark is %s, %d documents are kept", mark, s.count(refunds))
	}
}

// Somebody else has read on meanwhile: the rows are kept, the watermark is theirs.
func TestAWatermarkThatMovedElsewhereStays(t *testing.T) {
	t.Parallel()
	s := setup(t)
	in := s.reading()
	theirs := in.Window.To.Add(-time.Minute)
	s.ok(s.store.SetWatermark(s.Context(), refunds, theirs))
	for _, from := range []time.Time{{}, theirs.Add(-time.Hour)} {
		in.Watermark = from
		s.pages(in, func(int) {})
		if mark, _ := s.watermark(refunds); !mark.Equal(theirs) {
			t.Errorf("read from %s, the watermark is %s, want %s", from, mark, theirs)
		}
	}
	in.Watermark = theirs
	s.pages(in, func(int) {})
	if mark, _ := s.watermark(refunds); !mark.Equal(in.Window.To) || s.count(refunds) == 0 {
		t.Errorf("the watermark is %s, want %s; %d documents are kept", mark, in.Window.To, s.count(refunds))
	}
}

func TestRepeatsAreRecognised(t *testing.T) {
	t.Parallel()
	s := setup(t)
	in := s.reading()
	s.pages(in, func(int) {})
	kept := s.count(refunds)
	for _, page := range s.pages(in, func(int) {}) {
		if page.New+page.Changed > 0 || page.Rows > 0 && page.Unchanged == 0 {
			t.Errorf("read again, a page has %+v", page)
		}
	}
	if again := s.count(refunds); again != kept {
		t.Errorf("%d documents, %d when read again", kept, again)
	}
}

func TestBaseDataIsStored(t *testing.T) {
	t.Parallel()
	s := setup(t)
	now := time.Now().Truncate(time.Second)
	page, err := s.acts.FetchPage(s.Context(), activities.FetchInput{Scheme: customers, Window: connectors.Window{From: now, To: now}})
	s.ok(err)
	counts, _, err := s.store.Counts(s.Context(), customers)
	s.ok(err)
	if page.Rows == 0 || counts[docstore.Stored] != page.Rows {
		t.Errorf("the page has %d rows, the store %v", page.Rows, counts)
	}
	found, err := s.store.Find(s.Context(), docstore.Equal(customers, map[string]string{"FNumber": "10001"}, 2))
	s.ok(err)
	if len(found) != 1 || !strings.Contains(string(found[0].Content), `"F_XC_Base_Fnumber":"100"`) {
		t.Errorf("customer 10001 is %v", found)
	}
}

func TestFetchErrors(t *testing.T) {
	t.Parallel()
	s := setup(t)
	cases := map[string]struct {
		scheme  string
		happens func()
		acts    *activities.Activities
		name    string
		never   bool
		words   []string
	}{
		"refused": {scheme: refunds, name: activities.TypeRejected, never: true, words: []string{refunds, "refund.single.query", "日期格式不正确"}, happens: func() {
			s.world.Jushuitan.Misbehave(jushuitantest.Fault{API: "refund.single.query", Do: jushuitantest.Refuse, Code: 130, Msg: "日期格式不正确"})
		}},
		"away": {scheme: orderData, name: activities.TypeUnavailable, words: []string{orderData}, happens: func() {
			s.world.Jushuitan.Misbehave(jushuitantest.Fault{API: "orders.single.query", Do: jushuitantest.Drop})
		}},
		"busy": {scheme: customers, name: activities.TypeThrottled, words: []string{customers}, happens: func() {
			s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.CallLimit, Method: "ExecuteBillQuery", Times: 1})
		}},
		"a wrong secret": {
			scheme: customers, acts: s.with("KINGDEE_MAIN_APP_SECRET", "not-the-secret"),
			name: activities.TypeUnauthorized, words: []string{"kingdee MAIN", "KINGDEE_MAIN_APP_SECRET"},
		},
		"no such scheme": {scheme: "customers", name: activities.TypeConfig, never: true, words: []string{`"customers"`}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			acts := s.acts
			if c.acts != nil {
				acts = c.acts
			}
			if c.happens != nil {
				c.happens()
			}
			in := s.reading()
			in.Scheme = c.scheme
			_, err := acts.FetchPage(s.Context(), in)
			app := s.retried(err)
			if app.Type() != c.name || app.NonRetryable() != c.never {
				t.Errorf("%s, never again %v; want %s", app.Type(), app.NonRetryable(), c.name)
			}
			for _, part := range c.words {
				if !strings.Contains(app.Message(), part) {
					t.Errorf("%q does not say %q", app.Message(), part)
				}
			}
			if strings.Contains(app.Message(), "not-the-secret") {
				t.Errorf("it shows the secret: %s", app.Message())
			}
		})
	}
	for _, scheme := range []string{refunds, customers, orderData} {
		if _, read := s.watermark(scheme); read {
			t.Errorf("a reading that failed moved the watermark of %s", scheme)
		}
	}
}

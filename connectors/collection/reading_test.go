package collection_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Each row once, however pages and stretches end.
func TestPagesHaveEachRowOnce(t *testing.T) {
	t.Parallel()
	for name, url := range databases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setup(t, url(t), 3)
			q := byParcel()
			s.reads("nothing", &q, "")
			for _, n := range []int{1, 3, 4, 9} {
				var rows, ids []string
				for i := range n {
					ids = append(ids, fmt.Sprintf("%d%c", n, 'a'+i))
					rows = append(rows, ids[i], fmt.Sprintf(`{"n":%d}`, n))
				}
				s.keep(stockouts, rows...)
				s.reads(fmt.Sprint(n, " rows"), &q, strings.Join(ids, " "))
				s.reads("no more", &q, "")
			}
			s.keep(stockouts, "3b", `{"n":"changed"}`)
			s.reads("a change", &q, "3b")
			s.keep(stockouts, "3b", `{"n":"changed"}`)
			s.reads("a repeat", &q, "")
		})
	}
}

// What is put in changes, and all rows it belongs to are read again: also when
// they are many, and once each when several changes belong to them.
func TestRowsAreReadAgainWithWhatBelongsToThem(t *testing.T) {
	t.Parallel()
	for name, url := range databases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setup(t, url(t), 3)
			s.keep(stockouts,
				"1", `{"parcel":"A"}`, "2", `{"parcel":"A"}`, "3", `{"parcel":"A"}`, "4", `{"parcel":"A"}`,
				"5", `{"parcel":"A"}`, "6", `{"parcel":"A"}`, "7", `{"parcel":"B"}`, "8", `{"parcel":""}`)
			s.keep(tracks, "tA", `{"nu":"A","state":0}`)
			q := byParcel()
			s.reads("first", &q, "1 2 3 4 5 6 7 8")
			s.keep(tracks, "tA", `{"nu":"A","state":1}`)
			s.reads("of one", &q, "1 2 3 4 5 6")
			s.keep(tracks, "tB", `{"nu":"B","state":1}`, "tC", `{"nu":"C"}`, "tD", `{"nu":""}`, "tE", `{}`)
			s.reads("one that comes later", &q, "7")
			s.keep(notes, "n1", `{"of":"7"}`, "n2", `{"of":"7"}`, "n3", `{"of":"7"}`, "n4", `{"of":8}`)
			s.reads("of several, page by page", &q, "7 8")
			s.keep(stockouts, "1", `{"parcel":"A","n":1}`)
			s.keep(tracks, "tA", `{"nu":"A","state":2}`)
			s.reads("both", &q, "1 1 2 3 4 5 6")
			s.reads("no more", &q, "")
		})
	}
}

// A process that ends between a page and its watermark reads it again; what has
// been read is read once more, and nothing is left out.
func TestAReadingThatIsCutOff(t *testing.T) {
	t.Parallel()
	s := setup(t, "sqlite::memory:", 2)
	s.keep(stockouts, "1", `{"parcel":"A"}`, "2", `{}`, "3", `{}`, "4", `{}`, "5", `{}`)
	q := byParcel()
	for pages := range 3 {
		cut := q
		for range pages {
			s.page(&cut)
		}
		s.keep(stockouts, "2", fmt.Sprintf(`{"n":%d}`, pages))
	}
	rows, _ := s.read(&q)
	var ids []string
	for _, row := range rows {
		ids = append(ids, idOf(t, row))
	}
	slices.Sort(ids)
	equal(t, "rows", ids, []string{"1", "2", "3", "4", "5"})
}

// What changes while pages are read is read by the next reading, also a change
// whose rows were just being read.
func TestChangesWhileAReadingGoesOn(t *testing.T) {
	t.Parallel()
	s := setup(t, "sqlite::memory:", 2)
	s.keep(stockouts, "1", `{"parcel":"B"}`, "2", `{"parcel":"B"}`, "3", `{"parcel":"A"}`, "4", `{"parcel":"A"}`, "5", `{"parcel":"A"}`)
	s.keep(tracks, "tA", `{"nu":"A"}`, "tB", `{"nu":"B"}`)
	q := byParcel()
	s.reads("first", &q, "1 2 3 4 5")
	s.keep(tracks, "tA", `{"nu":"A","state":1}`, "tB", `{"nu":"B","state":1}`)
	if page := s.page(&q); len(page.Rows) != 2 || q.Cursor == "" {
		t.Fatalf("%s", page.Rows)
	}
	s.keep(tracks, "tA", `{"nu":"A","state":2}`)
	s.reads("what is left", &q, "1 2")
	s.reads("next", &q, "3 4 5")
}

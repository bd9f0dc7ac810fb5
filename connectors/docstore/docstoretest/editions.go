package docstoretest

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// edition is a row as it was written at some time.
func edition(key, at string) docstore.Incoming {
	in := row(key, fmt.Sprintf(`{"at":%q}`, at))
	in.Edition = at
	return in
}

// olderChangesNothing: wherever a document stands, what was written before what
// is known of it counts as unchanged, and what was written later does not.
func olderChangesNothing(_ *testing.T, f fixture) {
	f.must(f.Declare(f.Context(), refunds, []string{"at"}))
	f.keep(edition("1", "b"))
	f.equal("older", f.keep(edition("1", "a")), docstore.Kept{Unchanged: 1})
	f.equal("content", string(f.get("1").Content), `{"at":"b"}`)
	f.equal("found", f.find(map[string]string{"at": "a"}), []string{})
	f.equal("later", f.keep(edition("1", "c")).Changed, 1)
	f.step("1", docstore.Mapped, docstore.Saving, docstore.Saved)
	f.keep(edition("1", "b"), edition("1", "a"))
	f.equal("older than what was sent", string(f.get("1").Newer), "")
	f.keep(edition("1", "d"))
	f.keep(edition("1", "c"))
	f.equal("what was sent does not come back", string(f.get("1").Newer), `{"at":"d"}`)
	f.equal("in one page", f.keep(edition("2", "b"), edition("2", "a")), docstore.Kept{
		New: 1, Unchanged: 1, Fresh: []string{"2"}, Added: []string{"2"},
	})
	f.equal("of one page", string(f.get("2").Content), `{"at":"b"}`)
	f.counted()
}

// undatedIsTaken: whoever does not say when it was written is taken at their word,
// and does not make what came before forgotten.
func undatedIsTaken(_ *testing.T, f fixture) {
	f.keep(row("1", `{"at":"none"}`))
	f.equal("dated after undated", f.keep(edition("1", "a")).Changed, 1)
	f.keep(edition("1", "c"))
	f.equal("undated after dated", f.keep(row("1", `{"at":"none"}`)).Changed, 1)
	f.equal("older than what was dated last", f.keep(edition("1", "b")).Unchanged, 1)
	same := edition("1", "c")
	same.Content = []byte(`{"at":"c","more":true}`)
	f.equal("of the same time", f.keep(same).Changed, 1)
}

// newestStands: in whatever order and pages what was written arrives, a document
// ends as it was written last, also after it was delivered.
func newestStands(t *testing.T, f fixture) {
	trial := 0
	rapid.Check(t, func(rt *rapid.T) {
		trial++
		key := fmt.Sprint(trial)
		newest := rapid.IntRange(0, 6).Draw(rt, "newest")
		var all []docstore.Incoming
		for at := range newest + 1 {
			all = append(all, edition(key, fmt.Sprint(at)))
		}
		order := rapid.Permutation(append(slices.Clone(all), all...)).Draw(rt, "order")
		delivered := rapid.IntRange(0, len(order)).Draw(rt, "delivered before")
		for i, in := range order {
			if i == delivered && i > 0 {
				f.step(key, docstore.Mapped, docstore.Saving, docstore.Saved)
			}
			if rapid.Bool().Draw(rt, "with the one before") && i > 0 {
				f.keep(order[i-1], in)
				continue
			}
			f.keep(in)
		}
		d := f.get(key)
		if last := string(d.Content); d.Newer == nil && last != fmt.Sprintf(`{"at":"%d"}`, newest) || d.Newer != nil && string(d.Newer) != fmt.Sprintf(`{"at":"%d"}`, newest) {
			rt.Fatalf("it ends with %s and newer %s, written last was %d", last, d.Newer, newest)
		}
	})
}

func concurrentEditions(_ *testing.T, f fixture) {
	f.concurrently(func(writer int) error {
		for n := range 10 {
			in := edition("1", fmt.Sprintf("%03d", (n*7+writer*13)%100))
			if _, err := f.Keep(f.Context(), docstore.Page{Scheme: refunds, Rows: []docstore.Incoming{in}}); err != nil {
				return err
			}
		}
		return nil
	})
	newest := 0
	for writer := range writers {
		for n := range 10 {
			newest = max(newest, (n*7+writer*13)%100)
		}
	}
	f.equal("it ends as", string(f.get("1").Content), fmt.Sprintf(`{"at":"%03d"}`, newest))
	f.counted()
}

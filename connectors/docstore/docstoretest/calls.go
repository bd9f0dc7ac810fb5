package docstoretest

import (
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// calledAgain: a call that is made again bit by bit changes nothing, whatever
// came in between, until it is forgotten; and one that could not be kept is none.
func calledAgain(_ *testing.T, f fixture) {
	until := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	call := func(id, content string) docstore.Kept {
		kept, err := f.Keep(f.Context(), docstore.Page{
			Scheme: refunds, Rows: []docstore.Incoming{row("1", content)}, Call: &docstore.Call{ID: id, Until: until},
		})
		f.must(err)
		return kept
	}
	_, err := f.Keep(f.Context(), docstore.Page{
		Scheme: refunds, Rows: []docstore.Incoming{row("1", `{"status`)}, Call: &docstore.Call{ID: "first", Until: until},
	})
	f.equal("broken is kept", err == nil, false)
	f.equal("first", call("first", `{"status":30}`).New, 1)
	f.equal("second", call("second", `{"status":70}`).Changed, 1)
	f.equal("first again", call("first", `{"status":30}`), docstore.Kept{Unchanged: 1})
	f.must(f.Forget(f.Context(), until))
	f.equal("while it may come", call("second", `{"status":30}`), docstore.Kept{Unchanged: 1})
	f.equal("content", string(f.get("1").Content), `{"status":70}`)
	f.must(f.Forget(f.Context(), until.Add(time.Second)))
	f.equal("forgotten", call("first", `{"status":30}`).Changed, 1)
	f.counted()
}

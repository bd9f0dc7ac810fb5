package cli

import (
	"encoding/json"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/starter/messages"
)

// A row that is part of a document is not among all that failed: retried with
// them, unread, it could be booked twice.
func TestRetryAllLeavesPartsAlone(t *testing.T) {
	t.Parallel()
	s, err := sqlstore.Open(t.Context(), "sqlite::memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	keep := func(content string) {
		row := docstore.Incoming{Key: "1", Number: "1", Content: json.RawMessage(content), MemberOf: "g"}
		if _, err := s.Keep(t.Context(), docstore.Page{Scheme: "refunds", Rows: []docstore.Incoming{row}}); err != nil {
			t.Fatal(err)
		}
	}
	get := func() docstore.Document {
		doc, err := s.Get(t.Context(), docstore.Ref{Scheme: "refunds", Key: "1"})
		if err != nil {
			t.Fatal(err)
		}
		return doc
	}
	keep(`{"qty":1}`)
	err = s.Merge(t.Context(), docstore.Merge{
		Scheme: "refunds", Members: []docstore.Member{{Key: "1", Hash: get().Hash}},
		Documents: []docstore.Incoming{{Key: "1-m", Number: "1", Content: json.RawMessage(`{}`)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	keep(`{"qty":2}`)
	r := &retrying{app: newApp(Env{Language: messages.English}), store: s}
	if err := r.every(t.Context(), docstore.Filter{Scheme: "refunds", States: []docstore.State{docstore.Failed}, Limit: retryPage}); err != nil {
		t.Fatal(err)
	}
	if doc := get(); doc.State != docstore.Failed || len(r.done.Retried) > 0 || len(r.done.Refused) != 1 || r.done.Refused[0].Key != "1" {
		t.Errorf("it is %s; the retry did %+v", doc.State, r.done)
	}
}

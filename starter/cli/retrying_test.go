package cli

import (
	"encoding/json"
	"io"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/activities"
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
	r := &retrying{app: newApp(Env{Language: messages.English, Stdout: io.Discard}), store: s}
	all := selection{filter: docstore.Filter{Scheme: "refunds", States: []docstore.State{docstore.Failed}, Limit: retryPage}}
	if err := r.every(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	if doc := get(); doc.State != docstore.Failed || len(r.done.Retried) > 0 || len(r.done.LeftAlone) != 1 || r.done.LeftAlone[0].Key != "1" {
		t.Errorf("it is %s; the retry did %+v", doc.State, r.done)
	}
}

// A line that was added late may have been booked: who has looked may retry it, by
// its name.
func TestAllLeavesLateLinesAlone(t *testing.T) {
	t.Parallel()
	s, err := sqlstore.Open(t.Context(), "sqlite::memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	rows := []docstore.Incoming{
		{Key: "1", Number: "1", Content: json.RawMessage(`{}`), Fail: "no shop"},
		{Key: "2", Number: "2", Content: json.RawMessage(`{}`), Fail: activities.LineAdded},
	}
	if _, err := s.Keep(t.Context(), docstore.Page{Scheme: "refunds", Rows: rows}); err != nil {
		t.Fatal(err)
	}
	a := newApp(Env{Language: messages.English})
	now := time.Now()
	for name, which := range map[string]selection{
		"any time": {}, "since": {since: now.Add(-time.Hour)}, "until": {until: now.Add(time.Hour)},
	} {
		which.filter = docstore.Filter{Scheme: "refunds", States: []docstore.State{docstore.Failed}, Limit: 1}
		found, err := a.choose(t.Context(), s, which)
		if err != nil || len(found.meant) != 1 || found.meant[0].Key != "1" || len(found.held) != 1 || found.held[0].Key != "2" {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
	}
	for name, which := range map[string]selection{"since": {since: now.Add(time.Hour)}, "until": {until: now.Add(-time.Hour)}} {
		which.filter = docstore.Filter{Scheme: "refunds", States: []docstore.State{docstore.Failed}, Limit: 1}
		found, err := a.choose(t.Context(), s, which)
		if err != nil || len(found.meant)+len(found.held) > 0 {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
	}
}

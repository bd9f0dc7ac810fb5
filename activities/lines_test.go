package activities_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// A line inserted before one that has been carried would push that one to a new
// number, and it would be booked twice.
func TestALineThatIsAddedAfterOthersWereCarriedIsHeld(t *testing.T) {
	t.Parallel()
	s := setupWorld(t, 60)
	carried, untouched := s.severalLines()
	s.readMonth()
	for _, state := range []docstore.State{docstore.Mapped, docstore.Saving, docstore.Saved} {
		s.ok(s.store.Mark(s.Context(), docstore.Progress{
			Ref: docstore.Ref{Scheme: refunds, Key: carried.AsID + "-1"}, State: state,
		}))
	}
	for _, d := range []simulators.Document{carried, untouched} {
		s.insertLine(d.AsID)
	}
	s.readMonth()
	held := s.stored(carried.AsID, len(carried.Lines)+1)
	if held.State != docstore.Failed || !strings.Contains(held.Reason, "booked twice") {
		t.Errorf("the line is %s (%s), want it held", held.State, held.Reason)
	}
	if free := s.stored(untouched.AsID, len(untouched.Lines)+1); free.State != docstore.Fetched {
		t.Errorf("nothing of its document was carried, and the line is %s (%s)", free.State, free.Reason)
	}
}

// readMonth reads all refunds of the world, a week at a time.
func (s *stage) readMonth() { s.readMonthOf(refunds) }

func (s *stage) readMonthOf(scheme string) {
	s.Helper()
	const week = 7 * 24 * time.Hour
	in := s.reading()
	now := time.Now().Truncate(time.Second).Add(time.Second)
	in.Scheme, in.Hold = scheme, true
	for to := now; now.Sub(to) < 5*week; to = to.Add(-week) {
		in.Window, in.Cursor = connectors.Window{From: to.Add(-week), To: to}, ""
		s.pages(in, func(int) {})
	}
}

func (s *stage) severalLines() (first, second simulators.Document) {
	s.Helper()
	var found []simulators.Document
	for _, d := range s.world.Documents() {
		if d.Kind == simulators.SeveralLines {
			found = append(found, d)
		}
	}
	if len(found) < 2 {
		s.Fatal("the world has too few refunds of several lines")
	}
	return found[0], found[1]
}

func (s *stage) insertLine(asID string) {
	s.Helper()
	for _, row := range s.world.Jushuitan.Refunds() {
		if fmt.Sprint(row["as_id"]) != asID {
			continue
		}
		data, err := json.Marshal(row["items"])
		s.ok(err)
		var items []json.RawMessage
		s.ok(json.Unmarshal(data, &items))
		s.ok(s.world.Jushuitan.Change(asID, map[string]any{"items": append(items[:1:1], items...)}))
		return
	}
	s.Fatalf("聚水潭 has no refund %s", asID)
}

func (s *stage) stored(asID string, line int) docstore.Document {
	s.Helper()
	doc, err := s.store.Get(s.Context(), docstore.Ref{Scheme: refunds, Key: fmt.Sprintf("%s-%d", asID, line)})
	s.ok(err)
	return doc
}

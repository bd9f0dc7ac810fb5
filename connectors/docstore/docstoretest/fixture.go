package docstoretest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// refunds is the scheme of most tests.
const refunds = "refunds"

// fixture is a store in a test: a failed call ends the test.
type fixture struct {
	*testing.T
	Store
}

func (f fixture) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

func (f fixture) equal(what string, got, want any) {
	f.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		f.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func (f fixture) is(err, want error) {
	f.Helper()
	if !errors.Is(err, want) {
		f.Errorf("error %v, want %v", err, want)
	}
}

func (f fixture) keep(rows ...docstore.Incoming) docstore.Kept {
	f.Helper()
	return f.keepPage(docstore.Page{Scheme: refunds, Revision: "r1", Rows: rows})
}

func (f fixture) keepPage(page docstore.Page) docstore.Kept {
	f.Helper()
	kept, err := f.Keep(f.Context(), page)
	f.must(err)
	return kept
}

func (f fixture) get(key string) docstore.Document {
	f.Helper()
	d, err := f.Get(f.Context(), ref(key))
	f.must(err)
	return d
}

func (f fixture) step(key string, states ...docstore.State) {
	f.Helper()
	var steps []docstore.Progress
	for _, state := range states {
		steps = append(steps, docstore.Progress{Ref: ref(key), State: state})
	}
	refused, err := f.MarkAll(f.Context(), steps)
	f.must(errors.Join(append(refused, err)...))
}

func (f fixture) events(key string) []docstore.Event {
	f.Helper()
	events, err := f.Events(f.Context(), ref(key))
	f.must(err)
	return events
}

func (f fixture) find(where map[string]string) []string {
	f.Helper()
	return f.query(docstore.Equal(refunds, where, 0))
}

func (f fixture) query(q docstore.Query) []string {
	f.Helper()
	found, err := f.Find(f.Context(), q)
	f.must(err)
	return keys(found)
}

func (f fixture) version() int64 {
	f.Helper()
	n, err := f.Version(f.Context(), refunds)
	f.must(err)
	return n
}

func (f fixture) position(collections ...string) int64 {
	f.Helper()
	n, err := f.Position(f.Context(), collections...)
	f.must(err)
	return n
}

func (f fixture) renew(goal docstore.State, keys ...string) int {
	f.Helper()
	n, err := f.Renew(f.Context(), refunds, goal, keys)
	f.must(err)
	return n
}

// counted checks that the counts are those of the documents.
func (f fixture) counted() {
	f.Helper()
	f.countedIn(f.Context(), refunds)
}

func (f fixture) countedIn(ctx context.Context, scheme string) {
	f.Helper()
	all, err := f.List(ctx, docstore.Filter{Scheme: scheme, Limit: 100_000})
	f.must(err)
	want, newer := map[docstore.State]int{}, 0
	for _, d := range all {
		want[d.State]++
		if d.Newer != nil {
			newer++
		}
	}
	got, changed, err := f.Counts(ctx, scheme)
	f.must(err)
	f.equal("counts", got, want)
	f.equal("changed", changed, newer)
	names, err := f.SchemesWithDocuments(ctx)
	f.must(err)
	f.equal("a scheme with documents", slices.Contains(names, scheme), len(all) > 0)
}

func ref(key string) docstore.Ref { return docstore.Ref{Scheme: refunds, Key: key} }

func row(key, content string) docstore.Incoming {
	return docstore.Incoming{Key: key, Number: "N" + key, Content: json.RawMessage(content)}
}

func rows(n int) []docstore.Incoming {
	all := make([]docstore.Incoming, n)
	for i := range all {
		all[i] = row(fmt.Sprintf("%05d", i), fmt.Sprintf(`{"id":%d,"org":"100"}`, i))
	}
	return all
}

func keys(documents []docstore.Document) []string {
	all := make([]string, len(documents))
	for i, d := range documents {
		all[i] = d.Key
	}
	return all
}

// path is how a document gets from fetched to a state by steps that are allowed.
func path(to docstore.State) []docstore.State {
	saved := []docstore.State{docstore.Mapped, docstore.Saving, docstore.Saved}
	switch to {
	case docstore.Fetched, docstore.Stored: // Stored by Keep
		return nil
	case docstore.Saving:
		return saved[:2]
	case docstore.Saved:
		return saved
	case docstore.Recalled:
		return []docstore.State{docstore.Mapped, to}
	case docstore.Unknown:
		return []docstore.State{docstore.Mapped, docstore.Saving, to}
	case docstore.Submitted, docstore.Refused, docstore.Allotting, docstore.Handing, docstore.Audited, docstore.Compensated, docstore.Cancelled:
		return append(saved, to)
	case docstore.Deleting:
		return append(saved, docstore.Cancelled, to)
	default:
		return []docstore.State{to}
	}
}

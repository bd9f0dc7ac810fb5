package activities_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/docstoretest/postgrestest"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/schemes"
)

const merged = "returns-by-shop"

// merging is a stage with a scheme that makes one bill of a shop's lines.
func merging(t *testing.T) *stage {
	t.Helper()
	return setupSchemes(t, "testdata/merged", 2)
}

// shop is one that 金蝶 has as a customer.
const shop = 10002

// line is a refund of one line.
func line(id, of int, change map[string]any) map[string]any {
	row := map[string]any{
		"as_id": id, "shop_id": of, "wms_co_id": 8001, "status": "Confirmed",
		"items": []any{map[string]any{"sku_id": "C325", "r_qty": 1, "amount": 10, "receive_date": "2024-01-02", "batch_no": ""}},
	}
	maps.Copy(row, change)
	return row
}

func qty(n any) map[string]any { return item(n, 10) }

func amount(n any) map[string]any { return item(1, n) }

func item(qty, amount any) map[string]any {
	return map[string]any{"items": []any{
		map[string]any{"sku_id": "C325", "r_qty": qty, "amount": amount, "receive_date": "2024-01-02", "batch_no": ""},
	}}
}

// merge merges every group of the scheme, some at a time.
func (s *stage) merge() activities.Merged {
	s.Helper()
	var sum activities.Merged
	in := activities.MergeInput{Scheme: merged, Limit: 2}
	for {
		page, err := s.acts.MergeGroups(s.Context(), in)
		s.ok(err)
		sum.Rows, sum.Documents = sum.Rows+page.Rows, sum.Documents+page.Documents
		if in.After = page.After; in.After == "" {
			return sum
		}
	}
}

// by are the documents of the merging scheme in a state, by their keys.
func (s *stage) by(state docstore.State) map[string]docstore.Document {
	s.Helper()
	docs, err := s.store.List(s.Context(), docstore.Filter{Scheme: merged, States: []docstore.State{state}, Limit: 1000})
	s.ok(err)
	all := map[string]docstore.Document{}
	for _, d := range docs {
		all[d.Key] = d
	}
	return all
}

// Rows as they are read become one document for each shop, whatever the page
// they came with.
func TestRowsAreMerged(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]func(testing.TB) string{
		"sqlite":     func(testing.TB) string { return "sqlite::memory:" },
		"postgresql": func(t testing.TB) string { return postgrestest.URL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := merging(t)
			store, err := sqlstore.Open(t.Context(), url(t))
			s.ok(err)
			t.Cleanup(func() { s.ok(store.Close()) })
			s.store = store
			s.acts = s.activities(s.environ)
			s.rows(merged, line(1, 10, nil), line(2, 20, nil), line(3, 10, map[string]any{"status": "Cancelled"}), line(4, 10, nil))
			if got := s.nextOf(merged); len(got) > 0 {
				t.Errorf("before they are merged, %v are to be delivered", got)
			}
			if got := s.merge(); got.Rows != 3 || got.Documents != 2 {
				t.Errorf("merged were %+v", got)
			}
			s.mergedInto(t, map[string][]string{"1-1": {"1-1", "4-1"}, "2-1": {"2-1"}})
			if got := s.merge(); got.Rows != 0 || got.Documents != 0 {
				t.Errorf("merged again were %+v", got)
			}
			if got := s.nextOf(merged); len(got) != 2 {
				t.Errorf("to deliver are %v", got)
			}
			if skipped := s.by(docstore.Skipped); len(skipped) != 1 {
				t.Errorf("skipped are %v", skipped)
			}
		})
	}
}

// mergedInto compares, by the number of each document, the rows it was made of.
func (s *stage) mergedInto(t *testing.T, want map[string][]string) {
	t.Helper()
	rows := s.by(docstore.Merged)
	got := map[string][]string{}
	for key, d := range s.by(docstore.Fetched) {
		for _, row := range rows {
			if row.PartOf == key && row.Reason == docstore.PartOf(key) {
				got[d.Number] = append(got[d.Number], row.Key)
			}
		}
		slices.Sort(got[d.Number])
		if d.Parts != len(got[d.Number]) {
			t.Errorf("%s says that it is made of %d rows", key, d.Parts)
		}
	}
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("merged are %v, want %v", got, want)
	}
}

// FetchPage keeps rows with their groups, over several pages and windows.
func TestRowsAreReadAndMerged(t *testing.T) {
	t.Parallel()
	s := setupSchemes(t, "testdata/merged", 60)
	s.readMonthOf(merged)
	lines := len(s.by(docstore.Fetched))
	if got := s.merge(); got.Rows != lines || got.Documents == 0 || got.Documents >= lines {
		t.Errorf("of %d lines merged were %+v", lines, got)
	}
}

// A row that comes after its group was merged becomes a document of its own.
func TestALateRow(t *testing.T) {
	t.Parallel()
	s := merging(t)
	s.rows(merged, line(1, 10, nil), line(2, 10, nil))
	s.merge()
	s.rows(merged, line(1, 10, nil), line(2, 10, nil), line(3, 10, nil))
	if got := s.merge(); got.Rows != 1 || got.Documents != 1 {
		t.Errorf("merged were %+v", got)
	}
	s.mergedInto(t, map[string][]string{"1-1": {"1-1", "2-1"}, "3-1": {"3-1"}})
}

// A row that changes after it was merged is for a person: neither lost nor
// merged once more. One that goes back to what it was is a part again.
func TestAMergedRowThatChanges(t *testing.T) {
	t.Parallel()
	s := merging(t)
	s.rows(merged, line(1, 10, nil), line(2, 10, nil))
	s.merge()
	s.rows(merged, line(1, 10, qty(5)))
	ref := activities.Ref{Scheme: merged, Key: "1-1"}
	doc := s.doc(ref)
	if doc.State != docstore.Failed || !strings.Contains(doc.Reason, "part of document "+doc.PartOf+", which has it as it was") {
		t.Fatalf("it is %s: %s", doc.State, doc.Reason)
	}
	if got := s.merge(); got.Documents != 0 {
		t.Errorf("merged were %+v", got)
	}
	s.rows(merged, line(1, 10, nil))
	if doc := s.doc(ref); doc.State != docstore.Merged {
		t.Errorf("back to what it was, it is %s: %s", doc.State, doc.Reason)
	}
	s.rows(merged, line(1, 10, qty(6)))
	s.ok(s.store.Reopen(s.Context(), ref.Document(), "Li", "the bill was deleted"))
	st, err := s.do(ref, s.acts.Map)
	s.ok(err)
	if !st.Member || st.State != docstore.Fetched {
		t.Errorf("carried by itself, it stands at %+v", st)
	}
	if got := s.merge(); got.Rows != 2 || got.Documents != 1 {
		t.Errorf("retried, merged were %+v", got)
	}
	if left := s.by(docstore.Fetched); len(left) != 1 {
		t.Errorf("one of its rows would be booked twice: %v", left)
	}
}

// A row that alone was a document makes the same one when it is retried: that
// it is there already is said, and nothing is booked twice.
func TestARetriedRowWhoseDocumentIsThere(t *testing.T) {
	t.Parallel()
	s := merging(t)
	s.rows(merged, line(1, shop, nil))
	s.merge()
	s.booked()
	s.rows(merged, line(1, shop, qty(6)))
	ref := activities.Ref{Scheme: merged, Key: "1-1"}
	s.ok(s.store.Reopen(s.Context(), ref.Document(), "Li", "again"))
	if got := s.merge(); got.Rows != 0 {
		t.Errorf("merged were %+v", got)
	}
	if doc := s.doc(ref); doc.State != docstore.Fetched || !strings.HasPrefix(doc.Reason, "what it would be merged into is there already: ") {
		t.Errorf("it is %s: %s", doc.State, doc.Reason)
	}
}

// booked brings the only document that is to be delivered to the target.
func (s *stage) booked() activities.Ref {
	s.Helper()
	ref := activities.Ref{Scheme: merged, Key: s.onlyOne(docstore.Fetched).Key}
	s.stands(ref, docstore.Mapped, s.acts.Map)
	s.stands(ref, docstore.Saved, s.acts.Save)
	return ref
}

// The row of a delivered document is retried though its bill is still there: the
// bill is not taken for what it was not made of.
func TestAnotherDocumentsBillIsNotAdopted(t *testing.T) {
	t.Parallel()
	s := merging(t)
	s.rows(merged, line(1, shop, nil), line(2, shop, nil))
	s.merge()
	first := s.booked()
	s.rows(merged, line(1, shop, qty(6)))
	s.ok(s.store.Reopen(s.Context(), docstore.Ref{Scheme: merged, Key: "1-1"}, "Li", "the bill will be deleted"))
	s.merge()
	second := activities.Ref{Scheme: merged, Key: s.onlyOne(docstore.Fetched).Key}
	s.stands(second, docstore.Mapped, s.acts.Map)
	s.stands(second, docstore.Unknown, s.acts.Save) // its number is taken
	st := s.stands(second, docstore.Failed, s.acts.Resolve)
	if want := "number 1-1 is taken at the target by the bill of document " + first.Key; !strings.HasPrefix(st.Reason, want) {
		t.Errorf("got  %s\nwant %s", st.Reason, want)
	}
}

// The document cannot be mapped for what one row says. Mended at the source, it is
// retried by a person: its rows are merged anew, as they are now.
func TestADocumentIsMadeAnewOfMendedRows(t *testing.T) {
	t.Parallel()
	s := merging(t)
	s.rows(merged, line(1, 10, amount("一")), line(2, 10, nil))
	s.merge()
	wrong := activities.Ref{Scheme: merged, Key: s.onlyOne(docstore.Fetched).Key}
	s.stands(wrong, docstore.Failed, s.acts.Map)
	s.rows(merged, line(1, 10, amount(12)))
	s.ok(s.store.Reopen(s.Context(), wrong.Document(), "Li", "mended"))
	s.stands(wrong, docstore.Merged, s.acts.Map) // its workflow, if there were one, would find nothing to do
	if got := s.merge(); got.Rows != 2 || got.Documents != 1 {
		t.Fatalf("merged were %+v", got)
	}
	made := s.onlyOne(docstore.Fetched)
	ref := activities.Ref{Scheme: merged, Key: made.Key}
	s.stands(ref, docstore.Mapped, s.acts.Map)
	if sent := string(s.doc(ref).Sent); !strings.Contains(sent, `"FTaxPrice":12`) || strings.Contains(sent, "一") {
		t.Errorf("its entry is %s", sent)
	}
}

func (s *stage) onlyOne(state docstore.State) docstore.Document {
	s.Helper()
	for _, d := range s.by(state) {
		return d
	}
	s.Fatalf("no document is %s", state)
	return docstore.Document{}
}

// One row that cannot be added up holds its group together, with the reason,
// until it is mended; other groups go on.
func TestAGroupThatCannotBeMerged(t *testing.T) {
	t.Parallel()
	s := merging(t)
	s.summing()
	s.rows(merged, line(1, 10, amount("一")), line(2, 10, nil), line(3, 20, nil))
	if got := s.merge(); got.Rows != 1 || got.Documents != 1 {
		t.Errorf("merged were %+v", got)
	}
	for _, key := range []string{"1-1", "2-1"} {
		doc := s.doc(activities.Ref{Scheme: merged, Key: key})
		if doc.State != docstore.Fetched || !strings.HasPrefix(doc.Reason, "it cannot be merged with the others of its group: ") || !strings.Contains(doc.Reason, "一") {
			t.Errorf("%s is %s: %s", key, doc.State, doc.Reason)
		}
	}
	s.rows(merged, line(1, 10, nil))
	if got := s.merge(); got.Rows != 2 || got.Documents != 1 {
		t.Errorf("mended, merged were %+v", got)
	}
}

// summing is the library with a scheme that adds up what it merges.
func (s *stage) summing() {
	s.Helper()
	dir := s.editedMerging(func(yaml string) string {
		return strings.Replace(yaml, "bodyName: lines", "bodyName: lines\n    bodySum: [items_amount]", 1)
	})
	var err error
	s.library, err = schemes.LoadDir(dir)
	s.ok(err)
	s.acts = s.activities(s.environ)
}

// Rows that were grouped by a revision nobody has any more are held, and hold up
// nothing.
func TestAGroupOfARevisionThatIsGone(t *testing.T) {
	t.Parallel()
	s := merging(t)
	s.rows(merged, line(1, 10, nil))
	var err error
	s.library, err = schemes.LoadDir(s.editedMerging(ungrouped))
	s.ok(err)
	s.acts = s.activities(s.environ)
	if got := s.merge(); got.Rows != 0 {
		t.Errorf("merged were %+v", got)
	}
	doc := s.doc(activities.Ref{Scheme: merged, Key: "1-1"})
	if doc.State != docstore.Fetched || !strings.HasPrefix(doc.Reason, "it cannot be merged with the others of its group: scheme "+merged+" at revision ") {
		t.Errorf("it is %s: %s", doc.State, doc.Reason)
	}
}

// ungrouped is the merging scheme as one that carries each line for itself.
func ungrouped(yaml string) string {
	from, to := strings.Index(yaml, "  operation:"), strings.Index(yaml, "  primaryWriteback:")
	yaml = yaml[:from] + yaml[to:]
	yaml = strings.Replace(yaml, "      value: lines\n", "", 1)
	return strings.ReplaceAll(yaml, "lines.", "")
}

// The row changes while its group is merged: the merge is made of what is no
// longer there, and the next one looks again.
func TestARowThatChangesWhileItIsMerged(t *testing.T) {
	t.Parallel()
	s := merging(t)
	s.rows(merged, line(1, 10, nil), line(2, 10, nil))
	s.acts.Store = &beforeMerge{Store: s.store, happens: func() { s.rows(merged, line(2, 10, qty(7))) }}
	if got := s.merge(); got.Rows != 0 {
		t.Errorf("merged were %+v", got)
	}
	if got := s.merge(); got.Rows != 2 {
		t.Errorf("then merged were %+v", got)
	}
	for _, d := range s.by(docstore.Fetched) {
		if !strings.Contains(string(d.Content), `"items_r_qty":7`) {
			t.Errorf("merged was %s", d.Content)
		}
	}
}

// beforeMerge is the store, and something that happens just before a merge.
type beforeMerge struct {
	activities.Store
	happens func()
}

func (b *beforeMerge) Merge(ctx context.Context, m docstore.Merge) error {
	if happens := b.happens; happens != nil {
		b.happens = nil
		happens()
	}
	return b.Store.Merge(ctx, m)
}

// A line that is added after others of its row were merged waits for a person.
func TestALineAddedAfterOthersWereMerged(t *testing.T) {
	t.Parallel()
	s := setupSchemes(t, "testdata/merged", 60)
	added, _ := s.severalLines()
	s.readMonthOf(merged)
	s.merge()
	s.insertLine(added.AsID)
	s.readMonthOf(merged)
	held := s.doc(activities.Ref{Scheme: merged, Key: fmt.Sprintf("%s-%d", added.AsID, len(added.Lines)+1)})
	if held.State != docstore.Failed || !strings.Contains(held.Reason, "booked twice") {
		t.Errorf("the line is %s: %s", held.State, held.Reason)
	}
}

// A scheme that begins to merge carries what came before as it was meant then;
// one that ceases to merges what is left as it was meant then.
func TestASchemeThatBeginsOrCeasesToMerge(t *testing.T) {
	t.Parallel()
	s := merging(t)
	_, err := s.acts.PlanSync(s.Context(), activities.PlanInput{Scheme: merged})
	s.ok(err)
	s.rows(merged, line(1, 10, nil), line(2, 10, nil))
	both, err := schemes.LoadDir(s.editedMerging(ungrouped))
	s.ok(err)
	before := s.library
	s.library = both
	s.acts = s.activities(s.environ)
	plan, err := s.acts.PlanSync(s.Context(), activities.PlanInput{Scheme: merged})
	s.ok(err)
	if !plan.Merges {
		t.Fatal("rows that are to be merged were forgotten")
	}
	if got := s.merge(); got.Rows != 2 || got.Documents != 1 {
		t.Errorf("merged were %+v", got)
	}
	s.rows(merged, line(3, 10, nil))
	s.library = before
	s.acts = s.activities(s.environ)
	single, err := both.Get(merged)
	s.ok(err)
	merging, err := before.Get(merged)
	s.ok(err)
	next, err := s.acts.NextDocuments(s.Context(), activities.NextInput{Scheme: merged, Limit: 10, Goal: plan.Goal, Merges: true})
	s.ok(err)
	for _, d := range next.Documents {
		if want := map[bool]string{true: single.Revision, false: merging.Revision}[d.Key == "3-1"]; d.Revision != want {
			t.Errorf("%s is to be carried with revision %q, want %q", d.Key, d.Revision, want)
		}
	}
}

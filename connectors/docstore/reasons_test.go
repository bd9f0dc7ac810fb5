package docstore_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

func why(state docstore.State, count int, key, target, reason string) docstore.ReasonCount {
	return docstore.ReasonCount{State: state, Reason: reason, Count: count, Example: key, Number: key, Target: target}
}

// What differs only in the names of documents is one reason; what differs in more,
// or is of another state, is not.
func TestReasonsAreGathered(t *testing.T) {
	t.Parallel()
	const locked, closed = "编号为“XSTH500010-1”的单据被锁定", "期间已关账"
	got := docstore.Gather([]docstore.ReasonCount{
		why(docstore.Failed, 2, "500099-1", "XSTH500099-1", closed),
		why(docstore.Failed, 1, "500010-1", "XSTH500010-1", locked),
		why(docstore.Failed, 1, "500011-1", "XSTH500011-1", strings.ReplaceAll(locked, "500010", "500011")),
		why(docstore.Failed, 1, "500012-1", "", strings.ReplaceAll(locked, "500010", "500012")),
		why(docstore.Failed, 1, "500013-1", "", strings.ReplaceAll(locked, "500010", "500013")),
		why(docstore.Refused, 1, "500014-1", "XSTH500014-1", strings.ReplaceAll(locked, "500010", "500014")),
		why(docstore.Failed, 1, "500015-1", "XSTH500015-1", "number XSTH500015-1 is taken"),
		why(docstore.Failed, 1, "1001", "", "code 21001 said 1001"),
		why(docstore.Failed, 1, "1002", "", "code 21001 said 1002"),
		why(docstore.Failed, 1, "500016-1", "THD000012", "THD000012 is there already"),
		why(docstore.Failed, 1, "500017-1", "THD000013", "THD000013 is there already"),
		why(docstore.Failed, 1, "7", "", "line 7 is wrong"),
		why(docstore.Failed, 1, "8", "", "line 8 is wrong"),
	})
	var said []string
	for _, r := range got {
		said = append(said, strings.Join([]string{string(r.State), strings.Repeat("|", r.Count), r.Reason, r.Example}, " "))
	}
	want := []string{
		"failed |||| 编号为“XSTH…”的单据被锁定 500010-1",
		"failed || 期间已关账 500099-1",
		"failed || code 21001 said … 1001",
		"failed || … is there already 500016-1",
		"refused | 编号为“XSTH500014-1”的单据被锁定 500014-1",
		"failed | number XSTH500015-1 is taken 500015-1",
		"failed | line 7 is wrong 7",
		"failed | line 8 is wrong 8",
	}
	if !slices.Equal(said, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
	}
}

// However reasons are gathered, no document is left out or counted for another state.
func TestGatheringCountsEveryDocument(t *testing.T) {
	t.Parallel()
	one := rapid.Custom(func(t *rapid.T) docstore.ReasonCount {
		key := rapid.StringMatching(`[a-c]?[0-2]{1,5}`).Draw(t, "key")
		reason := rapid.StringMatching(`[a-c0-2 ]{0,6}`).Draw(t, "before") + key + rapid.StringMatching(`[a-c0-2 ]{0,6}`).Draw(t, "after")
		state := rapid.SampledFrom([]docstore.State{docstore.Failed, docstore.Waiting}).Draw(t, "state")
		return why(state, rapid.IntRange(1, 9).Draw(t, "count"), key, "", reason)
	})
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOf(one).Draw(t, "reasons")
		if before, after := counted(all), counted(docstore.Gather(all)); before[docstore.Failed] != after[docstore.Failed] || before[docstore.Waiting] != after[docstore.Waiting] {
			t.Fatalf("there were %v documents, and now %v", before, after)
		}
	})
}

func counted(all []docstore.ReasonCount) map[docstore.State]int {
	of := map[docstore.State]int{}
	for _, r := range all {
		of[r.State] += r.Count
	}
	return of
}

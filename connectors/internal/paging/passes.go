package paging

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// tells says whether the page that was asked for tells the total.
func (at Cursor) tells(r Reading) bool { return !r.Sparse || at.Number(r) == r.First }

// last is the last page of a total.
func (r Reading) last(total int) int {
	return r.First + max((total+r.Size-1)/r.Size, 1) - 1
}

// lastOf is the last page as the answer has it.
func (r Reading) lastOf(got Page) int {
	if got.Pages >= 0 {
		return r.First + max(got.Pages, 1) - 1
	}
	return r.last(got.Total)
}

// count compares the total with the call before. Uncounted, only a last page
// tells it.
func (at *Cursor) count(got Page, r Reading) {
	total := got.Total
	switch {
	case at.Phase == probe:
	case !at.Counted && at.Page == at.Last:
		total = tail(at.Page, got, r)
	case !at.Counted || !at.tells(r):
		return
	}
	if total < 0 {
		return
	}
	fresh := at.Phase == probe || at.Phase == seek
	cut := at.Edge > 0 && total > at.Edge
	at.Grew = !fresh && (at.Grew || cut || total > at.Total || at.Begin-total < at.Slid)
	at.Total, at.Edge = total, 0
}

// short remembers where a page behind the first ended before it was full. Where
// the page does not tell the total, the next look shows whether it was the last.
func (at *Cursor) short(got Page, r Reading) {
	if r.Sparse && at.Page > r.First && len(got.Rows) < r.Size {
		at.Edge = (at.Page-r.First)*r.Size + len(got.Rows)
	}
}

// overlap counts the rows that a page repeats from the page above it.
func (at *Cursor) overlap(got Page, r Reading) {
	above := func(row json.RawMessage) bool { return seam(r.ID, row) == at.Seam }
	if i := slices.IndexFunc(got.Rows, above); at.Seam != 0 && i >= 0 {
		at.Slid += len(got.Rows) - i
	}
	at.Seam = 0
	if len(got.Rows) > 0 {
		at.Seam = seam(r.ID, got.Rows[0])
	}
}

// tail is the total as the last page shows it; more than it can hold when it is
// not the last any more.
func tail(number int, got Page, r Reading) int {
	total := (number-r.First)*r.Size + len(got.Rows)
	if follows(got, r) {
		total++
	}
	return total
}

// follows says whether there is a page behind this one.
func follows(got Page, r Reading) bool {
	if got.More != nil {
		return *got.More
	}
	return len(got.Rows) >= r.Size
}

func (at Cursor) afterProbe(got Page, r Reading, now time.Time) (string, error) {
	at.Counted = got.Total >= 0
	switch {
	case at.Counted && got.Total < len(got.Rows):
		return "", fmt.Errorf("the answer counts %d rows and holds %d", got.Total, len(got.Rows))
	case at.Counted && got.Pages < 0 && len(got.Rows) < min(got.Total, r.Size): // the pages would be counted wrongly
		return "", fmt.Errorf("of %d rows a page of %d was asked for, and came with %d: ask for smaller pages", got.Total, r.Size, len(got.Rows))
	case at.Counted && r.lastOf(got) > r.First:
		return at.begin(r.lastOf(got), r, now), nil
	case at.Counted && !(got.More != nil && *got.More), !at.Counted && !follows(got, r):
		return "", nil
	case at.Counted:
		return "", errors.New("the answer says that there is one page, and that more follow")
	}
	at.Phase, at.Page = seek, r.First+1
	return at.String(), nil
}

func (at Cursor) afterSeek(got Page, r Reading, now time.Time) (string, error) {
	if follows(got, r) && len(got.Rows) == 0 {
		return "", errors.New("the answer says that more rows follow an empty page")
	}
	if follows(got, r) {
		at.Page++
		return at.String(), nil
	}
	at.Total = tail(at.Page, got, r)
	return at.begin(at.Page, r, now), nil
}

// begin starts a pass at the last page.
func (at Cursor) begin(last int, r Reading, now time.Time) string {
	at.Phase, at.Page, at.Last = down, last, last
	at.Grew, at.Sum = false, 0
	at.Begin, at.Slid, at.Seam = at.Total, 0, 0
	at.Pass++
	at.Open = !r.ended(now)
	return at.String()
}

func (r Reading) ended(now time.Time) bool {
	return !r.End.IsZero() && !now.Before(r.End.Add(settled))
}

func (at Cursor) afterDown(got Page, r Reading, now time.Time) (string, error) {
	switch {
	case at.Page > r.First && at.Counted && !r.Sparse:
		return at.below(r.lastOf(got)), nil
	case at.Page > r.First+1 && at.Counted: // the first page itself tells the total
		at.Phase = look
		return at.String(), nil
	case at.Page > r.First:
		return at.below(at.Last), nil
	case at.Counted:
		at.Last = r.lastOf(got)
		return at.finish(r, now)
	}
	at.Phase, at.Page = again, at.Last
	return at.String(), nil
}

// below goes one page down, or to what is now the last one: departures may have
// emptied the pages below too.
func (at Cursor) below(last int) string {
	at.Phase, at.Page = down, min(at.Page-1, last)
	return at.String()
}

// finish decides whether the pass counts. Passes that were made faster than the
// window ended say nothing of one that is made later: whoever makes the refused
// call again, by then, goes on.
func (at Cursor) finish(r Reading, now time.Time) (string, error) {
	agreed := at.Pass > 1 && at.Sum == at.Before
	if !at.Grew && (!at.Open || agreed) {
		return "", nil
	}
	if at.Pass >= maxPasses && !(at.Open && r.ended(now)) {
		return "", fmt.Errorf("the window never stands still: rows kept appearing in it during %d readings; "+
			"let it end further in the past (the scheme's lag) or make it shorter", at.Pass)
	}
	at.Before = at.Sum
	if !at.Counted && at.Grew {
		at.Phase, at.Page, at.Grew = seek, at.Last, false
		return at.String(), nil
	}
	return at.begin(at.Last, r, now), nil
}

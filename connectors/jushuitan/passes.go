package jushuitan

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"time"
)

// count compares the total with the call before. Uncounted, only a last page
// tells it.
func (at *cursor) count(got page, ask request) {
	total := got.total
	if !at.Counted && at.Phase != probe {
		total = -1
		if at.Page == at.Last {
			total = tail(at.Page, got, ask)
		}
	}
	if total < 0 {
		return
	}
	fresh := at.Phase == probe || at.Phase == seek
	at.Grew = !fresh && (at.Grew || total > at.Total)
	at.Total = total
}

// tail is the total as the last page shows it; more than it can hold when it is
// not the last any more.
func tail(number int, got page, ask request) int {
	total := (number-1)*ask.size + len(got.rows)
	if follows(got, ask) {
		total++
	}
	return total
}

// follows says whether there is a page behind this one.
func follows(got page, ask request) bool {
	if got.more != nil {
		return *got.more
	}
	return len(got.rows) >= ask.size
}

func (at cursor) afterProbe(got page, ask request, now time.Time) (string, error) {
	at.Counted = got.total >= 0 && got.pages >= 0
	switch {
	case at.Counted && got.pages > 1:
		return at.begin(got.pages, ask, now), nil
	case at.Counted && !(got.more != nil && *got.more), !at.Counted && !follows(got, ask):
		return "", nil
	case at.Counted:
		return "", errors.New("the answer says that there is one page, and that more follow")
	}
	at.Phase, at.Page = seek, 2
	return at.String(), nil
}

func (at cursor) afterSeek(got page, ask request, now time.Time) (string, error) {
	if follows(got, ask) && len(got.rows) == 0 {
		return "", errors.New("the answer says that more rows follow an empty page")
	}
	if follows(got, ask) {
		at.Page++
		return at.String(), nil
	}
	at.Total = tail(at.Page, got, ask)
	return at.begin(at.Page, ask, now), nil
}

// begin starts a pass at the last page.
func (at cursor) begin(last int, ask request, now time.Time) string {
	at.Phase, at.Page, at.Last = down, last, last
	at.Grew, at.Sum = false, 0
	at.Pass++
	at.Open = ask.end.IsZero() || now.Before(ask.end.Add(settled))
	return at.String()
}

func (at cursor) afterDown(got page, ask request, now time.Time) (string, error) {
	if at.Page > 1 {
		at.Page--
		if got.pages > 0 { // departures may have emptied the pages below too
			at.Page = min(at.Page, got.pages)
		}
		return at.String(), nil
	}
	if at.Counted {
		at.Last = max(got.pages, 1)
		return at.finish(ask, now)
	}
	at.Phase, at.Page = again, at.Last
	return at.String(), nil
}

// finish decides whether the pass counts.
func (at cursor) finish(ask request, now time.Time) (string, error) {
	agreed := at.Pass > 1 && at.Sum == at.Before
	if !at.Grew && (!at.Open || agreed) {
		return "", nil
	}
	if at.Pass >= maxPasses {
		return "", fmt.Errorf("the window never stands still: rows kept appearing in it during %d readings; "+
			"let it end further in the past (the scheme's lag) or make it shorter", at.Pass)
	}
	at.Before = at.Sum
	if !at.Counted && at.Grew {
		at.Phase, at.Page, at.Grew = seek, at.Last, false
		return at.String(), nil
	}
	return at.begin(at.Last, ask, now), nil
}

// digest sums up rows in their places by number and time of modification.
func digest(sum uint64, number int, id string, rows []json.RawMessage) uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, sum, number)
	for _, row := range rows {
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(row, &fields); err != nil {
			continue // objects() has seen to it that it is one
		}
		fmt.Fprintf(h, " %s@%s", fields[id], fields["modified"])
	}
	return h.Sum64()
}

package jushuitan

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Rows move while pages are read. 聚水潭 numbers pages over the rows as they are
// at each call, so a row that is modified leaves a window that has ended, and
// every row behind it moves one place forward: reading forward skips one row
// per departure. Hence:
//
//   - Call 1 reads page 1 and learns how many pages there are. One page: done.
//   - Then from the last page down to page 1, which is read again. Departures
//     move unread rows towards page 1, where they are still met. Rows met twice
//     are no harm: the engine recognises repeats. This holds whichever way
//     聚水潭 sorts, which it does not document.
//   - A row that appears in the window moves unread rows back onto pages already
//     read. It shows as a total greater than at the call before, and the pass is
//     followed by another one.
//   - A window that has not ended yet can also lose and gain a row in one move,
//     without any change of the total. A pass that began before the end of the
//     window therefore counts only when the next pass reads exactly the same
//     rows in the same places; one that began after it counts by itself.
//   - Without page_count and data_count (is_get_total false; shops), pages are
//     read forward until has_next is false (or a page is not full), which finds
//     the last page; then downwards as above. The total is what the last page
//     shows it to be, at the beginning and again at the end of a pass: a row that
//     appears while others leave can hide. Counts are the default; leave them on.
//   - After maxPasses the window is given up with an error, rather than called read.
//
// What is not seen: one row appearing in, and another leaving, an ended window
// between the same two calls, the one before and the other behind the place
// reached. Rows appear in ended windows only while 聚水潭 itself lags behind its
// clock; a scheme's lag, overlap and remedy are for that.
const maxPasses = 5

// settled is how long after its end a window is believed to have ended at
// 聚水潭 too, whose clock may be a little behind.
const settled = 2 * time.Second

type phase string

const (
	probe phase = "probe" // page 1, to learn how many there are
	seek  phase = "seek"  // forward, for the last page
	down  phase = "down"  // from the last page to the first
	again phase = "again" // the last page once more, for its total
)

// cursor is the state of a reading between two calls. It stays small however
// large the window is, because it passes through workflow histories.
type cursor struct {
	Phase   phase  `json:"f"`
	Page    int    `json:"p"`
	Last    int    `json:"l,omitempty"` // the last page, where the pass began
	Total   int    `json:"t,omitempty"` // at the last call that told it
	Counted bool   `json:"c,omitempty"` // 聚水潭 tells the counts
	Grew    bool   `json:"g,omitempty"` // the total grew during this pass
	Open    bool   `json:"o,omitempty"` // the pass began before the window ended
	Pass    int    `json:"n,omitempty"`
	Sum     uint64 `json:"s,omitempty"` // of the rows this pass has read, in their places
	Before  uint64 `json:"b,omitempty"` // of the pass before, when that was complete
}

func parseCursor(s string) (cursor, error) {
	if s == "" {
		return cursor{Phase: probe, Page: 1}, nil
	}
	var at cursor
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		err = json.Unmarshal(raw, &at)
	}
	if err != nil || at.Page < 1 {
		return cursor{}, errors.New("the cursor is not one of this connector's")
	}
	return at, nil
}

func (at cursor) String() string {
	raw, _ := json.Marshal(at) // plain fields always marshal
	return base64.RawURLEncoding.EncodeToString(raw)
}

func (at cursor) number() int { return at.Page }

// after says where to go from a page that has been read; "" is the end.
func (at cursor) after(got page, ask request, now time.Time) (string, error) {
	if at.Counted && (got.total < 0 || got.pages < 0) {
		return "", errors.New("the answer does not tell the counts that the one before did")
	}
	at.count(got, ask)
	switch at.Phase {
	case probe:
		return at.afterProbe(got, ask, now)
	case seek:
		return at.afterSeek(got, ask, now)
	case down:
		at.Sum = digest(at.Sum, at.Page, ask.id, got.rows)
		return at.afterDown(got, ask, now)
	case again:
		return at.finish(ask, now)
	default:
		return "", fmt.Errorf("the cursor's phase %q is not known", at.Phase)
	}
}

// Package paging reads windows whole although rows move between their pages.
// It knows no system: it is told how an API numbers and counts its pages, sees
// what each call brought, and says which page comes next.
//
// Systems number pages over the rows as they are at each call, so a row that is
// modified leaves a window that has ended, and every row behind it moves one
// place forward: reading forward skips one row per departure. Hence:
//
//   - Call 1 reads the first page and learns how many there are. One page: done.
//   - Then from the last page down to the first, which is read again. Departures
//     move unread rows towards the first page, where they are still met. Rows met
//     twice are no harm: the engine recognises repeats. This holds whichever way
//     the system sorts.
//   - A row that appears in the window moves unread rows back onto pages already
//     read. It shows as a total greater than at the call before, and the pass is
//     followed by another one. It also shows when a page repeats more rows of the
//     page above than the total has lost: rows left unread places, and others came
//     in elsewhere (a row that is modified and stays, at the end of the window).
//   - Where only the first page tells the total (Sparse), it is looked at again
//     between any two others; a page that ended early, and was not the last, has
//     the pass repeated too.
//   - A window that has not ended yet can also lose and gain a row in one move,
//     without any change of the total. A pass that began before the end of the
//     window therefore counts only when the next pass reads exactly the same
//     rows in the same places; one that began after it counts by itself.
//   - Without a total, pages are read forward until no more follow (or a page is
//     not full), which finds the last page; then downwards as above. The total is
//     what the last page shows it to be, at the beginning and again at the end of
//     a pass: a row that appears while others leave can hide. Let an API count
//     where it can.
//   - After maxPasses the window is given up with an error, rather than called read.
//
// What is not seen: one row appearing in, and another leaving, an ended window
// between the same two calls that tell the total, the one before and the other
// behind the place reached. Rows appear in ended windows only while the system
// lags behind its own clock; a scheme's lag, overlap and remedy are for that.
package paging

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

const maxPasses = 5

// settled is how long after its end a window is believed to have ended at the
// system too, whose clock may be a little behind.
const settled = 2 * time.Second

// Reading is one window of an API that is read page by page.
type Reading struct {
	First  int       // number of the first page
	Size   int       // rows a page
	Sparse bool      // only the first page tells the total
	ID     string    // the row's number, by which two readings are compared
	End    time.Time // of the window; zero when it is not known to end
}

// Page is what one call brought. Counts are -1 when the system does not say.
type Page struct {
	Rows  []json.RawMessage // each a JSON object
	Total int
	Pages int // worked out from Total where the system tells only that
	More  *bool
	At    time.Time // by the system's clock; zero when it does not say
}

type phase string

const (
	probe phase = "probe" // the first page, to learn how many there are
	seek  phase = "seek"  // forward, for the last page
	down  phase = "down"  // from the last page to the first
	look  phase = "look"  // the first page once more, for its total alone
	again phase = "again" // the last page once more, for the total it shows
)

// Cursor is the state of a reading between two calls. It stays small however
// large the window is, because it passes through workflow histories.
type Cursor struct {
	Phase   phase  `json:"f"`
	Page    int    `json:"p"`
	Last    int    `json:"l,omitempty"` // the last page, where the pass began
	Total   int    `json:"t,omitempty"` // at the last call that told it
	Begin   int    `json:"i,omitempty"` // the total when the pass began
	Slid    int    `json:"m,omitempty"` // rows of the pass that a page repeated from the one above it
	Seam    uint64 `json:"e,omitempty"` // the first row of the page read last
	Edge    int    `json:"d,omitempty"` // rows before the end of the page read last, when that was not full
	Counted bool   `json:"c,omitempty"` // the system tells the total
	Grew    bool   `json:"g,omitempty"` // rows appeared during this pass
	Open    bool   `json:"o,omitempty"` // the pass began before the window ended
	Pass    int    `json:"n,omitempty"`
	Sum     uint64 `json:"s,omitempty"` // of the rows this pass has read, in their places
	Before  uint64 `json:"b,omitempty"` // of the pass before, when that was complete
}

// Start reads a cursor; the empty one is the beginning.
func (r Reading) Start(cursor string) (Cursor, error) {
	if cursor == "" {
		return Cursor{Phase: probe, Page: r.First}, nil
	}
	var at Cursor
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(raw, &at)
	}
	if err != nil || !at.possible(r) {
		return Cursor{}, errors.New("the cursor is not one of this connector's")
	}
	return at, nil
}

func (at Cursor) possible(r Reading) bool {
	switch at.Phase {
	case probe, seek:
		return at.Page >= r.First
	case look: // between two pages that are both behind the first
		return at.Page > r.First && at.Last >= at.Page
	default:
		return at.Page >= r.First && at.Last >= at.Page
	}
}

func (at Cursor) String() string {
	raw, _ := json.Marshal(at) // plain fields always marshal
	return base64.RawURLEncoding.EncodeToString(raw)
}

// Number is the page to ask for.
func (at Cursor) Number(r Reading) int {
	if at.Phase == look {
		return r.First
	}
	return at.Page
}

// Looks says that only the total of the page is wanted: one row of it will do.
func (at Cursor) Looks() bool { return at.Phase == look }

// After says where to go from a page that has been read; "" is the end.
func (at Cursor) After(got Page, r Reading, now time.Time) (string, error) {
	if at.Counted && got.Total < 0 && at.tells(r) {
		return "", errors.New("the answer does not tell the total that the one before did")
	}
	if at.Phase == down {
		at.overlap(got, r)
		at.short(got, r)
	}
	at.count(got, r)
	switch at.Phase {
	case probe:
		return at.afterProbe(got, r, now)
	case seek:
		return at.afterSeek(got, r, now)
	case down:
		at.Sum = digest(at.Sum, at.Page, r.ID, got.Rows)
		return at.afterDown(got, r, now)
	case look:
		return at.below(r.last(at.Total)), nil
	case again:
		return at.finish(r, now)
	default:
		return "", fmt.Errorf("the cursor's phase %q is not known", at.Phase)
	}
}

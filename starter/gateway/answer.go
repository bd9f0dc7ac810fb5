package gateway

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// answer is what a caller hears.
type answer struct {
	status int
	after  time.Duration     // when to try again
	reply  *connectors.Reply // in the system's own words; nil: body
	body   body
	tally  tally
}

// body is an answer as JSON.
type body struct {
	Kept       int                    `json:"kept"` // orders that are durable now; all of a call, or none
	Paused     bool                   `json:"paused,omitempty"`
	Orders     []result               `json:"orders,omitempty"`
	Error      string                 `json:"error,omitempty"`
	Violations []connectors.Violation `json:"violations,omitempty"`
	More       int                    `json:"more_violations,omitempty"`
}

// result is what became of one order.
type result struct {
	ID        string   `json:"id"`
	Path      string   `json:"path,omitempty"`
	Outcome   outcome  `json:"outcome"`
	Documents []string `json:"documents,omitempty"` // where it became several, or has another key
	Skipped   string   `json:"skipped,omitempty"`   // why the scheme does not carry it
}

// outcome says what an order was to the store.
type outcome string

const (
	added     outcome = "new"
	changed   outcome = "changed"
	unchanged outcome = "unchanged" // it was there like this before, or newer
	replaced  outcome = "replaced"  // by a newer one in the same call
)

// tally is for the log.
type tally struct {
	added, changed, unchanged int
	reason                    error // for the operator
}

func (t *tally) count(o outcome) {
	switch o {
	case added:
		t.added++
	case changed:
		t.changed++
	default:
		t.unchanged++
	}
}

func (a answer) write(w http.ResponseWriter) {
	if a.after > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(a.after.Seconds()))))
	}
	w.Header().Set("Cache-Control", "no-store")
	if a.reply != nil {
		w.Header().Set("Content-Type", a.reply.ContentType)
		w.WriteHeader(a.status)
		_, _ = w.Write(a.reply.Body)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(a.status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(a.body) // a caller who has gone hears nothing, and sends it again
}

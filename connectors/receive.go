package connectors

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// A Receiver is called by its system, and does not have to ask it.
type Receiver interface {
	Connector
	// Receive says what a call brings, and keeps nothing. An API that the system
	// does not call for is ErrNotFound, whatever is in the call. A caller who is
	// not who they should be is ErrUnauthorized; a call that cannot be used is
	// ErrRejected, and wraps an *Invalid that lists everything against it.
	Receive(ctx context.Context, in Inbound) (Received, error)
}

// Inbound is a call as it came.
type Inbound struct {
	API    string // of the scheme that is called
	Header http.Header
	Body   []byte
	At     time.Time // when it came, by our clock
}

// Received is what a call brings.
type Received struct {
	Rows  []json.RawMessage // JSON objects in UTF-8, numbers with their digits
	Paths []string          // where each row stands in the call: $.orders[0]; may be shorter than Rows
	// Call is the same for a call that is sent once more bit by bit, which a
	// caller who lost the answer does, and so does somebody who has overheard
	// it; "" when the calls of this system cannot be told apart.
	Call string
	// Until is when such a call is refused anyway; zero when it never is.
	Until time.Time
	// Reply is what the system has to hear once the rows are durable; nil when
	// the gateway may answer in its own words.
	Reply *Reply
}

// Reply is an answer in a system's own words.
type Reply struct {
	ContentType string
	Body        []byte
}

// Violation is one thing that is wrong with a call.
type Violation struct {
	Path    string `json:"path"`            // $.orders[0].order_list[2].num
	Field   string `json:"field,omitempty"` // its Chinese name
	Message string `json:"message"`         // what is wrong and what would be right; holds no personal data
}

// Invalid is why a call cannot be used.
type Invalid struct {
	Status     int // the HTTP status that says so: 400, 415, 422
	Violations []Violation
	More       int // violations beyond those listed
}

// Error is for a log, and so names only the first.
func (e *Invalid) Error() string {
	if len(e.Violations) == 0 {
		return strings.ToLower(http.StatusText(e.Status))
	}
	first := e.Violations[0].Path + ": " + e.Violations[0].Message
	if rest := len(e.Violations) - 1 + e.More; rest > 0 {
		return fmt.Sprintf("%s (and %d more)", first, rest)
	}
	return first
}

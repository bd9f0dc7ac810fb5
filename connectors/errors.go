package connectors

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// The kinds of refusal. Each is an instruction to whoever reads it; test with
// errors.Is.
var (
	// ErrRejected: the system understood and refuses this document or request. Fix the data.
	ErrRejected = errors.New("rejected")
	// ErrUnauthorized: the account is not accepted. Fix the account.
	ErrUnauthorized = errors.New("unauthorized")
	// ErrThrottled: too many calls; nothing was done. Come back after RetryAfter.
	ErrThrottled = errors.New("throttled")
	// ErrUnavailable: the system cannot be reached or is busy; nothing was done. Try again.
	ErrUnavailable = errors.New("unavailable")
	// ErrUnknown: the request was sent and its answer lost. Find before sending again.
	ErrUnknown = errors.New("outcome unknown")
	// ErrNotFound: there is no such document, API or account.
	ErrNotFound = errors.New("not found")
	// ErrDuplicate: the number is taken. The document may be there from an earlier
	// save; find it. An *Error of this kind is also ErrRejected.
	ErrDuplicate = errors.New("number already used")
	// ErrUnsupported: this system does not have the ability that was asked for.
	ErrUnsupported = errors.New("unsupported")
)

// Error is a refusal, told for the person who will read it.
type Error struct {
	Kind       error         // one of the kinds above
	System     string        // the connector's name: kingdee, jushuitan, …
	Account    string        // MAIN
	API        string        // the vendor's name of the API
	Code       string        // the vendor's code, when it gave one
	Message    string        // the system's own words, or what happened to the call; never a secret or a phone number
	Field      string        // the vendor's field the message is about, when it says so
	RetryAfter time.Duration // for ErrThrottled, and a hint for ErrUnavailable
	Advice     string        // what to do, when the connector knows better than the kind
	Err        error         // the cause, when there is one
}

// Error reads: 金蝶 words first, e.g.
// "kingdee MAIN BatchSave rejected (code 11, field FBillNo): 违反字段唯一性要求…".
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", e.System, e.Account)
	if e.API != "" {
		b.WriteString(" " + e.API)
	}
	fmt.Fprintf(&b, " %v", e.Kind)
	if d := e.details(); d != "" {
		b.WriteString(" (" + d + ")")
	}
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	}
	if e.Advice != "" {
		b.WriteString(" — " + e.Advice)
	}
	return b.String()
}

func (e *Error) details() string {
	var parts []string
	if e.Code != "" {
		parts = append(parts, "code "+e.Code)
	}
	if e.Field != "" {
		parts = append(parts, "field "+e.Field)
	}
	return strings.Join(parts, ", ")
}

// Is lets errors.Is see the kind.
func (e *Error) Is(target error) bool {
	return target == e.Kind || (target == ErrRejected && e.Kind == ErrDuplicate)
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

package activities

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"go.temporal.io/sdk/temporal"

	"github.com/erpbridge/erpbridge/connectors"
)

// What is tried again, after how long, and what never is.
func TestErrorsAsTemporalSeesThem(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		kind  error
		after time.Duration // as the connector says

		name      string
		delay     time.Duration
		never     bool
		alarmless bool // expected in daily work, so no alarm
	}{
		"rejected":     {kind: connectors.ErrRejected, name: TypeRejected, never: true},
		"duplicate":    {kind: connectors.ErrDuplicate, name: TypeRejected, never: true},
		"not found":    {kind: connectors.ErrNotFound, name: TypeRejected, never: true},
		"unsupported":  {kind: connectors.ErrUnsupported, name: TypeConfig, never: true},
		"throttled":    {kind: connectors.ErrThrottled, after: 30 * time.Second, name: TypeThrottled, delay: 30 * time.Second, alarmless: true},
		"unavailable":  {kind: connectors.ErrUnavailable, name: TypeUnavailable, alarmless: true},
		"busy":         {kind: connectors.ErrUnavailable, after: 8 * time.Second, name: TypeUnavailable, delay: 8 * time.Second, alarmless: true},
		"a lost read":  {kind: connectors.ErrUnknown, name: TypeUnavailable, alarmless: true},
		"unauthorized": {kind: connectors.ErrUnauthorized, after: time.Second, name: TypeUnauthorized, delay: time.Minute, alarmless: true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said := &connectors.Error{Kind: c.kind, System: "kingdee", Account: "MAIN", Message: "系统说的话", RetryAfter: c.after}
			err := temporalError(fmt.Errorf("scheme refunds: %w", said))
			var app *temporal.ApplicationError
			if !errors.As(err, &app) {
				t.Fatalf("%v is a %T", err, err)
			}
			if app.Type() != c.name || app.NextRetryDelay() != c.delay || app.NonRetryable() != c.never {
				t.Errorf("%s, after %s, never again %v; want %+v", app.Type(), app.NextRetryDelay(), app.NonRetryable(), c)
			}
			if benign := app.Category() == temporal.ApplicationErrorCategoryBenign; benign != c.alarmless {
				t.Errorf("benign is %v, want %v", benign, c.alarmless)
			}
			if want := "scheme refunds: " + said.Error(); app.Message() != want {
				t.Errorf("it reads %q, want %q", app.Message(), want)
			}
		})
	}
}

// What no connector said is our own trouble: Temporal's usual retries.
func TestOtherErrorsStayAsTheyAre(t *testing.T) {
	t.Parallel()
	err := errors.New("database is locked")
	if got := temporalError(err); !errors.Is(got, err) {
		t.Errorf("%v became %v", err, got)
	}
}

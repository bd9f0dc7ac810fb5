package activities

import (
	"errors"
	"time"

	"go.temporal.io/sdk/temporal"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// Error types as Temporal and its Web UI show them.
const (
	TypeRejected     = "Rejected"
	TypeUnauthorized = "Unauthorized"
	TypeThrottled    = "Throttled"
	TypeUnavailable  = "Unavailable"
	TypeConfig       = "Configuration"
	TypePaused       = "Paused" // a person has stopped the scheme: no call was made
)

// unauthorizedPause is long because every refused login brings the account
// closer to being locked by its system.
const unauthorizedPause = time.Minute

// temporalError is the one place that decides what is tried again. Trying
// again never repeats a write that may have arrived: ErrUnknown does not get
// here, the activities turn it into a state.
func temporalError(err error) error {
	if errors.Is(err, docstore.ErrPaused) {
		return paused(err)
	}
	var e *connectors.Error
	if !errors.As(err, &e) {
		return err // the store, the network to it: Temporal's own retries
	}
	switch {
	case errors.Is(e, connectors.ErrThrottled):
		return retryLater(err, TypeThrottled, e.RetryAfter)
	case errors.Is(e, connectors.ErrUnauthorized):
		return retryLater(err, TypeUnauthorized, unauthorizedPause)
	case errors.Is(e, connectors.ErrUnavailable), errors.Is(e, connectors.ErrUnknown):
		return retryLater(err, TypeUnavailable, e.RetryAfter)
	case errors.Is(e, connectors.ErrUnsupported):
		return temporal.NewNonRetryableApplicationError(err.Error(), TypeConfig, nil)
	default:
		return temporal.NewNonRetryableApplicationError(err.Error(), TypeRejected, nil)
	}
}

// paused is for the workflow, which waits until a person lets the scheme go on.
func paused(err error) error {
	return temporal.NewApplicationErrorWithOptions(err.Error(), TypePaused, temporal.ApplicationErrorOptions{
		NonRetryable: true, Category: temporal.ApplicationErrorCategoryBenign,
	})
}

func retryLater(err error, kind string, after time.Duration) error {
	return temporal.NewApplicationErrorWithOptions(err.Error(), kind, temporal.ApplicationErrorOptions{
		NextRetryDelay: after, // zero leaves it to the retry policy
		Category:       temporal.ApplicationErrorCategoryBenign,
	})
}

// configError is a mistake in a scheme or a setting: trying again is no use
// until a person has changed it. The store's trouble is none.
func configError(err error) error {
	var away *storeError
	if errors.As(err, &away) {
		return err
	}
	return temporal.NewNonRetryableApplicationError(err.Error(), TypeConfig, nil)
}

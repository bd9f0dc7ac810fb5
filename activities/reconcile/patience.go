package reconcile

import (
	"context"
	"errors"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// tries is how often a system that is busy is asked: reading again does no harm,
// and to begin the whole comparison anew costs much more.
const tries = 5

// patiently asks again while a system is away or told us to come back later.
func patiently[T any](ctx context.Context, ask func() (T, error)) (T, error) {
	for i := 1; ; i++ {
		answer, err := ask()
		if err == nil || i == tries || !passing(err) {
			return answer, err
		}
		select {
		case <-ctx.Done():
			return answer, ctx.Err()
		case <-time.After(max(time.Duration(i)*time.Second, after(err))):
		}
	}
}

func passing(err error) bool {
	return errors.Is(err, connectors.ErrThrottled) || errors.Is(err, connectors.ErrUnavailable) || errors.Is(err, connectors.ErrUnknown)
}

func after(err error) time.Duration {
	var e *connectors.Error
	if errors.As(err, &e) {
		return e.RetryAfter
	}
	return 0
}

package activities

import (
	"errors"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
)

// shortest is how long any target is given to finish a call whose answer was lost.
const shortest = 10 * time.Second

// grace is how long a scheme's target may still be busy with a call whose answer was
// lost: before that, "not there" proves nothing.
func (a *Activities) grace(s *schemes.Scheme) time.Duration {
	target, err := connectors.As[connectors.Settling](a.Accounts, s.Target.Connector, s.Target.Account)
	if err != nil { // it does not say
		return shortest
	}
	return max(shortest, target.Settles())
}

// patient: a call whose answer was lost may still be under way. Were it made
// again before it ends, a recall would find nothing to do, and be followed by the
// first; a save would be followed by the first with content that is older by then.
func (a *Activities) patient(s *schemes.Scheme, err error) error {
	var lost *connectors.Error
	if !errors.As(err, &lost) || !errors.Is(lost, connectors.ErrUnknown) {
		return err
	}
	later := *lost
	later.RetryAfter = max(lost.RetryAfter, a.grace(s))
	return &later
}

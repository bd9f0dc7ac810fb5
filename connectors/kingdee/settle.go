package kingdee

import (
	"context"
	"errors"

	"github.com/erpbridge/erpbridge/connectors"
)

// settle asks for the state of bills that were refused or not mentioned, and
// takes those that are where they should be for done.
func (c *Client) settle(ctx context.Context, k call, form string, n naming, s step, outcomes []connectors.Outcome) {
	var open []int
	var values []string
	for i, o := range outcomes {
		if o.Err != nil && settles(o.Err) {
			open, values = append(open, i), append(values, n.values[i])
		}
	}
	if len(open) == 0 {
		return
	}
	found, err := c.find(ctx, form, n.by(form), values)
	for _, i := range open {
		if err != nil {
			outcomes[i].Err = c.unsettled(k, outcomes[i].Err, err)
			continue
		}
		r, there := found[n.values[i]]
		outcomes[i] = s.settled(outcomes[i], r, there)
	}
}

// settled is an outcome in the light of the bill's state.
func (s step) settled(o connectors.Outcome, r connectors.Receipt, there bool) connectors.Outcome {
	var refusal *connectors.Error
	switch {
	case s.done(r, there):
		o.Err = nil
		o.Receipt.Status = r.Status
		o.Receipt.ID = or(o.Receipt.ID, r.ID)
	case !there && errors.As(o.Err, &refusal) && errors.Is(refusal, connectors.ErrRejected):
		refusal.Kind = connectors.ErrNotFound
	case there && errors.As(o.Err, &refusal) && errors.Is(refusal, connectors.ErrNotFound): // it lacks something else
		refusal.Kind = connectors.ErrRejected
	}
	return o
}

// settles: a refusal that says to come back is no answer about the state.
func settles(err error) bool {
	return errors.Is(err, connectors.ErrRejected) || errors.Is(err, connectors.ErrNotFound) || errors.Is(err, connectors.ErrUnknown)
}

// unsettled: a refusal that may mean "already done" is not final while the
// state cannot be asked for. An unknown outcome stays one.
func (c *Client) unsettled(k call, refusal, cause error) error {
	if errors.Is(refusal, connectors.ErrUnknown) {
		return refusal
	}
	var said *connectors.Error
	message := refusal.Error()
	if errors.As(refusal, &said) {
		message = said.Message
	}
	e := c.fail(k, connectors.ErrUnavailable, message+"; and the bill's state could not be asked for: "+cause.Error())
	e.Err = cause
	return e
}

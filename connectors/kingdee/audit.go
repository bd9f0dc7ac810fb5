package kingdee

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// step is a call that moves bills from one state to another.
type step struct {
	method  string
	with    uses
	becomes connectors.TargetState
	// done says of a bill whether it is where the step leads; found is false for
	// a bill that does not exist.
	done func(r connectors.Receipt, found bool) bool
}

// Submit hands bills in for approval. One that is submitted or audited already
// is done.
func (c *Client) Submit(ctx context.Context, k connectors.Call, receipts []connectors.Receipt) ([]connectors.Outcome, error) {
	return c.move(ctx, k, receipts, step{"Submit", inSubmit, connectors.Submitted, func(r connectors.Receipt, _ bool) bool {
		return r.Status == connectors.Submitted || r.Status == connectors.Audited
	}})
}

// Audit approves bills. One that is audited already is done.
func (c *Client) Audit(ctx context.Context, k connectors.Call, receipts []connectors.Receipt) ([]connectors.Outcome, error) {
	return c.move(ctx, k, receipts, step{"Audit", inAudit, connectors.Audited, func(r connectors.Receipt, _ bool) bool {
		return r.Status == connectors.Audited
	}})
}

// UnAudit takes approval back. A bill that may be changed already is done.
func (c *Client) UnAudit(ctx context.Context, k connectors.Call, receipts []connectors.Receipt) ([]connectors.Outcome, error) {
	return c.move(ctx, k, receipts, step{"UnAudit", inAudit, connectors.Draft, func(r connectors.Receipt, _ bool) bool {
		return r.Status == connectors.Draft
	}})
}

// Delete removes bills. One that does not exist is done.
func (c *Client) Delete(ctx context.Context, k connectors.Call, receipts []connectors.Receipt) ([]connectors.Outcome, error) {
	return c.move(ctx, k, receipts, step{"Delete", inDelete, "", func(_ connectors.Receipt, found bool) bool {
		return !found
	}})
}

// move makes one call for all bills, and one query more when some were refused
// or not mentioned: whether a refusal means "already there" depends on words in
// the user's language, the bill's state does not.
func (c *Client) move(ctx context.Context, k connectors.Call, receipts []connectors.Receipt, s step) ([]connectors.Outcome, error) {
	if len(receipts) == 0 {
		return nil, nil
	}
	form, err := c.form(k)
	if err != nil {
		return nil, err
	}
	request, named, err := c.moveCall(k, form, receipts, s)
	if err != nil {
		return nil, err
	}
	body, err := c.do(ctx, request)
	if err != nil {
		return nil, err
	}
	r, ok := findResult(body)
	if !ok {
		return nil, c.unexpected(request, body)
	}
	if err := c.refusedAltogether(request, r.Result.ResponseStatus); err != nil {
		return nil, err
	}
	outcomes := c.moved(request, s, r.Result.ResponseStatus, receipts)
	c.settle(ctx, request, form, named, s, outcomes)
	return outcomes, nil
}

func (c *Client) moveCall(k connectors.Call, form string, receipts []connectors.Receipt, s step) (call, naming, error) {
	request := call{method: s.method, writes: true}
	named, err := c.name(request, receipts)
	if err != nil {
		return call{}, named, err
	}
	options, err := c.outerFields(request, k.Options, s.with)
	if err != nil {
		return call{}, named, err
	}
	data := append(connectors.Object{named.member()}, options...)
	request, err = c.withData(request, form, data)
	return request, named, err
}

// naming is how a call names its bills: by number, or by internal id when some
// have no number. The server takes one or the other.
type naming struct {
	byID   bool
	values []string
}

func (c *Client) name(k call, receipts []connectors.Receipt) (naming, error) {
	var numbers, ids []string
	for _, r := range receipts {
		if r.Number != "" {
			numbers = append(numbers, r.Number)
		}
		if r.ID != "" {
			ids = append(ids, r.ID)
		}
	}
	switch len(receipts) {
	case len(numbers):
		return naming{false, numbers}, nil
	case len(ids):
		return naming{true, ids}, nil
	default:
		return naming{}, c.rejected(k, "", "bills of one call must all have a number, or all an internal id")
	}
}

func (n naming) member() connectors.Member {
	if n.byID {
		return connectors.Member{Name: "Ids", Value: strings.Join(n.values, ",")}
	}
	values := make([]any, len(n.values))
	for i, v := range n.values {
		values[i] = v
	}
	return connectors.Member{Name: "Numbers", Value: values}
}

// moved matches the answer to the bills.
func (c *Client) moved(k call, s step, st *status, receipts []connectors.Receipt) []connectors.Outcome {
	outcomes := make([]connectors.Outcome, len(receipts))
	for i, r := range receipts {
		p := st.about(i, r, receipts)
		outcomes[i] = c.outcome(k, st, p)
		if outcomes[i].Err == nil {
			r.ID = or(r.ID, outcomes[i].Receipt.ID)
			r.Number = or(r.Number, outcomes[i].Receipt.Number)
			r.Status = s.becomes
		}
		outcomes[i].Receipt = r
	}
	return outcomes
}

// about finds what an answer says of a bill. Its number or id decides; DIndex
// only where none of the bills is named, because it has been seen to count the
// bills that were left after an earlier check.
func (st *status) about(index int, r connectors.Receipt, all []connectors.Receipt) part {
	p := part{index: index}
	for _, s := range st.SuccessEntitys {
		named := func(r connectors.Receipt) bool { return s.names(r) }
		if named(r) || s.DIndex == index && !slices.ContainsFunc(all, named) {
			p.successes = append(p.successes, s)
		}
	}
	for _, e := range st.Errors {
		named := func(r connectors.Receipt) bool {
			return r.Number != "" && has(e.Message, "“"+r.Number+"”", "["+r.Number+"]")
		}
		if named(r) || e.DIndex == index && !slices.ContainsFunc(all, named) {
			p.problems = append(p.problems, e)
		}
	}
	return p
}

func (s entity) names(r connectors.Receipt) bool {
	return s.Number != "" && equal(string(s.Number), r.Number) || s.ID != "" && string(s.ID) == r.ID
}

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
	by := keys(form).number
	if n.byID {
		by = keys(form).id
	}
	found, err := c.find(ctx, form, by, values)
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

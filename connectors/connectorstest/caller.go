package connectorstest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// Phone is a telephone number that calls and answers bring, and no refusal shows.
const Phone = "13812344321"

// Caller is how the system calls us.
type Caller struct {
	API     string
	Content []byte // JSON of a call that has nothing wrong; a Phone is in it
	Rows    int    // that it brings

	// Prove makes a call of content as the system makes it at a time, and Stranger
	// as somebody does who has another secret.
	Prove    func(content []byte, at time.Time) connectors.Inbound
	Stranger func(content []byte, at time.Time) connectors.Inbound
	Proofs   []string // headers without which nothing is proved; none when all is in the body

	Window time.Duration // how far the time of a call may be from ours; 0: calls have no time

	Wrong []byte   // content with several things wrong, a Phone where none belongs among them
	Paths []string // where they are
}

// caller is the ability to be called, when it is to be examined.
func (s *sitting) caller() (connectors.Receiver, *Caller, error) {
	able, ok := s.connector.(connectors.Receiver)
	switch {
	case !ok:
		return nil, nil, skipped("the connector is no Receiver")
	case s.bench.Caller == nil:
		return nil, nil, skipped("the bench says nothing about being called")
	}
	return able, s.bench.Caller, nil
}

// good is a call that has nothing wrong, made now.
func (c *Caller) good() connectors.Inbound { return c.Prove(c.Content, clock()) }

// clock is now, as fine as callers tell it.
func clock() time.Time { return time.Now().Truncate(time.Second) }

// taken makes a call that has to be taken.
func (s *sitting) taken(ctx context.Context, in connectors.Inbound) (connectors.Received, error) {
	able, c, err := s.caller()
	if err != nil {
		return connectors.Received{}, err
	}
	got, err := able.Receive(ctx, in)
	if s.said.note(err) == nil && len(got.Rows) != c.Rows {
		err = fmt.Errorf("%d rows of %d were taken", len(got.Rows), c.Rows)
	}
	return got, err
}

// turnedAway makes a call that has to be refused, and returns how it was.
func (s *sitting) turnedAway(ctx context.Context, in connectors.Inbound, kinds ...error) (refusal, error) {
	able, _, err := s.caller()
	if err != nil {
		return refusal{}, err
	}
	got, err := able.Receive(ctx, in)
	if err == nil {
		return refusal{}, fmt.Errorf("it was taken: %d rows", len(got.Rows))
	}
	r := s.refusal(err)
	s.said.add(r.text)
	if len(got.Rows) > 0 || got.Call != "" || got.Reply != nil {
		return r, fmt.Errorf("it was refused, and brought %d rows all the same: %w", len(got.Rows), err)
	}
	return r, s.oneOf(err, kinds)
}

func (s *sitting) oneOf(err error, kinds []error) error {
	for _, kind := range kinds {
		if s.told(err, kind) == nil {
			return nil
		}
	}
	return s.told(err, kinds[0])
}

// refusal is everything that is said of a call that is refused.
type refusal struct {
	text    string
	invalid *connectors.Invalid // nil when it does not go into the call's content
}

func (s *sitting) refusal(err error) refusal {
	r := refusal{text: s.said.note(err).Error()}
	if errors.As(err, &r.invalid) {
		for _, v := range r.invalid.Violations {
			r.text += strings.Join([]string{"\n", v.Path, v.Field, v.Message}, " ")
		}
	}
	return r
}

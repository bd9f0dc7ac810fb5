package connectorstest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/erpbridge/erpbridge/connectors"
)

// takenCalls: what the system sends is taken as it is, and nobody is asked about it.
func takenCalls(ctx context.Context, s *sitting) error {
	_, c, err := s.caller()
	if err != nil {
		return err
	}
	got, err := s.taken(ctx, c.good())
	if err != nil {
		return err
	}
	errs := []error{paths(got)}
	for _, row := range got.Rows {
		errs = append(errs, asSent(row, c.Content))
	}
	if got.Reply != nil && (got.Reply.ContentType == "" || len(got.Reply.Body) == 0) {
		errs = append(errs, fmt.Errorf("the reply is %q of type %q", got.Reply.Body, got.Reply.ContentType))
	}
	if n := s.wire.count(); n > 0 {
		errs = append(errs, fmt.Errorf("%d calls were made to take one", n))
	}
	return errors.Join(errs...)
}

func paths(got connectors.Received) error {
	if len(got.Paths) > len(got.Rows) {
		return fmt.Errorf("%d rows have %d paths", len(got.Rows), len(got.Paths))
	}
	for i, p := range got.Paths {
		if !strings.HasPrefix(p, "$") || slices.Index(got.Paths, p) != i {
			return fmt.Errorf("row %d of %d has the path %q", i+1, len(got.Rows), p)
		}
	}
	return nil
}

var numbers = regexp.MustCompile(`[:,[]\s*(-?\d[0-9.eE+-]*)`)

// asSent: a row is a JSON object in UTF-8, and its numbers have the digits they came with.
func asSent(row json.RawMessage, content []byte) error {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(row, &object); err != nil || !utf8.Valid(row) {
		return fmt.Errorf("a row is no JSON object in UTF-8 (%w): %.200q", err, row)
	}
	sent := digits(content)
	for n := range digits(row) {
		if !sent[n] {
			return fmt.Errorf("the number %s is not one that was sent", n)
		}
	}
	return nil
}

func digits(text []byte) map[string]bool {
	found := map[string]bool{}
	for _, n := range numbers.FindAllSubmatch(text, -1) {
		found[string(n[1])] = true
	}
	return found
}

// repeatedCalls: a call that is sent again is known again, as long as it counts,
// and no other is taken for it.
func repeatedCalls(ctx context.Context, s *sitting) error {
	_, c, err := s.caller()
	if err != nil {
		return err
	}
	call := c.good()
	first, err := s.taken(ctx, call)
	if err != nil {
		return err
	}
	if first.Call == "" {
		return skipped("calls of this system cannot be told apart")
	}
	again := call // made anew it might be of the next second, and another call
	again.Body, again.Header = slices.Clone(call.Body), call.Header.Clone()
	again.At = call.At.Add(c.Window / 2)
	second, err := s.taken(ctx, again)
	if err == nil && second.Call != first.Call {
		err = fmt.Errorf("a call that was sent again was %q and is %q", first.Call, second.Call)
	}
	other, otherErr := s.taken(ctx, c.Prove(append(slices.Clone(c.Content), ' '), clock()))
	if otherErr == nil && other.Call == first.Call {
		otherErr = fmt.Errorf("two calls that differ are both %q", other.Call)
	}
	return errors.Join(err, named("another call", otherErr))
}

// otherCalls: nobody calls for an API that there is not, nor without saying for which.
func otherCalls(ctx context.Context, s *sitting) error {
	_, c, err := s.caller()
	if err != nil {
		return err
	}
	var errs []error
	for _, in := range []connectors.Inbound{c.good(), {}} {
		in.API = noSuchAPI
		_, err := s.turnedAway(ctx, in, connectors.ErrNotFound)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

package connectorstest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/erpbridge/erpbridge/connectors"
)

// brokenCalls: the caller is who they should be, and what they say is no content.
func brokenCalls(ctx context.Context, s *sitting) error {
	_, c, err := s.caller()
	if err != nil {
		return err
	}
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(`{"备注":"七天无理由"}`))
	if err != nil {
		return err
	}
	var errs []error
	for name, content := range map[string][]byte{
		"nothing": nil, "null": []byte("null"), "a number": []byte("7"), "a text": []byte(`"7"`), "an empty list": []byte("[]"),
		"half of it": c.Content[:len(c.Content)/2], "twice": append(slices.Clone(c.Content), c.Content...), "HTML": []byte("<html></html>"),
		"another charset": gbk, "no charset": bytes.ReplaceAll(c.Content, []byte(Phone), []byte("\xff\xfe")), "a NUL": append([]byte{0}, c.Content...),
	} {
		r, err := s.turnedAway(ctx, c.Prove(content, clock()), connectors.ErrRejected)
		errs = append(errs, named(name, err), named(name, usable(r, err)))
	}
	return errors.Join(errs...)
}

// usable: the refusal says by status and place what is wrong.
func usable(r refusal, err error) error {
	switch {
	case err != nil:
		return nil //nolint:nilerr // told already
	case r.invalid == nil:
		return fmt.Errorf("the refusal does not list what is wrong: %s", r.text)
	case r.invalid.Status < http.StatusBadRequest || r.invalid.Status >= http.StatusInternalServerError:
		return fmt.Errorf("the status of what the caller did wrong is %d", r.invalid.Status)
	case len(r.invalid.Violations) == 0:
		return errors.New("nothing is listed")
	}
	for _, v := range r.invalid.Violations {
		if !strings.HasPrefix(v.Path, "$") || v.Message == "" {
			return fmt.Errorf("%q: %q says nothing", v.Path, v.Message)
		}
	}
	return nil
}

// wrongCalls: a caller corrects a call once, and not as often as there are things wrong.
func wrongCalls(ctx context.Context, s *sitting) error {
	_, c, err := s.caller()
	if err != nil {
		return err
	}
	r, err := s.turnedAway(ctx, c.Prove(c.Wrong, clock()), connectors.ErrRejected)
	if err := errors.Join(err, usable(r, err)); err != nil {
		return err
	}
	var errs []error
	for _, path := range c.Paths {
		if !slices.ContainsFunc(r.invalid.Violations, func(v connectors.Violation) bool { return v.Path == path }) {
			errs = append(errs, fmt.Errorf("what is wrong at %s is not listed: %s", path, r.text))
		}
	}
	return errors.Join(errs...)
}

// discreetCalls: a refusal goes into logs, and to whoever pretends to be the caller.
func discreetCalls(ctx context.Context, s *sitting) error {
	_, c, err := s.caller()
	if err != nil {
		return err
	}
	var errs []error
	for name, in := range map[string]connectors.Inbound{
		"what is wrong":    c.Prove(c.Wrong, clock()),
		"what is broken":   c.Prove(c.Content[:len(c.Content)-1], clock()),
		"what is not ours": c.Stranger(c.Content, clock()),
	} {
		r, err := s.turnedAway(ctx, in, connectors.ErrRejected, connectors.ErrUnauthorized)
		if strings.Contains(r.text, Phone) {
			err = errors.Join(err, errors.New("the refusal shows a telephone number of the call"))
		}
		errs = append(errs, named(name, err))
	}
	return errors.Join(errs...)
}

// longCalls: what is too long, too deep or too much is refused in few words.
func longCalls(ctx context.Context, s *sitting) error {
	_, c, err := s.caller()
	if err != nil {
		return err
	}
	size := min(s.exam.effort.huge, 2<<20) // a gateway lets through half of it
	var errs []error
	for name, content := range map[string]string{
		"a long text": `{"a":"` + strings.Repeat("长", size/3) + `"}`,
		"a long list": "[" + strings.Repeat("{},", size/3) + "{}]",
		"deep lists":  strings.Repeat("[", size),
		"long words":  strings.Repeat("长", size/3),
	} {
		r, err := s.turnedAway(ctx, c.Prove([]byte(content), clock()), connectors.ErrRejected)
		if len(r.text) > size/4 {
			err = errors.Join(err, fmt.Errorf("the refusal has %d bytes", len(r.text)))
		}
		errs = append(errs, named(name, err))
	}
	return errors.Join(errs...)
}

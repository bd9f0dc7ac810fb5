package mapping

import (
	"context"
	"errors"
)

// withPolicy says of a field what becomes of a lookup that finds nothing and of
// a value that cannot be made: what it says itself, else the scheme for all its
// fields, else what the SaaS does where that is wanted.
func (c *compiler) withPolicy(f Field) Field {
	missing, onError := Wait, Fail
	if c.rules.Compatible {
		missing, onError = Empty, Keep
	}
	if f.OnError == Default && IsEmpty(f.Default) {
		c.mistake(f.Place, "onError: default needs a default")
	}
	if c.rules.OnError != "" && (c.rules.OnError != Default || !IsEmpty(f.Default)) {
		onError = c.rules.OnError
	}
	f.Missing, f.OnError = either(f.Missing, missing), either(f.OnError, onError)
	if f.Required && !c.rules.Compatible && IsEmpty(f.Value) && len(f.Children) == 0 {
		c.mistake(f.Place, "it is required (is_required) and is given no value")
	}
	return f
}

func either(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// otherwise is what becomes of a field whose value cannot be made. v is what its
// expression came to, when what failed was what should be made of it.
func (f *field) otherwise(s *scope, v any, err error) (any, error) {
	var missing *MissingError
	switch {
	case notOfDocument(err):
		return nil, f.failed(s, err)
	case errors.As(err, &missing) && f.Missing == Wait:
		return nil, missing
	case f.OnError == Fail:
		return nil, f.failed(s, told(err))
	}
	s.note("onError: %s, because %s", f.OnError, s.withoutPrivate(err.Error(), f.reads()))
	switch f.OnError {
	case Null:
		return nil, nil
	case Default:
		return f.Default, nil
	}
	if IsEmpty(v) {
		return f.kept.render(s), nil
	}
	return v, nil
}

// notOfDocument is trouble that no document can be blamed for and that passes.
func notOfDocument(err error) bool {
	var away *finderError
	return errors.As(err, &away) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

func isMissing(err error) bool {
	var missing *MissingError
	return errors.As(err, &missing) || errors.Is(err, errEmptyKey)
}

// told is a missing row as an error like any other: nobody is to wait for it.
func told(err error) error {
	var missing *MissingError
	if errors.As(err, &missing) {
		return errors.New(err.Error())
	}
	return err
}

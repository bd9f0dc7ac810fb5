package connectorstest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// strangers: what is not proved is not taken, whatever was changed.
func strangers(ctx context.Context, s *sitting) error {
	_, c, err := s.caller()
	if err != nil {
		return err
	}
	_, err = s.turnedAway(ctx, c.Stranger(c.Content, clock()), connectors.ErrUnauthorized)
	errs := []error{named("another's secret", err)}
	for _, header := range c.Proofs {
		in := c.good()
		in.Header = in.Header.Clone()
		in.Header.Del(header)
		_, err := s.turnedAway(ctx, in, connectors.ErrUnauthorized)
		errs = append(errs, named("without "+header, err))
	}
	for _, f := range c.forged() {
		_, err := s.turnedAway(ctx, f.in, connectors.ErrUnauthorized, connectors.ErrRejected)
		errs = append(errs, named(f.name, err))
	}
	return errors.Join(errs...)
}

// forgery is a good call with one character changed.
type forgery struct {
	name string
	in   connectors.Inbound
}

// forged changes the body, and each header that proves it, in some places.
func (c *Caller) forged() []forgery {
	const places = 40
	var list []forgery
	good := c.good()
	for _, at := range spread(good.Body, places) {
		in := good
		in.Body = slices.Clone(good.Body)
		in.Body[at] = next(in.Body[at])
		list = append(list, forgery{fmt.Sprintf("byte %d of the body changed", at+1), in})
	}
	for _, header := range c.Proofs {
		value := []byte(good.Header.Get(header))
		for _, at := range spread(value, places) {
			changed := slices.Clone(value)
			changed[at] = next(changed[at])
			list = append(list, forgery{fmt.Sprintf("character %d of %s changed", at+1, header), withHeader(good, header, string(changed))})
		}
	}
	return list
}

func withHeader(in connectors.Inbound, name, value string) connectors.Inbound {
	in.Header = in.Header.Clone()
	in.Header.Set(name, value)
	return in
}

// spread are some places with a letter or digit, the first and the last among them.
func spread(text []byte, most int) []int {
	var places []int
	for i, b := range text {
		if next(b) != b {
			places = append(places, i)
		}
	}
	var some []int
	for i := range min(most, len(places)) {
		some = append(some, places[i*(len(places)-1)/max(1, min(most, len(places))-1)])
	}
	return some
}

// next is another letter or digit, and not the same in another case.
func next(b byte) byte {
	switch {
	case b >= '0' && b < '9', b >= 'a' && b < 'z', b >= 'A' && b < 'Z':
		return b + 1
	case b == '9', b == 'z', b == 'Z':
		return b - 1
	}
	return b
}

// staleCalls: what was overheard long ago, or is dated ahead to be used later, is
// not taken; calls within the window are.
func staleCalls(ctx context.Context, s *sitting) error {
	_, c, err := s.caller()
	if err != nil {
		return err
	}
	if c.Window == 0 {
		return skipped("calls of this system have no time")
	}
	var errs []error
	for _, off := range []time.Duration{c.Window - time.Second, time.Second - c.Window} {
		in := c.good()
		in.At = in.At.Add(off)
		_, err := s.taken(ctx, in)
		errs = append(errs, named(off.String()+" after it was made", err))
	}
	for _, off := range []time.Duration{c.Window + time.Second, -c.Window - time.Second, 1000 * c.Window} {
		in := c.good()
		in.At = in.At.Add(off)
		_, err := s.turnedAway(ctx, in, connectors.ErrUnauthorized)
		errs = append(errs, named(off.String()+" after it was made", err))
	}
	return errors.Join(errs...)
}

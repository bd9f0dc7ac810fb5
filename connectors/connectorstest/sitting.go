package connectorstest

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// patience is long beyond what any call may take; a connector that exhausts it hangs.
const patience = 2 * time.Minute

// sitting is one connector in front of one system, with the wire between them.
type sitting struct {
	exam      Exam
	bench     Bench
	wire      *wire
	web       *httptest.Server
	said      *transcript
	connector connectors.Connector
}

func (e Exam) sit() (*sitting, error) { return e.sitFor(time.Minute) }

func (e Exam) sitFor(timeout time.Duration) (*sitting, error) {
	bench, err := e.Begin()
	if err != nil {
		return nil, err
	}
	s := &sitting{exam: e, bench: bench, wire: &wire{system: bench.Server}, said: &transcript{}}
	s.web = httptest.NewServer(s.wire)
	if err := s.connect(s.web.URL, timeout); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *sitting) connect(url string, timeout time.Duration) (err error) {
	s.connector, err = s.bench.Connect(Account{URL: url, Timeout: timeout, Log: s.said.logger()})
	return err
}

func (s *sitting) close() {
	s.wire.spoil(nil)
	s.web.Close()
}

// again is another sitting of the same exam, for a check that needs more than one.
func (s *sitting) again(run func(*sitting) error) error {
	return s.againFor(time.Minute, run)
}

func (s *sitting) againFor(timeout time.Duration, run func(*sitting) error) error {
	other, err := s.exam.sitFor(timeout)
	if err != nil {
		return err
	}
	defer other.close()
	return errors.Join(run(other), other.said.leaks(other.bench.Secrets))
}

// told says whether an error is one for people, of this connector, and of a kind.
func (s *sitting) told(err, kind error) error {
	var e *connectors.Error
	switch {
	case err == nil:
		return fmt.Errorf("no error, want one that is %q", kind.Error())
	case !errors.As(err, &e):
		return fmt.Errorf("not a *connectors.Error: %w", err)
	case e.System != s.exam.System, e.Account == "":
		return fmt.Errorf("the error does not name its system and account (%q, %q): %w", e.System, e.Account, err)
	case !errors.Is(err, kind):
		return fmt.Errorf("want an error that is %q: %w", kind.Error(), err)
	}
	return nil
}

// named puts what was going on in front of an error; nil stays nil.
func named(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

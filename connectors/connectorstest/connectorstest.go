// Package connectorstest is the examination that every connector passes: that
// rows are neither lost nor doubled while they move, that a save whose answer was
// lost is never taken for refused or done, that refusals keep the vendor's words,
// that broken answers are errors and not empty pages, that calls which nobody has
// proved are refused, that no secret is shown.
//
// The author of a new connector writes its simulator, and then one test:
//
//	func TestExam(t *testing.T) {
//		t.Parallel()
//		connectorstest.Run(t, connectorstest.Exam{System: acme.System, Begin: func() (connectorstest.Bench, error) {
//			sim := acmetest.New()
//			return connectorstest.Bench{
//				Server:  sim,
//				Connect: func(a connectorstest.Account) (connectors.Connector, error) { … },
//				Secrets: []string{acmetest.Secret},
//				Source:  &connectorstest.Source{ … },
//			}, nil
//		}})
//	}
//
// Only the abilities that the connector has are examined, and of the hooks of a
// Bench only those that are set are used; what was not examined is reported as
// skipped, with the reason (go test -v). Answers are spoiled on the wire between
// connector and simulator, so the simulator needs faults of its own only for what
// has the vendor's shape: refusals, telling off, dead credentials.
package connectorstest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
)

// Result is what became of one check.
type Result struct {
	Check   string
	Err     error  // what the connector did wrong; nil when it passed
	Skipped string // why the check was not made; "" when it was
}

// Run examines a connector, each check in a sub-test of its own.
func Run(t *testing.T, e Exam) {
	t.Helper()
	for _, c := range checks() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := e.take(t.Context(), c)
			if r.Skipped != "" {
				t.Skip(r.Skipped)
			}
			if r.Err != nil {
				t.Error(r.Err)
			}
		})
	}
}

// Examine makes all checks, side by side, and returns their results in order.
func Examine(ctx context.Context, e Exam) []Result {
	results := make([]Result, len(checks()))
	var wg sync.WaitGroup
	for i, c := range checks() {
		wg.Go(func() { results[i] = e.take(ctx, c) })
	}
	wg.Wait()
	return results
}

// check is one thing that is examined. It has a system of its own.
type check struct {
	name string
	run  func(ctx context.Context, s *sitting) error
}

// take makes a check; whatever it provoked must not have shown a secret either.
func (e Exam) take(ctx context.Context, c check) Result {
	s, err := e.withDefaults().sit()
	if err != nil {
		return Result{Check: c.name, Err: fmt.Errorf("the examination cannot begin: %w", err)}
	}
	err = c.run(ctx, s)
	s.close()
	if skip, ok := err.(skipped); ok { //nolint:errorlint // beside other errors it is no reason to skip
		return Result{Check: c.name, Skipped: string(skip)}
	}
	return Result{Check: c.name, Err: errors.Join(err, s.said.leaks(s.bench.Secrets))}
}

// skipped says why a check is not made.
type skipped string

func (s skipped) Error() string { return string(s) }

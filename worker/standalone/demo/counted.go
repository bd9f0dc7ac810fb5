package demo

import (
	"context"
	"errors"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// Counted compares how many documents have arrived with how many of them the
// target knows by their numbers.
type Counted struct {
	Documents int      `json:"documents"`
	Missing   []string `json:"missing"` // arrived by our store, unknown to the target
	// Unasked says why the target cannot be asked: what it answered is all there is.
	Unasked string `json:"unasked,omitempty"`
	Problem string `json:"problem,omitempty"`
}

func (c *Counted) good() bool { return c.Problem == "" && len(c.Missing) == 0 }

func (r *run) counted(ctx context.Context, s *schemes.Scheme) (*Counted, error) {
	c := &Counted{Missing: []string{}}
	finder, problem := connectors.As[connectors.Finder](r.systems.accounts, s.Target.Connector, s.Target.Account)
	if errors.Is(problem, connectors.ErrUnsupported) {
		c.Unasked, problem = problem.Error(), nil
	}
	var err error
	if problem == nil {
		problem, err = r.pages(ctx, s, func(docs []docstore.Document) error { return c.find(ctx, s, finder, docs) })
	}
	c.Problem = words(problem)
	return c, err
}

func (c *Counted) find(ctx context.Context, s *schemes.Scheme, finder connectors.Finder, docs []docstore.Document) error {
	c.Documents += len(docs)
	if finder == nil {
		return nil
	}
	asked := numbers(docs)
	there, err := patiently(ctx, func() (map[string]connectors.Receipt, error) { return finder.Find(ctx, s.Target.Call(), asked) })
	if err != nil {
		return err
	}
	for _, number := range asked {
		if _, ok := there[number]; !ok {
			c.Missing = append(c.Missing, number)
		}
	}
	return nil
}

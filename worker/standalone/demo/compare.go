package demo

import (
	"context"
	"errors"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// comparePage is how many documents are read back at once.
const comparePage = 50

// compare asks the target for what a scheme has brought it: by the amounts where
// there are some to compare, by the numbers otherwise.
func (r *run) compare(ctx context.Context, s *schemes.Scheme, one *SchemeSummary) (err error) {
	if s.Target == nil {
		return nil
	}
	if s.Amounts != nil {
		reader, unable := connectors.As[connectors.Reader](r.systems.accounts, s.Target.Connector, s.Target.Account)
		if unable == nil {
			one.Amounts, err = r.amounts(ctx, s, reader)
			return err
		}
		if !errors.Is(unable, connectors.ErrUnsupported) {
			one.Amounts = &Amounts{Problem: unable.Error()}
			return nil
		}
	}
	one.Counted, err = r.counted(ctx, s)
	return err
}

// pages gives the documents that have arrived to do, page by page. Its first
// error is do's, and the second the store's.
func (r *run) pages(ctx context.Context, s *schemes.Scheme, do func([]docstore.Document) error) (problem, err error) {
	f := docstore.Filter{Scheme: s.Name, States: reached(s), Limit: comparePage}
	for {
		docs, err := r.store.List(ctx, f)
		if err != nil || len(docs) == 0 {
			return nil, err
		}
		if err := do(docs); err != nil {
			return err, nil
		}
		f.After = docs[len(docs)-1].Key
	}
}

func numbers(docs []docstore.Document) []string {
	all := make([]string, len(docs))
	for i, d := range docs {
		all[i] = d.Target
	}
	return all
}

// readBack tries again while the target is busy: the documents have arrived,
// and it would be a pity not to know.
func readBack(ctx context.Context, reader connectors.Reader, call connectors.Call, numbers, fields []string) (map[string][]map[string]any, error) {
	return patiently(ctx, func() (map[string][]map[string]any, error) { return reader.Read(ctx, call, numbers, fields) })
}

func patiently[T any](ctx context.Context, ask func() (T, error)) (T, error) {
	const tries = 5
	for i := 1; ; i++ {
		answer, err := ask()
		if err == nil || i == tries || !passing(err) {
			return answer, err
		}
		select {
		case <-ctx.Done():
			return answer, ctx.Err()
		case <-time.After(max(time.Duration(i)*time.Second, retryAfter(err))):
		}
	}
}

func words(problem error) string {
	if problem == nil {
		return ""
	}
	return problem.Error()
}

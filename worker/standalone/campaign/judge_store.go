package campaign

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// judgeStore looks at every document of the store: each is at its end, or waits
// for a person and says why; and what was fetched is there, by state as by window.
func (r *run) judgeStore(ctx context.Context, s *Summary) error {
	for _, scheme := range []string{Scheme, MallScheme} {
		err := r.each(ctx, scheme, nil, func(d docstore.Document) {
			switch {
			case open(d):
				s.unresolved(d)
			case (d.State == docstore.Failed || d.State == docstore.Waiting) && d.Reason == "":
				s.Unresolved = append(s.Unresolved, fmt.Sprintf("%s: %s without a reason", d.Key, d.State))
			}
		})
		if err != nil {
			return err
		}
		faults, err := r.store.Faults(ctx, scheme)
		if err != nil {
			return err
		}
		for _, f := range faults {
			s.Unresolved = append(s.Unresolved, fmt.Sprintf("%s: not accounted for: %+v", scheme, f))
		}
	}
	return nil
}

func (s *Summary) unresolved(d docstore.Document) {
	text := fmt.Sprintf("%s: %s", d.Key, d.State)
	if d.Newer != nil {
		text += ", and has changed"
	}
	if d.Reason != "" {
		text += ": " + d.Reason
	}
	s.Unresolved = append(s.Unresolved, text)
}

// each calls do with the documents of a scheme that are in one of some states, or
// in any.
func (r *run) each(ctx context.Context, scheme string, states []docstore.State, do func(docstore.Document)) error {
	f := docstore.Filter{Scheme: scheme, States: states, Limit: 500}
	for {
		docs, err := r.store.List(ctx, f)
		if err != nil {
			return err
		}
		for _, d := range docs {
			do(d)
		}
		if len(docs) < f.Limit {
			return nil
		}
		f.After = docs[len(docs)-1].Key
	}
}

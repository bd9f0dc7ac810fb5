package campaign

import (
	"context"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// standing is where the documents stand, by the store.
type standing struct {
	begun   bool      // anything has been read
	flying  int       // refunds on their way
	pushing int       // orders on their way
	waiting int       // for base data
	ended   int       // whatever they ended as
	newer   int       // that have changed since, wherever they stand
	read    time.Time // up to which the source has been read, by all schemes
}

// goal is the state in which a scheme leaves what it has delivered.
func goal(scheme string) docstore.State {
	if scheme == MallScheme {
		return docstore.Saved
	}
	return docstore.Audited
}

// ended: nothing more happens to it by itself.
func ended(scheme string, s docstore.State) bool { return s.Final() || s == goal(scheme) }

// open: something has still to happen to the document. One that waits does so for
// base data, of which the campaign knows what is not to come.
func open(d docstore.Document) bool {
	if d.State == goal(d.Scheme) {
		return d.Newer != nil && d.Held == ""
	}
	return !d.State.Final() && d.State != docstore.Waiting
}

// stand counts.
func (r *run) stand(ctx context.Context) (s standing, err error) {
	for scheme, flying := range map[string]*int{Scheme: &s.flying, MallScheme: &s.pushing} {
		if err := r.countStates(ctx, scheme, flying, &s); err != nil {
			return s, err
		}
	}
	for i, name := range r.read() {
		mark, _, err := r.store.Watermark(ctx, name)
		if err != nil {
			return s, err
		}
		if i == 0 || mark.Before(s.read) {
			s.read = mark
		}
	}
	return s, nil
}

func (r *run) countStates(ctx context.Context, scheme string, flying *int, s *standing) error {
	counts, newer, err := r.store.Counts(ctx, scheme)
	if err != nil {
		return err
	}
	s.newer += newer
	for state, n := range counts {
		s.begun = s.begun || scheme == Scheme
		switch {
		case state == docstore.Waiting:
			s.waiting += n
		case ended(scheme, state):
			s.ended += n
		default:
			*flying += n
		}
	}
	return nil
}

// equal: nothing has moved but the time.
func (s standing) equal(o standing) bool {
	s.read, s.begun, o.read, o.begun = time.Time{}, false, time.Time{}, false
	return s == o
}

// changed says whether anything that was delivered has changed and is still to be
// carried again.
func (r *run) changed(ctx context.Context) (found bool, err error) {
	for _, scheme := range []string{Scheme, MallScheme} {
		err := r.each(ctx, scheme, []docstore.State{goal(scheme)}, func(d docstore.Document) { found = found || open(d) })
		if err != nil {
			return false, err
		}
	}
	return found, nil
}

package campaign

import (
	"context"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// standing is where the documents stand, by the store.
type standing struct {
	begun   bool      // anything has been read
	flying  int       // on their way
	waiting int       // for base data
	ended   int       // whatever they ended as
	read    time.Time // up to which the source has been read, by all schemes
}

// stand counts. What has changed since it was carried is counted where it stands.
func (r *run) stand(ctx context.Context) (s standing, err error) {
	counts, _, err := r.store.Counts(ctx, Scheme)
	if err != nil {
		return s, err
	}
	for state, n := range counts {
		s.begun = true
		switch {
		case state == docstore.Waiting:
			s.waiting += n
		case state.Final():
			s.ended += n
		default:
			s.flying += n
		}
	}
	for i, name := range r.schemes() {
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

// equal: nothing has moved but the time.
func (s standing) equal(o standing) bool {
	return s.flying == o.flying && s.waiting == o.waiting && s.ended == o.ended
}

package activities_test

import (
	"context"
	"testing"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// mistaken is a store over which the worker breaks down when one document is mapped.
type mistaken struct {
	activities.Store
	key string
}

func (m mistaken) Mark(ctx context.Context, p docstore.Progress) error {
	if p.Key == m.key {
		panic("a mistake of ours")
	}
	return m.Store.Mark(ctx, p)
}

// A document over which the worker breaks down leaves its page, and the worker goes
// on with the others.
func TestAPageOutlivesAMistakeInOneDocument(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.plain(5)
	in := s.wholePage()
	s.acts.Store = mistaken{s.store, in.Documents[2].Key}
	ended, alone := s.through(in)
	if ended[docstore.Audited] != 4 || len(alone) != 1 || alone[0].Key != in.Documents[2].Key {
		t.Errorf("%v ended, and %v left", ended, alone)
	}
}

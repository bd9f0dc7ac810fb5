package sqlstore_test

import (
	"reflect"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// How far documents are is read of all at once, of several schemes, and of those
// that exist.
func TestStands(t *testing.T) {
	t.Parallel()
	for name, url := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, url(t))
			for _, scheme := range []string{"a", "b"} {
				page := docstore.Page{Scheme: scheme, Rows: []docstore.Incoming{{Key: "1", Content: []byte(`{}`)}, {Key: "2", Content: []byte(`{}`)}}}
				if _, err := s.Keep(t.Context(), page); err != nil {
					t.Fatal(err)
				}
			}
			a1, b2, none := docstore.Ref{Scheme: "a", Key: "1"}, docstore.Ref{Scheme: "b", Key: "2"}, docstore.Ref{Scheme: "b", Key: "3"}
			for _, state := range []docstore.State{docstore.Mapped, docstore.Saving} {
				if err := s.Mark(t.Context(), docstore.Progress{Ref: a1, State: state, Called: state == docstore.Saving}); err != nil {
					t.Fatal(err)
				}
			}
			got, err := s.Stands(t.Context(), []docstore.Ref{a1, none, b2})
			want := map[docstore.Ref]docstore.Stand{a1: {State: docstore.Saving, Attempts: 1}, b2: {State: docstore.Fetched}}
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%v, want %v (%v)", got, want, err)
			}
			if got, err := s.Stands(t.Context(), nil); len(got) > 0 || err != nil {
				t.Errorf("of none: %v, %v", got, err)
			}
		})
	}
}

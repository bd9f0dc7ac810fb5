package activities_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/schemes"
)

// edited is the library after somebody has edited the refunds' file.
func (s *stage) edited(old, now string) *schemes.Library {
	s.Helper()
	files := fstest.MapFS{}
	for _, name := range s.library.Names() {
		def, err := s.library.Get(name)
		s.ok(err)
		yaml := def.YAML
		if name == refunds {
			if yaml = bytes.ReplaceAll(yaml, []byte(old), []byte(now)); bytes.Equal(yaml, def.YAML) {
				s.Fatalf("%s does not say %q", def.File, old)
			}
		}
		files[def.File] = &fstest.MapFile{Data: yaml}
	}
	l, err := schemes.Load(files)
	s.ok(err)
	return l
}

func TestSchemesAtARevision(t *testing.T) {
	t.Parallel()
	s := setup(t)
	old, err := activities.NewSchemes(s.library, s.store).Latest(s.Context(), refunds)
	s.ok(err)
	for range 2 { // from the store, then from memory
		now := activities.NewSchemes(s.edited("concurrency: 20", "concurrency: 5"), s.store)
		newest, err := now.At(s.Context(), refunds, "")
		s.ok(err)
		if newest.Revision == old.Revision || newest.Target.Concurrency != 5 {
			t.Errorf("the newest is %s with concurrency %d", newest.Revision, newest.Target.Concurrency)
		}
		if _, err := s.store.KeptScheme(s.Context(), refunds, newest.Revision); err != nil {
			t.Errorf("the newest is not kept: %v", err)
		}
		for range 2 {
			kept, err := now.At(s.Context(), refunds, old.Revision)
			s.ok(err)
			if kept.Revision != old.Revision || kept.Target.Concurrency != 20 || !bytes.Equal(kept.YAML, old.YAML) {
				t.Errorf("revision %s is %s with concurrency %d", old.Revision, kept.Revision, kept.Target.Concurrency)
			}
		}
		same, err := now.At(s.Context(), refunds, newest.Revision)
		s.ok(err)
		if same != newest {
			t.Error("the newest, asked for by its revision, is another one")
		}
	}
}

func TestSchemesAtNoSuchRevision(t *testing.T) {
	t.Parallel()
	s := setup(t)
	_, err := activities.NewSchemes(s.library, s.store).At(s.Context(), refunds, "0000")
	if !errors.Is(err, docstore.ErrNotFound) || !strings.Contains(err.Error(), "scheme "+refunds+" at revision 0000") {
		t.Errorf("the error is %v", err)
	}
}

// A document that was mapped goes on under its revision though the file has
// changed; its lookups, resolved among today's schemes, still work.
func TestADocumentIsMappedUnderItsRevision(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ref := s.mapped()
	ref.Revision = s.doc(ref).Revision
	now := s.activities(s.environ)
	now.Schemes = activities.NewSchemes(s.edited("value: XSXSTHD", "value: XSTHD01_SYS"), s.store)
	s.stands(ref, docstore.Mapped, now.Map)
	if doc := s.doc(ref); doc.Revision != ref.Revision || !strings.Contains(string(doc.Sent), `"XSXSTHD"`) {
		t.Errorf("under revision %s, not %s, it is %s", doc.Revision, ref.Revision, doc.Sent)
	}
	other := s.refOf(simulators.SeveralLines)
	s.stands(other, docstore.Mapped, now.Map)
	if doc := s.doc(other); doc.Revision == ref.Revision || !strings.Contains(string(doc.Sent), `"XSTHD01_SYS"`) {
		t.Errorf("under revision %s, which is not the newest, it is %s", doc.Revision, doc.Sent)
	}
}

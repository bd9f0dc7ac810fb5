package cli_test

import (
	"os"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// A scheme whose file is gone is listed as long as it has something to finish: not
// when it was base data, or has saved all that it was to save.
func TestStatusTellsOfASchemeWhoseFileIsGone(t *testing.T) {
	t.Parallel()
	url := seeded(t)
	s := seed{t, look(t, url)}
	s.keep("old-shops", true, shanghai(8, 0), "1")
	s.keep("old-returns", false, shanghai(9, 0), "1", "2")
	s.mark(docstore.Progress{
		Ref: docstore.Ref{Scheme: "old-returns", Key: "1"}, State: docstore.Waiting, WaitsFor: "shops",
		Reason: "shops has no row where shop_id=9 yet, and FRetcustId needs its number (old-returns.yaml:21)",
	})
	s.savesOnly("old-drafts")
	env := environ(url, "schemes")
	golden(t, "status-gone.en", run(t.Context(), env, "status").text(url))
	golden(t, "status-gone.zh", run(t.Context(), env, "status", "--lang", "zh").text(url))
	golden(t, "status-gone.json", run(t.Context(), env, "status", "--output", "json").text(url))
}

// savesOnly keeps a scheme whose only step is save, and a document that is saved.
func (s seed) savesOnly(name string) {
	s.Helper()
	refunds, err := os.ReadFile("../testdata/schemes/refunds.yaml")
	s.must(err)
	yaml := strings.NewReplacer("name: refunds", "name: "+name, "[save, submit, audit]", "[save]").Replace(string(refunds))
	s.must(s.store.KeepScheme(s.Context(), docstore.Scheme{Name: name, Revision: "r1", File: name + ".yaml", YAML: []byte(yaml)}))
	s.keep(name, false, shanghai(9, 0), "1")
	ref := docstore.Ref{Scheme: name, Key: "1"}
	for _, state := range []docstore.State{docstore.Mapped, docstore.Saving, docstore.Saved} {
		s.mark(docstore.Progress{Ref: ref, State: state, Revision: "r1", Target: "1"})
	}
}

// Its documents are accounted for, too, and it can be asked for by its name.
func TestASchemeWhoseFileIsGoneIsChecked(t *testing.T) {
	t.Parallel()
	url := seeded(t)
	s := seed{t, look(t, url)}
	s.keep("old-returns", false, shanghai(9, 0), "1", "2")
	env := environ(url, "schemes")
	golden(t, "check-gone.en", run(t.Context(), env, "check", "old-returns").text(url))
	golden(t, "check-gone.zh", run(t.Context(), env, "check", "old-returns", "--lang", "zh").text(url))
	for _, args := range [][]string{{"check"}, {"status", "old-returns"}} {
		if o := run(t.Context(), env, args...); !strings.Contains(o.stdout, "old-returns") {
			t.Errorf("%v: exit %d\n%s%s", args, o.code, o.stdout, o.stderr)
		}
	}
}

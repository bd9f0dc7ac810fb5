package cli_test

import (
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// What a system answers to many documents in the same words, but for their numbers,
// is one reason, and all of them are chosen by it.
func TestReasonsThatDifferInANumberAreOne(t *testing.T) {
	t.Parallel()
	url := seeded(t)
	s := seed{t, look(t, url)}
	s.keep("refunds", false, shanghai(9, 40), "500010-1", "500011-1", "500012-1")
	s.locked("500010-1", "B-500010-1")
	s.locked("500011-1", "THD000007") // numbered by the target
	s.locked("500012-1", "B-500012-1")
	env := environ(url, "schemes")
	golden(t, "status-gathered.en", run(t.Context(), env, "status", "refunds").text(url))
	golden(t, "status-gathered.zh", run(t.Context(), env, "status", "refunds", "--lang", "zh").text(url))
	const shown = "kingdee MAIN submit rejected (code 4): 单据“B-…”被锁定"
	for lang, reason := range map[string]string{"en": shown, "zh": strings.NewReplacer(" rejected (code 4): ", " 拒绝（错误码 4）：").Replace(shown)} {
		o := run(t.Context(), env, "documents", "list", "--scheme", "refunds", "--lang", lang, "--reason", reason)
		if o.code != 0 || !strings.Contains(o.stdout, "500010-1") || !strings.Contains(o.stdout, "500012-1") || strings.Contains(o.stdout, "500011-1") {
			t.Errorf("%s: exit %d\n%s%s", lang, o.code, o.stdout, o.stderr)
		}
	}
}

// locked is a document whose bill somebody has open.
func (s seed) locked(key, number string) {
	s.Helper()
	for _, state := range []docstore.State{docstore.Mapped, docstore.Saving, docstore.Saved} {
		s.mark(docstore.Progress{Ref: refund(key), State: state, Revision: "r1", Target: number, Called: state == docstore.Saving})
	}
	s.mark(docstore.Progress{Ref: refund(key), State: docstore.Failed, Reason: "kingdee MAIN submit rejected (code 4): 单据“" + number + "”被锁定"})
}

package cli_test

import (
	"strings"
	"testing"
)

// A reason is given as status shows it: in the reader's language, and without the
// telephone number that is in the store.
func TestDocumentsAreChosenByTheReasonThatIsShown(t *testing.T) {
	t.Parallel()
	env := environ(seeded(t), "schemes")
	for lang, reason := range map[string]string{
		"en": `kingdee MAIN batchSave rejected (code 11, field FRetcustId): 退货客户"C7"不存在，电话138****78`,
		"zh": `shops 中还没有 shop_id=9 的记录，FRetcustId 需要其中的 number（refunds.yaml:21）`,
	} {
		o := run(t.Context(), env, "documents", "list", "--scheme", "refunds", "--lang", lang, "--reason", reason)
		if o.code != 0 || !strings.Contains(o.stdout, reason) {
			t.Errorf("%s: exit %d\n%s%s", lang, o.code, o.stdout, o.stderr)
		}
		for _, command := range []string{"documents list --scheme refunds --reason 已反关账", "skip refunds --all --yes --reason 重复 --failed-with 已反关账"} {
			o := run(t.Context(), env, append(strings.Fields(command), "--lang", lang)...)
			if o.code != 1 || !strings.Contains(o.stderr, "已反关账") || !strings.Contains(o.stderr, "refunds") {
				t.Errorf("%v: exit %d\n%s%s", command, o.code, o.stdout, o.stderr)
			}
		}
	}
}

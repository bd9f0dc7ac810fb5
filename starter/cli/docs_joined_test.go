package cli_test

import (
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/all"
)

// What a scheme reads from other schemes, and that a change is carried again, is in
// its documentation.
func TestDocsOfAFollower(t *testing.T) {
	t.Parallel()
	for lang, lines := range map[string][]string{
		"en": {
			"- `kuaidi100Data` is the row of `kuaidi100-tracks` with `nu` = `logistics_no`", "; when it changes, the row is read again\n",
			"| WHEN IT CHANGES | carried again, also after it was delivered |\n",
		},
		"zh": {
			"- `kuaidi100Data` 是 `kuaidi100-tracks` 中 `nu` = `logistics_no`", " 的那条数据；它变化时，这条数据重新读取\n",
			"| 数据变化时 | 已传递过的单据也再次传递 |\n",
		},
	} {
		got := runKnowing(t.Context(), all.APIs, "schemes", "docs", "wangdiantong-stockouts-to-trade", "--lang", lang)
		for _, line := range lines {
			if got.code != 0 || !strings.Contains(got.stdout, line) {
				t.Errorf("%s: exit %d, no %q in\n%.2000s%s", lang, got.code, line, got.stdout, got.stderr)
			}
		}
	}
}

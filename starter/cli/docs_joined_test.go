package cli_test

import (
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/all"
)

// For whose documents a source is asked, and by which of their fields, is in it, too.
func TestDocsOfEachRow(t *testing.T) {
	t.Parallel()
	for lang, lines := range map[string][]string{
		"en": {"Asked once for each document of `wangdiantong-parcels-on-the-way` that is not skipped and has changed here within 30d; `{{each.…}}` are its fields.\n", "each.logistics_no", " 物流单号"},
		"zh": {"对 `wangdiantong-parcels-on-the-way` 中没有跳过、且在 30d 内有变更的每张单据各请求一次；`{{each.…}}` 是该单据的字段。\n", "each.logistics_no", " 物流单号"},
	} {
		got := runKnowing(t.Context(), all.APIs, "schemes", "docs", "kuaidi100-track-queries", "--lang", lang)
		for _, line := range lines {
			if got.code != 0 || !strings.Contains(got.stdout, line) {
				t.Errorf("%s: exit %d, no %q in\n%.2000s%s", lang, got.code, line, got.stdout, got.stderr)
			}
		}
	}
}

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

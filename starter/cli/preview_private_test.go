package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/starter/cli"
)

// Whoever the receiver is and however a scheme uses the name, a preview does
// not show it: not in a value, not in an error, not in what was looked up.
func TestPreviewShowsNobody(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	env := cli.Env{APIs: apis, Environ: environ("sqlite::memory:", "schemes")}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[赵钱孙李][丙丁戊己][子丑寅卯]`).Draw(t, "name")
		number := rapid.StringMatching(`1[3-9][0-9]{9}`).Draw(t, "number")
		file := filepath.Join(dir, "row.json")
		row, err := json.Marshal(map[string]any{
			"as_id": 7, "receiver_name": name, "receiver_mobile": number,
			"lines": []any{map[string]any{"buyer_name": name, "remark": "打" + number}},
		})
		if err == nil {
			err = os.WriteFile(file, row, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		o := runIn(t.Context(), env, "schemes", "preview", "../testdata/preview/people.yaml",
			"--document", file, "--collections", "../testdata/preview/people-base.yaml",
			"--output", rapid.SampledFrom([]string{"text", "json"}).Draw(t, "output"))
		if all := o.stdout + o.stderr; strings.Contains(all, name[3:]) || strings.Contains(all, number) || o.code != 1 {
			t.Fatalf("exit %d, %s %s is shown: %s", o.code, name, number, all)
		}
	})
}

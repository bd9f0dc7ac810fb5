package all_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/all"
)

// A description in a folder is a connector like any other, and comes before the
// example of its name.
func TestDescribedSystems(t *testing.T) {
	t.Parallel()
	environ := map[string]string{
		all.ConnectorsDir:             folder(t, "xiaomancang.yaml", "title: 小满仓", "title: 我们的小满仓", "title: 入库单查询", "title: 我们的查询"),
		"XIAOMANCANG_EAST_APP_KEY":    "k",
		"XIAOMANCANG_EAST_URL":        "https://east.example",
		"XIAOMANCANG_EAST_PER_SECOND": "9",
	}
	apis, err := all.APIsOf(environ)
	if err != nil {
		t.Fatal(err)
	}
	if got := apis["xiaomancang"][0].Title; got != "我们的查询" || len(apis["kingdee"]) == 0 {
		t.Errorf("the example came before the folder: %s", got)
	}
	_, err = all.NewAccounts(environ).Open("xiaomancang", "east")
	if err == nil || !strings.Contains(err.Error(), "set XIAOMANCANG_EAST_APP_SECRET") {
		t.Errorf("%v does not name the variable to set", err)
	}
	environ["XIAOMANCANG_EAST_APP_SECRET"] = "s"
	accounts := all.NewAccounts(environ)
	a, err := connectors.As[connectors.Finder](accounts, "xiaomancang", "east")
	if err != nil {
		t.Fatal(err)
	}
	if b, err := accounts.Open("xiaomancang", "EAST"); err != nil || a != b {
		t.Errorf("it was opened twice, %v", err)
	}
}

// What is wrong with a folder is said by everything that needs it.
func TestDescriptionsThatCannotBeMeant(t *testing.T) {
	t.Parallel()
	for want, dir := range map[string]string{
		"xiaomancang.yaml:5:1: titel: there is no such key here; did you mean \"title\"?": folder(t, "xiaomancang.yaml", "title: 小满仓", "titel: 小满仓"),
		"kingdee is a connector already": folder(t, "kingdee.yaml", "name: xiaomancang", "name: kingdee"),
		"there is no *.yaml file":        t.TempDir(),
	} {
		environ := map[string]string{all.ConnectorsDir: dir}
		if _, err := all.APIsOf(environ); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), dir) && !strings.Contains(want, "already") {
			t.Errorf("APIsOf: %v, want %s", err, want)
		}
		if _, err := all.NewAccounts(environ).Open("jushuitan", "MAIN"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Open: %v, want %s", err, want)
		}
	}
}

// folder has the example, under a name and with changes.
func folder(t *testing.T, name string, changes ...string) string {
	t.Helper()
	content, err := os.ReadFile("../http/examples/xiaomancang.yaml")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	changed := strings.NewReplacer(changes...).Replace(string(content))
	if err := os.WriteFile(filepath.Join(dir, name), []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

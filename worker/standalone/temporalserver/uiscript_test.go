package temporalserver_test

import (
	"bytes"
	"errors"
	"io/fs"
	"testing"

	"github.com/temporalio/ui-server/v2/ui"
)

var errFound = errors.New("found")

// uiScriptHas reports whether one of the UI's script files contains the text.
func uiScriptHas(t *testing.T, text string) bool {
	t.Helper()
	assets, err := ui.Assets()
	if err != nil {
		t.Fatal(err)
	}
	err = fs.WalkDir(assets, "local/_app", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		script, err := fs.ReadFile(assets, path)
		if err == nil && bytes.Contains(script, []byte(text)) {
			return errFound
		}
		return err
	})
	if err != nil && !errors.Is(err, errFound) {
		t.Fatal(err)
	}
	return errors.Is(err, errFound)
}

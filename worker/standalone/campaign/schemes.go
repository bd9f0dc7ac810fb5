package campaign

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/erpbridge/erpbridge/schemes"
)

// read are the schemes that read by time, those that are looked up in first.
func (r *run) read() []string { return append(collections(), Scheme) }

func (r *run) schemes() []string { return append(r.read(), MallScheme) }

func (r *run) schemesDir() string { return filepath.Join(r.dir, "schemes") }

// writeSchemes writes the schemes that are put to the test: as they come with the
// program, but that bills follow their refunds when these change or are
// cancelled.
func (r *run) writeSchemes() error {
	if err := os.MkdirAll(r.schemesDir(), 0o700); err != nil {
		return fmt.Errorf("write the campaign's schemes: %w", err)
	}
	for _, name := range r.schemes() {
		text, err := fs.ReadFile(schemes.Files(), name+".yaml")
		if err != nil {
			return fmt.Errorf("write the campaign's schemes: %w", err)
		}
		if name == Scheme {
			text = []byte(strings.Replace(string(text), "\n  steps:", "\n  onChange: update\n  onCancel: undo\n  steps:", 1))
		}
		if err := os.WriteFile(filepath.Join(r.schemesDir(), name+".yaml"), text, 0o600); err != nil {
			return fmt.Errorf("write the campaign's schemes: %w", err)
		}
	}
	return nil
}

package cli

import (
	"path/filepath"
	"strings"

	"github.com/erpbridge/erpbridge/schemes"
)

// schemeOrFile is a scheme of the library, or a file that may not be in it yet;
// its lookups then read the schemes of the library.
func (a *app) schemeOrFile(name string) (*schemes.Scheme, error) {
	if !isFile(name) {
		lib, err := a.library()
		if err != nil {
			return nil, err
		}
		return a.scheme(lib, name)
	}
	f, err := a.files([]string{name})
	if err != nil {
		return nil, err
	}
	lib, err := schemes.Load(f.all)
	if err != nil {
		return nil, a.fail("schemes.unreadable", "Error", err)
	}
	lib.Know(a.env.APIs())
	file := filepath.Base(name)
	return a.scheme(lib, strings.TrimSuffix(file, filepath.Ext(file)))
}

func isFile(name string) bool {
	return strings.ContainsRune(name, filepath.Separator) || filepath.Ext(name) == ".yaml" || filepath.Ext(name) == ".yml"
}

package cli

import (
	"path/filepath"
	"strings"

	"github.com/erpbridge/erpbridge/schemes"
)

// schemeOrFile is a scheme of the library, or a file that may not be in it yet;
// its lookups then read the schemes of the library.
func (a *app) schemeOrFile(name string) (*schemes.Scheme, *schemes.Library, error) {
	var lib *schemes.Library
	var err error
	if isFile(name) {
		lib, err = a.libraryWith(name)
		name = strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
	} else {
		lib, err = a.library()
	}
	if err != nil {
		return nil, nil, err
	}
	s, err := a.scheme(lib, name)
	return s, lib, err
}

func (a *app) libraryWith(file string) (*schemes.Library, error) {
	f, err := a.files([]string{file})
	if err != nil {
		return nil, err
	}
	lib, err := schemes.Load(f.all)
	if err != nil {
		return nil, a.fail("schemes.unreadable", "Error", err)
	}
	lib.Know(a.env.APIs())
	return lib, nil
}

func isFile(name string) bool {
	return strings.ContainsRune(name, filepath.Separator) || filepath.Ext(name) == ".yaml" || filepath.Ext(name) == ".yml"
}

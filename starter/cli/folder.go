package cli

import (
	"io/fs"
	"path"
	"slices"
)

// folder is a folder of files that need not lie together on disk: enough of
// one for a library, which globs and then reads whole files.
type folder map[string][]byte

// Open says that there is no such file: these are not opened but read.
func (f folder) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// ReadFile implements fs.ReadFileFS.
func (f folder) ReadFile(name string) ([]byte, error) {
	content, ok := f[name]
	if !ok {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrNotExist}
	}
	return content, nil
}

// Glob implements fs.GlobFS.
func (f folder) Glob(pattern string) ([]string, error) {
	var found []string
	for name := range f {
		match, err := path.Match(pattern, name)
		if err != nil {
			return nil, err
		}
		if match {
			found = append(found, name)
		}
	}
	slices.Sort(found)
	return found, nil
}

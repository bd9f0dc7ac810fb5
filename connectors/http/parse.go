package http

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"
)

//go:embed examples/*.yaml examples/schemes/*.yaml
var examples embed.FS

// ExampleSchemes are the schemes beside the examples, one that reads and one that
// writes: a folder for those who show them.
func ExampleSchemes() (fs.FS, error) {
	folder, err := fs.Sub(examples, "examples/schemes")
	if err != nil {
		return nil, fmt.Errorf("schemes of the examples: %w", err)
	}
	return folder, nil
}

// Examples are the descriptions that come with the program.
func Examples() ([]*Description, error) {
	folder, err := fs.Sub(examples, "examples")
	if err != nil {
		return nil, fmt.Errorf("descriptions built in: %w", err)
	}
	return Load(folder)
}

// Load reads every *.yaml of a folder. Its error lists the mistakes of all.
func Load(folder fs.FS) ([]*Description, error) {
	files, err := fs.Glob(folder, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list descriptions: %w", err)
	}
	if len(files) == 0 {
		return nil, errors.New("there is no *.yaml file")
	}
	var all []*Description
	var errs []error
	for _, file := range files {
		d, err := load(folder, file)
		all, errs = append(all, d), append(errs, err)
	}
	return all, errors.Join(errs...)
}

func load(folder fs.FS, file string) (*Description, error) {
	content, err := fs.ReadFile(folder, file)
	if err != nil {
		return nil, fmt.Errorf("read description: %w", err)
	}
	return Parse(file, content)
}

// largest is far beyond the tables of any system.
const largest = 4 << 20

// Parse reads a description. Its error lists every mistake with its line and
// column, each a Mistake.
func Parse(file string, content []byte) (*Description, error) {
	file = path.Base(file)
	if len(content) > largest {
		return nil, Mistake{File: file, Line: 1, Column: 1, Message: "the file is larger than 4 MB"}
	}
	root, err := document(file, content)
	if err != nil {
		return nil, err
	}
	d := &Description{File: file}
	ms := &mistakes{file: file, places: map[string]place{}}
	reader{ms}.value(root, reflect.ValueOf(d).Elem(), "")
	if len(ms.all) == 0 {
		d.fillIn()
		check(d, ms)
	}
	if len(ms.all) > 0 {
		return nil, ms.err()
	}
	return d, nil
}

// document is the only document of a file.
func document(file string, content []byte) (*yaml.Node, error) {
	var first, second yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	switch err := decoder.Decode(&first); {
	case errors.Is(err, io.EOF):
		return nil, Mistake{File: file, Line: 1, Column: 1, Message: "the file is empty"}
	case err != nil:
		return nil, fmt.Errorf("%s: %s", file, strings.TrimPrefix(err.Error(), "yaml: "))
	case len(first.Content) == 0:
		return nil, Mistake{File: file, Line: 1, Column: 1, Message: "the file is empty"}
	}
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		return nil, Mistake{File: file, Line: max(second.Line, 1), Column: max(second.Column, 1), Message: "a file describes one system; this begins a second document"}
	}
	return first.Content[0], nil
}

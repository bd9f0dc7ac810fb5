package cli

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

func (a *app) validate() *cobra.Command {
	return &cobra.Command{
		Use: "validate [FILE…]", Short: a.say.Text("schemes.validate.short"), Long: a.say.Text("schemes.validate.long"),
		Example: "  starter schemes validate\n  starter schemes validate my-scheme.yaml",
		RunE:    func(_ *cobra.Command, paths []string) error { return a.runValidate(paths) },
	}
}

// runValidate checks the files given among the schemes there are: a lookup may
// go from one to the other. Without files it checks those there are.
func (a *app) runValidate(paths []string) error {
	set, err := a.settings()
	if err != nil {
		return err
	}
	lib, err := set.Library()
	if len(paths) > 0 && err == nil {
		var given folder
		if given, err = a.overlay(lib, paths); err != nil {
			return err
		}
		lib, err = schemes.Load(given)
	}
	report := a.inspect(lib, err, paths)
	if err := a.print(report); err != nil {
		return err
	}
	if n := len(report.Errors); n > 0 {
		return a.fail("validate.failed", "Count", n)
	}
	return nil
}

// overlay puts the files given over the schemes there are.
func (a *app) overlay(lib *schemes.Library, paths []string) (folder, error) {
	all := folder{}
	for _, name := range lib.Names() {
		s, err := lib.Get(name)
		if err != nil {
			return nil, a.fail("schemes.unreadable", "Error", err)
		}
		all[filepath.Base(s.File)] = s.YAML
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, a.fail("validate.unreadable", "Error", err)
		}
		all[filepath.Base(path)] = content
	}
	return all, nil
}

// inspect gathers what is wrong: of the files given, or of all.
func (a *app) inspect(lib *schemes.Library, loading error, paths []string) validation {
	v := validation{Errors: []finding{}, Warnings: []finding{}, paths: map[string]string{}}
	for _, path := range paths {
		v.paths[filepath.Base(path)] = path
	}
	if loading != nil {
		v.mistakes(loading)
		return v
	}
	for _, name := range lib.Names() {
		s, err := lib.Get(name)
		if err != nil || !v.asked(s.File) {
			continue
		}
		v.Checked++
		v.problems(s.Check(a.env.APIs()))
	}
	return v
}

// validation is what is wrong with schemes.
type validation struct {
	Checked  int       `json:"checked"`
	Errors   []finding `json:"errors"`
	Warnings []finding `json:"warnings"`

	paths map[string]string // of the files given, by their names
}

type finding struct {
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Field   string `json:"field,omitempty"`
	Message string `json:"message"`
}

func (v *validation) asked(file string) bool {
	_, given := v.paths[filepath.Base(file)]
	return given || len(v.paths) == 0
}

// mistakes takes an error apart that says many things.
func (v *validation) mistakes(err error) {
	switch e := err.(type) { //nolint:errorlint // the parts are wanted, not a kind among them
	case nil:
	case mapping.Mistake:
		v.Errors = append(v.Errors, v.finding(e.Place, e.Message))
	case interface{ Unwrap() []error }:
		for _, part := range e.Unwrap() {
			v.mistakes(part)
		}
	default:
		v.mistake(err)
	}
}

// mistake is an error with others inside, or one about no place in a file.
func (v *validation) mistake(err error) {
	var inside mapping.Mistake
	if errors.As(err, &inside) {
		v.mistakes(errors.Unwrap(err))
		return
	}
	v.Errors = append(v.Errors, finding{Message: err.Error()})
}

func (v *validation) finding(at mapping.Place, message string) finding {
	f := finding{File: at.File, Line: at.Line, Column: at.Column, Field: at.Field, Message: message}
	if path, given := v.paths[filepath.Base(at.File)]; given {
		f.File = path
	}
	return f
}

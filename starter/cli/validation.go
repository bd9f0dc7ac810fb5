package cli

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
	"github.com/erpbridge/erpbridge/starter/messages"
)

// validation is what is wrong with schemes.
type validation struct {
	Checked  int       `json:"checked"`
	Errors   []finding `json:"errors"`
	Warnings []finding `json:"warnings"`

	paths map[string]string
}

type finding struct {
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Field   string `json:"field,omitempty"`
	Message string `json:"message"`
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
	if path, ok := v.paths[filepath.Base(at.File)]; ok {
		f.File = path
	}
	return f
}

func (v *validation) problems(found []schemes.Problem) {
	for _, p := range found {
		f := v.finding(p.Place, p.Message)
		if p.Severity == schemes.Warning {
			v.Warnings = append(v.Warnings, f)
		} else {
			v.Errors = append(v.Errors, f)
		}
	}
}

func (v validation) text(p *page) {
	for _, f := range v.Errors {
		p.block(f.said(p.say))
	}
	if len(v.Warnings) > 0 {
		p.line("validate.warnings")
	}
	for _, f := range v.Warnings {
		p.block("  " + f.said(p.say))
	}
	p.line("validate.sum", "Count", v.Checked, "Errors", len(v.Errors), "Warnings", len(v.Warnings))
}

// said reads "file:line:column: field: message", which editors can jump to.
func (f finding) said(say *messages.Printer) string {
	text := say.Reason(f.Message)
	if f.Field != "" {
		text = f.Field + ": " + text
	}
	if f.File == "" {
		return text
	}
	return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Column, text)
}

package cli

import (
	"fmt"

	"github.com/erpbridge/erpbridge/schemes"
)

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
		p.block(f.String())
	}
	if len(v.Warnings) > 0 {
		p.line("validate.warnings")
	}
	for _, f := range v.Warnings {
		p.block("  " + f.String())
	}
	p.line("validate.sum", "Count", v.Checked, "Errors", len(v.Errors), "Warnings", len(v.Warnings))
}

// String reads "file:line:column: field: message", which editors can jump to.
func (f finding) String() string {
	text := f.Message
	if f.Field != "" {
		text = f.Field + ": " + text
	}
	if f.File == "" {
		return text
	}
	return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Column, text)
}

package mapping

import (
	"regexp"

	"github.com/erpbridge/erpbridge/schemes/mapping/mysql"
)

// compiler collects what it finds while it compiles one side of a scheme.
type compiler struct {
	engine     *mysql.Engine
	pipes      map[string]pipe
	lookupForm *regexp.Regexp
	request    bool // a source request: no row, no lookups
	rules      Rules

	place    Place // of the field at hand
	lookups  []*Lookup
	mistakes []Mistake
}

func newCompiler(request bool, rules Rules) *compiler {
	return &compiler{engine: mysql.New(), pipes: pipes(), lookupForm: lookupForm(), request: request, rules: rules}
}

func (c *compiler) mistake(p Place, message string) {
	c.mistakes = append(c.mistakes, Mistake{p, message})
}

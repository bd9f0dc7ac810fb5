package mysql

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// function is one of MySQL's. Any argument that is NULL makes it NULL.
type function struct {
	least, most int // arguments; most < 0: any number
	kind        kindRule
	of          func(a *arguments) any // nil is NULL
}

// kindRule says what a function gives.
type kindRule func(r *run, args []node) kind

// gives is the rule of a function that always gives the same.
func gives(c class) kindRule { return func(*run, []node) kind { return kind{class: c} } }

// call is a function with its arguments.
type call struct {
	function
	name string
	args []node
}

func (c call) kind(r *run) kind { return c.function.kind(r, c.args) }

func (c call) eval(r *run) (any, error) {
	a := &arguments{run: r, name: c.name, values: make([]any, len(c.args))}
	for i, n := range c.args {
		v, err := n.eval(r)
		if err != nil || v == nil {
			return nil, err
		}
		a.values[i] = v
	}
	v := c.of(a)
	if a.err != nil {
		return nil, a.err
	}
	return v, nil
}

func (f function) check(name string, n int) error {
	if n < f.least || (f.most >= 0 && n > f.most) {
		return fmt.Errorf("%s has %d arguments and needs %s", name, n, f.arity())
	}
	return nil
}

func (f function) arity() string {
	switch {
	case f.most < 0:
		return fmt.Sprintf("at least %d", f.least)
	case f.least == f.most:
		return fmt.Sprint(f.least)
	}
	return fmt.Sprintf("%d to %d", f.least, f.most)
}

// arguments are the values of a call, none of them NULL. What cannot be read is
// remembered as the error of the call.
type arguments struct {
	run    *run
	name   string
	values []any
	err    error
}

func (a *arguments) has(i int) bool { return i < len(a.values) }

func (a *arguments) fail(err error) any {
	if a.err == nil && err != nil {
		a.err = err
	}
	return nil
}

// none is the answer of a function that has no result for its arguments.
func (a *arguments) none() any {
	var given []string
	for _, v := range a.values {
		given = append(given, asText(v))
	}
	const most = 80
	return a.fail(&noResult{fmt.Sprintf("%s has no result for %.*s", a.name, most, strings.Join(given, ", "))})
}

func (a *arguments) text(i int) string { return asText(a.values[i]) }

func (a *arguments) runes(i int) []rune { return []rune(asText(a.values[i])) }

func (a *arguments) number(i int) number {
	n, err := a.run.number(a.values[i])
	a.fail(err)
	return n
}

func (a *arguments) float(i int) float64 {
	f, err := a.run.float(a.values[i])
	a.fail(err)
	return f
}

// whole is a whole number, or otherwise when the argument is not there.
func (a *arguments) whole(i int, otherwise ...int64) int64 {
	if !a.has(i) {
		return otherwise[0]
	}
	n, err := a.run.whole(a.values[i])
	a.fail(err)
	return n
}

func (a *arguments) moment(i int) moment {
	m, err := a.run.moment(a.values[i])
	a.fail(err)
	return m
}

func (a *arguments) clock(i int) clock {
	c, err := a.run.clock(a.values[i])
	a.fail(err)
	return c
}

// longestText bounds what a few characters can be blown up to.
const longestText = 1 << 20

var errLongText = errors.New("the text would be too long")

func (a *arguments) bounded(s string) any {
	if len(s) > longestText {
		return a.fail(errLongText)
	}
	return s
}

// repeated is a text many times, refused before there is memory for it.
func (a *arguments) repeated(s string, times int64) string {
	if times > 0 && int64(len(s)) > longestText/times {
		a.fail(errLongText)
		return ""
	}
	return strings.Repeat(s, int(max(0, times)))
}

func lengthOf(s string) int64 { return int64(utf8.RuneCountInString(s)) }

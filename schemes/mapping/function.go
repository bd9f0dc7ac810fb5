package mapping

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/erpbridge/erpbridge/schemes/mapping/mysql"
)

// formula is a _function: a MySQL expression whose holes are filled with typed
// values. Its text is fixed when the scheme is loaded.
type formula struct {
	holes   []hole
	plan    *mysql.Expression
	outside []int // the holes that do not stand in an aggregate
}

// hole is a place in a formula where a value goes.
type hole struct {
	value  expression
	quoted bool // inside quotes: part of a text; otherwise a value of its own type
}

func (c *compiler) function(text string) (expression, error) {
	f := &formula{}
	sql, err := (&scanner{c: c, formula: f, in: strings.Trim(text, "; \t\r\n")}).scan()
	if err != nil {
		return nil, fmt.Errorf("_function %s: %w", text, err)
	}
	if f.plan, err = c.engine.Compile(sql, len(f.holes)); err != nil {
		return nil, fmt.Errorf("_function %s: %w", text, err)
	}
	inside := slices.Concat(f.plan.Aggregates()...)
	for i := range f.holes {
		if !slices.Contains(inside, i) {
			f.outside = append(f.outside, i)
		}
	}
	return f, nil
}

func (f *formula) references() []string {
	var paths []string
	for _, h := range f.holes {
		paths = append(paths, h.value.references()...)
	}
	return paths
}

func (f *formula) eval(s *scope) (any, error) {
	in := mysql.Input{Values: make([]any, len(f.holes)), Now: s.now.In(s.location)}
	values, err := f.bound(s, f.outside)
	if err != nil {
		return nil, err
	}
	for at, i := range f.outside {
		in.Values[i] = values[at]
	}
	for _, inside := range f.plan.Aggregates() {
		rows, err := f.aggregated(s, inside)
		if err != nil {
			return nil, err
		}
		in.Rows = append(in.Rows, rows)
	}
	in.Lenient = s.lenient && !unquoted(in)
	result, err := f.plan.Eval(s.ctx, in)
	if err == nil && result == nil && !f.plan.MayBeNull() && !f.mayLack(in.Values) {
		return nil, errEmptyOperand
	}
	return result, err
}

// unquoted says whether there is text outside of quotes. MySQL reads text in
// quotes as the number it begins with, or 0; {{price}}*2 of a price that is "none"
// would not be an expression at all, and is no 0 here either.
func unquoted(in mysql.Input) bool {
	rows := slices.Concat(append(in.Rows, [][]any{in.Values})...)
	return slices.ContainsFunc(slices.Concat(rows...), func(v any) bool {
		text, ok := v.(string)
		return ok && !mysql.IsNumber(text)
	})
}

// errEmptyOperand: MySQL makes NULL of NULL, and a bill would go out without
// its price.
var errEmptyOperand = errors.New("it has no result because a value in it is empty (where that is meant, say so with ifnull or a case that gives NULL)")

// bound is the value as the engine is to see it: in quotes, empty is empty
// text; outside, empty is NULL.
func (h hole) bound(v any) any {
	text, isText := v.(string)
	switch {
	case h.quoted:
		return mysql.Text(text) // a concatenation is always text
	case isText && text == "":
		return nil
	default:
		return v
	}
}

// scanner splits a formula into SQL text with placeholders and what fills them.
type scanner struct {
	c       *compiler
	formula *formula
	in, out string
}

func (s *scanner) scan() (string, error) {
	if s.in == "" {
		return "", errors.New("there is no expression")
	}
	for s.in != "" {
		if err := s.next(); err != nil {
			return "", err
		}
	}
	return s.out, nil
}

func (s *scanner) next() error {
	switch {
	case s.in[0] == '\'' || s.in[0] == '"':
		return s.quoted()
	case strings.HasPrefix(s.in, "{{"):
		return s.template()
	case lookupAt(s.in) == 0:
		return s.lookup()
	case s.in[0] == '?':
		return errors.New("? and : are not MySQL; write if(condition, value, other)")
	case s.in[0] == ':':
		return fmt.Errorf("%q has no meaning outside of quotes", s.in[:1])
	default:
		s.out, s.in = s.out+s.in[:1], s.in[1:]
		return nil
	}
}

// hole writes a placeholder.
func (s *scanner) hole(e expression, quoted bool) {
	s.formula.holes = append(s.formula.holes, hole{e, quoted})
	s.out += " :" + mysql.Placeholder(len(s.formula.holes)-1) + " "
}

func (s *scanner) template() error {
	end := strings.Index(s.in, "}}")
	if end < 0 {
		return errors.New("the closing }} is missing")
	}
	t, err := parseTemplate(s.in[:end+2], s.c)
	if err != nil {
		return err
	}
	s.in = s.in[end+2:]
	before, after := s.digitsBefore(), s.digitsAfter()
	if before+after == "" {
		s.hole(t, false)
	} else {
		s.hole(glued{before, after, t}, false)
	}
	return nil
}

const digits = "0123456789."

// digitsBefore takes back the digits that were written against a value; those
// at the end of a name, as in log2, belong to that.
func (s *scanner) digitsBefore() string {
	rest := strings.TrimRight(s.out, digits)
	last, _ := utf8.DecodeLastRuneInString(rest)
	if last == '_' || unicode.IsLetter(last) {
		return ""
	}
	found := s.out[len(rest):]
	s.out = rest
	return found
}

func (s *scanner) digitsAfter() string {
	rest := strings.TrimLeft(s.in, digits)
	found := s.in[:len(s.in)-len(rest)]
	s.in = rest
	return found
}

func (s *scanner) lookup() error {
	e, rest, err := s.c.embedded(s.in)
	if err != nil {
		return err
	}
	s.hole(e, false)
	s.in = rest
	return nil
}

// quoted copies a constant text as it is; a text with values in it becomes one
// value as a whole.
func (s *scanner) quoted() error {
	end := closingQuote(s.in)
	if end < 0 {
		return fmt.Errorf("the text that begins with %.20s is not closed", s.in)
	}
	literal, inner := s.in[:end+1], s.in[1:end]
	s.in = s.in[end+1:]
	if !strings.Contains(inner, "{{") && lookupAt(inner) < 0 {
		s.out += literal
		return nil
	}
	e, err := s.text(inner, literal[0])
	if err != nil {
		return err
	}
	s.hole(e, true)
	return nil
}

// closingQuote finds the end of a quoted text by MySQL's rules: a backslash
// escapes, a doubled quote is a quote. The quotes of a lookup are its own.
func closingQuote(in string) int {
	quote := in[0]
	for i := 1; i < len(in); i++ {
		switch end := strings.Index(in[i:], prefixEnd); {
		case in[i] == '_' && lookupAt(in[i:]) == 0 && end >= 0:
			i += end + len(prefixEnd) - 1
		case in[i] == '\\':
			i++
		case in[i] == quote && i+1 < len(in) && in[i+1] == quote:
			i++
		case in[i] == quote:
			return i
		}
	}
	return -1
}

// text is what stands in quotes: constants, templates and lookups.
func (s *scanner) text(inner string, quote byte) (expression, error) {
	var whole concatenation
	for {
		at := lookupAt(inner)
		if at < 0 {
			at = len(inner)
		}
		t, err := parseTemplate(inner[:at], s.c)
		if err != nil {
			return nil, err
		}
		whole = append(whole, unescaped(t, quote))
		if at == len(inner) {
			return whole, nil
		}
		e, after, err := s.c.embedded(inner[at:])
		if err != nil {
			return nil, err
		}
		whole, inner = append(whole, e), after
	}
}

// concatenation is several expressions joined as text.
type concatenation []expression

func (c concatenation) references() []string {
	var paths []string
	for _, e := range c {
		paths = append(paths, e.references()...)
	}
	return paths
}

func (c concatenation) eval(s *scope) (any, error) {
	var b strings.Builder
	for _, e := range c {
		v, err := e.eval(s)
		if err != nil {
			return nil, err
		}
		text, err := Text(v)
		if err != nil {
			return nil, err
		}
		b.WriteString(text)
	}
	return b.String(), nil
}

// unescaped resolves MySQL's escapes in the constant parts of a quoted text.
func unescaped(t template, quote byte) template {
	out := make(template, len(t))
	for i, p := range t {
		out[i] = part{text: unescape(p.text, quote), ref: p.ref}
	}
	return out
}

func unescape(text string, quote byte) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text):
			i++
			b.WriteString(escape(text[i]))
		case text[i] == quote && i+1 < len(text) && text[i+1] == quote:
			i++
			b.WriteByte(quote)
		default:
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

// escape is MySQL's table; \% and \_ stay, for LIKE reads them.
func escape(c byte) string {
	switch c {
	case '0':
		return "\x00"
	case 'b':
		return "\b"
	case 'n':
		return "\n"
	case 'r':
		return "\r"
	case 't':
		return "\t"
	case 'Z':
		return "\x1a"
	case '%', '_':
		return `\` + string(c)
	}
	return string(c)
}

package mysql

import (
	"fmt"
	"regexp"
)

// regular is REGEXP and RLIKE. Patterns are those of RE2, whose time grows only
// with the length of the text, so neither look-ahead nor back-references exist.
type regular struct {
	value, pattern node
	constant       *regexp.Regexp // when the pattern is one
	not            bool
}

func newRegular(value, pattern node, negated bool) (node, error) {
	n := regular{value: value, pattern: pattern, not: negated}
	if c, ok := pattern.(constant); ok && c.value != nil {
		var err error
		if n.constant, err = compilePattern(asText(c.value), ""); err != nil {
			return nil, err
		}
	}
	return n, nil
}

const longestPattern = 4000 // bytes, also of LIKE

var errLongPattern = fmt.Errorf("a pattern has %d bytes at most", longestPattern)

// compilePattern reads a pattern; like text elsewhere, it has no regard to case
// unless the mode says c.
func compilePattern(pattern, mode string) (*regexp.Regexp, error) {
	if len(pattern) > longestPattern {
		return nil, errLongPattern
	}
	flags := "i"
	for _, letter := range mode {
		switch letter {
		case 'c':
			flags = ""
		case 'i':
			flags = "i"
		case 'm':
			flags += "m"
		case 'n':
			flags += "s"
		default:
			return nil, fmt.Errorf("there is no match type %q", letter)
		}
	}
	if flags != "" {
		pattern = "(?" + flags + ")" + pattern
	}
	p, err := regexp.Compile(pattern)
	if err != nil {
		return nil, fmt.Errorf("%.40q is not a pattern: %w", pattern, err)
	}
	return p, nil
}

func (n regular) kind(*run) kind { return kind{class: truth} }

func (n regular) eval(r *run) (any, error) {
	texts, err := evalTexts(r, n.value, n.pattern)
	if err != nil || texts == nil {
		return nil, err
	}
	p := n.constant
	if p == nil {
		if p, err = compilePattern(texts[1], ""); err != nil {
			return nil, err
		}
	}
	return p.MatchString(texts[0]) != n.not, nil
}

func regularFunctions() map[string]function {
	return map[string]function{
		"regexp_like": {2, 3, gives(truth), func(a *arguments) any {
			p := a.pattern(2)
			return p != nil && p.MatchString(a.text(0))
		}},
		"regexp_replace": {3, 3, gives(text), func(a *arguments) any {
			p := a.pattern(3)
			if p == nil {
				return nil
			}
			return a.bounded(p.ReplaceAllString(a.text(0), groups(a.text(2))))
		}},
		"regexp_substr": {2, 2, gives(text), func(a *arguments) any {
			p := a.pattern(2)
			if p == nil || !p.MatchString(a.text(0)) {
				return nil
			}
			return p.FindString(a.text(0))
		}},
		"regexp_instr": {2, 2, gives(integral), func(a *arguments) any {
			p := a.pattern(2)
			if p == nil {
				return nil
			}
			place := p.FindStringIndex(a.text(0))
			if place == nil {
				return whole(0)
			}
			return whole(int64(len([]rune(a.text(0)[:place[0]])) + 1))
		}},
	}
}

// groups writes \1 as Go does.
func groups(replacement string) string {
	return regexp.MustCompile(`\\([0-9])`).ReplaceAllString(escapeDollars(replacement), "$${$1}")
}

// pattern compiles the second argument; another may say how it matches.
func (a *arguments) pattern(mode int) *regexp.Regexp {
	how := ""
	if a.has(mode) {
		how = a.text(mode)
	}
	p, err := compilePattern(a.text(1), how)
	a.fail(err)
	return p
}

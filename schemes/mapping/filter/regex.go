package filter

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// matcher is a $regex.
type matcher struct {
	expression *regexp.Regexp
	begins     string // every match begins with this; "" is not known
}

func newMatcher(pattern, flags string) (*matcher, error) {
	if flags != "" {
		pattern = "(?" + flags + ")" + pattern
	}
	expression, err := regexp.Compile(pattern)
	if err != nil {
		return nil, fmt.Errorf("%s %q cannot be read: %w", opRegex, pattern, err)
	}
	return &matcher{expression, beginning(pattern)}, nil
}

// matches looks at texts, and at numbers as they are looked up.
func (m *matcher) matches(v any) bool {
	text, ok := connectors.ScalarText(v)
	return ok && !isBool(v) && m.expression.MatchString(text)
}

// beginning is the text after a ^ that begins the pattern.
func beginning(pattern string) string {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil || parsed.Op != syntax.OpConcat || parsed.Sub[0].Op != syntax.OpBeginText {
		return ""
	}
	literal := parsed.Sub[1]
	if literal.Op != syntax.OpLiteral || literal.Flags&syntax.FoldCase != 0 {
		return ""
	}
	return string(literal.Rune)
}

// regexFlags are MongoDB's $options that regexp has, too.
func regexFlags(options string) (string, error) {
	if rest := strings.Trim(options, "ims"); rest != "" {
		return "", fmt.Errorf("$options %q: only i, m and s are known", options)
	}
	return options, nil
}

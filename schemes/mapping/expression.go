package mapping

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
)

// expression is a compiled value of a field.
type expression interface {
	eval(s *scope) (any, error)
	references() []string // the paths it reads
}

// constant is a value without braces or prefix.
type constant struct{ value any }

func (c constant) eval(*scope) (any, error) { return c.value, nil }
func (c constant) references() []string     { return nil }

// prefixes of values that are more than text.
const (
	prefixFunction = "_function"
	prefixLookup   = "_findCollection"
	prefixEnd      = "_endFind"
)

func (c *compiler) expression(text string) (expression, error) {
	word, rest := prefixOf(text)
	switch {
	case strings.EqualFold(word, prefixFunction):
		return c.function(rest)
	case strings.EqualFold(word, prefixLookup):
		return c.lookup(strings.TrimSuffix(strings.TrimSpace(rest), prefixEnd))
	case strings.EqualFold(word, prefixQuery):
		return c.mongoQuery(strings.TrimSuffix(strings.TrimSpace(rest), prefixEnd))
	case unspaced(word) != "":
		return nil, fmt.Errorf("%q is read as plain text; write a space after %s", text, unspaced(word))
	case word == "function" || word == "findCollection" || word == "mongoQuery":
		return nil, fmt.Errorf("%q is read as plain text; did you mean \"_%s …\"?", word, word)
	case strings.HasPrefix(word, "_") && !strings.Contains(word, "{{") && rest != "":
		return nil, fmt.Errorf("there is no %s%s", word, suggest.DidYouMean(word, []string{prefixFunction, prefixLookup, prefixQuery}))
	}
	return c.plain(text)
}

// unspaced is the prefix that a word begins with and that nothing separates from
// what follows: _function{{a}}+1.
func unspaced(word string) string {
	for _, prefix := range []string{prefixFunction, prefixLookup, prefixQuery} {
		if len(word) > len(prefix) && strings.EqualFold(word[:len(prefix)], prefix) && strings.ContainsRune(`{'"-`, rune(word[len(prefix)])) {
			return prefix
		}
	}
	return ""
}

// prefixOf is the first word of a value, and what follows it; _function(1+2) is
// understood, too.
func prefixOf(text string) (word, rest string) {
	text = strings.TrimSpace(text)
	end := strings.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '(' })
	if end < 0 {
		return text, ""
	}
	if word := text[:end]; text[end] != '(' || strings.EqualFold(word, prefixFunction) {
		return word, strings.TrimSpace(text[end:])
	}
	return text, ""
}

func (c *compiler) plain(text string) (expression, error) {
	t, err := parseTemplate(text, c)
	if err != nil {
		return nil, err
	}
	if len(t.references()) > 0 {
		return t, nil
	}
	if name := inOtherBraces(text); name != "" {
		return nil, fmt.Errorf("%q is read as plain text; did you mean %q?", text, "{{"+name+"}}")
	}
	return constant{text}, nil
}

// inOtherBraces is the name that stands, as the whole value, in braces that mean
// nothing: {order_no} and ｛｛order_no｝｝.
func inOtherBraces(text string) string {
	match := regexp.MustCompile(`^\s*[{｛]{1,2}\s*([\pL_][\pL\d_.|]*)\s*[}｝]{1,2}\s*$`).FindStringSubmatch(text)
	if match == nil {
		return ""
	}
	return match[1]
}

// checkPath refuses a path that cannot have a value where it stands.
func (c *compiler) checkPath(path string) error {
	switch {
	case path == "":
		return errors.New("{{}} names no field")
	case strings.ContainsAny(path, "{}'\"`"):
		return fmt.Errorf("{{%s}} is not a field name", path)
	case strings.Contains(path, " "):
		return spaceInPath(path, c)
	}
	return c.checkReserved(path)
}

// spaceInPath is how pages print {{X|datetime}} once a table has eaten the bar.
func spaceInPath(path string, c *compiler) error {
	name, last, _ := strings.Cut(path, " ")
	if _, ok := c.pipes[strings.ToLower(strings.TrimSpace(last))]; ok {
		return fmt.Errorf("{{%s}} has a space where a bar belongs; did you mean {{%s|%s}}?", path, name, strings.TrimSpace(last))
	}
	return fmt.Errorf("{{%s}}: a field name has no space", path)
}

func (c *compiler) checkReserved(path string) error {
	_, ago := daysAgo(path)
	isWindow := contains(windowWords(), path)
	root, rest, _ := strings.Cut(path, ".")
	switch {
	case ago || contains(everywhereWords(), path):
		return nil
	case isHanded(root):
		return c.checkHanded(path, root, rest)
	case c.request && isWindow:
		return nil
	case c.request && root == wordEach:
		return c.checkEach(path, rest)
	case c.request:
		known := append(append(windowWords(), everywhereWords()...), "DAYS_AGO_1")
		if c.rules.Each {
			known = append(known, wordEach+"."+path)
		}
		return fmt.Errorf("{{%s}}: a source request is made before there is a row and knows only %s%s",
			path, strings.Join(known, ", "), suggest.DidYouMean(path, known))
	case isWindow:
		return fmt.Errorf("{{%s}} exists only in the request of the source", path)
	case path == strings.ToUpper(path) && suggest.DidYouMean(path, append(documentWords(), everywhereWords()...)) != "" && !contains(documentWords(), path):
		return fmt.Errorf("{{%s}} is not a variable%s", path, suggest.DidYouMean(path, append(documentWords(), everywhereWords()...)))
	}
	return nil
}

// checkEach is about the row that a request asks about.
func (c *compiler) checkEach(path, field string) error {
	switch {
	case !c.rules.Each:
		return fmt.Errorf("{{%s}} is of the rows of source.each, and the scheme has none", path)
	case field == "":
		return fmt.Errorf("{{%s}}: say which field of the row, such as {{%s._meta.id}}", path, wordEach)
	}
	return nil
}

// checkHanded is about what the target said: only a hand-over can know it.
func (c *compiler) checkHanded(path, root, rest string) error {
	name, _, _ := strings.Cut(rest, ".")
	switch {
	case !c.handed:
		return fmt.Errorf("{{%s}} exists only in callBackStrategy", path)
	case rest == "":
		return fmt.Errorf("{{%s}}: say what of it, such as {{%s.Number}}", path, root)
	case root == wordWritten && !contains(c.written, name):
		return fmt.Errorf("{{%s}}: primaryWriteback has no %s%s", path, name, suggest.DidYouMean(name, c.written))
	}
	return nil
}

func contains(words []string, word string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}

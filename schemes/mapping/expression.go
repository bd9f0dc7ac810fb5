package mapping

import (
	"errors"
	"fmt"
	"strings"

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
	word, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	switch {
	case word == prefixFunction:
		return c.function(rest)
	case word == prefixLookup:
		return c.lookup(strings.TrimSuffix(strings.TrimSpace(rest), prefixEnd))
	case word == "function" || word == "findCollection":
		return nil, fmt.Errorf("%q is read as plain text; did you mean \"_%s …\"?", word, word)
	case strings.HasPrefix(word, "_") && !strings.Contains(word, "{{") && rest != "":
		return nil, fmt.Errorf("there is no %s%s", word, suggest.DidYouMean(word, []string{prefixFunction, prefixLookup}))
	}
	return c.plain(text)
}

func (c *compiler) plain(text string) (expression, error) {
	t, err := parseTemplate(text, c)
	if err != nil {
		return nil, err
	}
	if len(t.references()) == 0 {
		return constant{text}, nil
	}
	return t, nil
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

// Words reserved for the two sides.
func windowWords() []string {
	return []string{"LAST_SYNC_TIME", "PAGINATION_PAGE_SIZE", "PAGINATION_START_PAGE", "PAGINATION_START_ROW"}
}

func documentWords() []string { return []string{"bfn_id", "bfn_num"} }

func everywhereWords() []string { return []string{"CURRENT_TIME", "random"} }

func (c *compiler) checkReserved(path string) error {
	_, ago := daysAgo(path)
	isWindow := contains(windowWords(), path)
	switch {
	case ago || contains(everywhereWords(), path):
		return nil
	case c.request && isWindow:
		return nil
	case c.request:
		known := append(append(windowWords(), everywhereWords()...), "DAYS_AGO_1")
		return fmt.Errorf("{{%s}}: a source request is made before there is a row and knows only %s%s",
			path, strings.Join(known, ", "), suggest.DidYouMean(path, known))
	case isWindow:
		return fmt.Errorf("{{%s}} exists only in the request of the source", path)
	case path == strings.ToUpper(path) && suggest.DidYouMean(path, append(documentWords(), everywhereWords()...)) != "" && !contains(documentWords(), path):
		return fmt.Errorf("{{%s}} is not a variable%s", path, suggest.DidYouMean(path, append(documentWords(), everywhereWords()...)))
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

// IsVariable says whether a path is a reserved word, not a field of the row.
func IsVariable(path string) bool {
	_, ago := daysAgo(path)
	return ago || contains(windowWords(), path) || contains(documentWords(), path) || contains(everywhereWords(), path)
}

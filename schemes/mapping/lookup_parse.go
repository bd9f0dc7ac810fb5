package mapping

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

const lookupShape = "it must read: _findCollection find FIELD from SCHEME where FIELD={{value}}"

func lookupForm() *regexp.Regexp {
	return regexp.MustCompile(`(?is)^\s*find\s+(\S+)\s+from\s+(\S+)\s+where\s+(.+?)\s*$`)
}

func (c *compiler) findCollection(text string) (*Lookup, error) {
	parts := c.lookupForm.FindStringSubmatch(text)
	if parts == nil {
		return nil, errors.New(lookupShape)
	}
	l := &Lookup{find: filter.Kept(parts[1]), Collection: parts[2]}
	var fields []filter.Field
	conditions := conditionWords(parts[3])
	for i, condition := range conditions {
		name, value, err := cutCondition(conditions, i)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", condition, err)
		}
		field := filter.Kept(name)
		if slices.Contains(fields, field) {
			return nil, fmt.Errorf("%s is compared twice", name)
		}
		operand, err := c.operand(value)
		if err != nil {
			return nil, err
		}
		fields, l.values = append(fields, field), append(l.values, operand)
	}
	l.pattern = filter.Equal(fields...)
	return l, nil
}

// operand is a template or a constant.
func (c *compiler) operand(text string) (expression, error) {
	t, err := parseTemplate(text, c)
	if err == nil && len(t.references()) == 0 {
		return constant{text}, nil
	}
	return t, err
}

// conditionWords splits at white space that is inside neither braces nor quotes; a quote
// counts only where a value begins.
func conditionWords(text string) []string {
	var all []string
	depth, quote, start := 0, byte(0), 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote != 0 && c == quote && strings.HasPrefix(text[i+1:], string(quote)):
			i++ // two are one
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '\'' || c == '"') && depth == 0 && (i == start || text[i-1] == '='):
			quote = c
		case c == '{':
			depth++
		case c == '}':
			depth--
		case strings.IndexByte(" \t\r\n", c) >= 0 && depth <= 0:
			all, start = append(all, text[start:i]), i+1
		}
	}
	return slices.DeleteFunc(append(all, text[start:]), func(w string) bool { return w == "" })
}

// cutCondition takes FIELD=VALUE apart, and says how what is often written
// instead is to be written.
func cutCondition(conditions []string, i int) (name, value string, err error) {
	name, value, equal := strings.Cut(conditions[i], "=")
	next := func(n int) string { return strings.Join(conditions[min(len(conditions), i+n):], " ") }
	switch {
	case strings.EqualFold(conditions[i], "and") || strings.EqualFold(conditions[i], "or"):
		return "", "", joinedByWord(conditions)
	case equal && (name == "" || value == "") || !equal && strings.HasPrefix(next(1), "="):
		return "", "", errors.New(spacesAround(conditions))
	case strings.HasSuffix(name, "!") || strings.ContainsAny(name, "<>"):
		return "", "", useQuery(strings.TrimRight(name, "!<>"), `{"$ne":…}, {"$gt":…} or another comparison`)
	case !equal && strings.HasPrefix(strings.ToLower(next(1)), "in"):
		return "", "", useQuery(conditions[i], `{"$in":["{{value}}","…"]}`)
	case !equal && i > 0:
		return "", "", fmt.Errorf("it is not FIELD=VALUE; a constant with a space in it is put in quotes: %s", quotedTogether(conditions, i))
	case !equal:
		return "", "", errors.New("it is not FIELD=VALUE")
	}
	value, err = unquote(value)
	return name, value, err
}

func joinedByWord(conditions []string) error {
	if slices.ContainsFunc(conditions, func(w string) bool { return strings.EqualFold(w, "or") }) {
		return errors.New(`conditions must all hold; for one or another write _mongoQuery SCHEME findField=content.FIELD where={"$or":[…]}`)
	}
	kept := slices.DeleteFunc(slices.Clone(conditions), func(w string) bool { return strings.EqualFold(w, "and") })
	return fmt.Errorf(`conditions are joined by a space, without "and"; write: where %s`, strings.Join(kept, " "))
}

// spacesAround also meets a condition whose value is missing.
func spacesAround(conditions []string) string {
	all := strings.Join(conditions, " ")
	closed := regexp.MustCompile(`\s*=\s*`).ReplaceAllString(all, "=")
	if closed == all {
		return "it is compared with nothing; write FIELD={{value}}"
	}
	return "there are no spaces around =; write: where " + closed
}

func useQuery(field, comparison string) error {
	return fmt.Errorf(`_findCollection knows only =; write _mongoQuery SCHEME findField=content.FIELD where={"content.%s":%s}`, field, comparison)
}

func quotedTogether(conditions []string, i int) string {
	name, value, _ := strings.Cut(conditions[i-1], "=")
	return fmt.Sprintf("%s='%s %s'", name, value, conditions[i])
}

// unquote takes the quotes off a constant; inside, two are one.
func unquote(value string) (string, error) {
	quote := value[:1]
	if quote != "'" && quote != `"` {
		return value, nil
	}
	inner := strings.TrimSuffix(value[1:], quote)
	switch {
	case len(value) == 1 || inner == value[1:]:
		return "", errors.New("its quote is not closed")
	case inner == "":
		return "", errors.New("it is compared with nothing; write FIELD={{value}}")
	case strings.Contains(strings.ReplaceAll(inner, quote+quote, ""), quote):
		return "", fmt.Errorf("what follows the second %s belongs to nothing; inside quotes write it twice", quote)
	}
	return strings.ReplaceAll(inner, quote+quote, quote), nil
}

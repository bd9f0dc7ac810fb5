package saas

import (
	"regexp"
	"strings"
)

var (
	eatenPrefix = regexp.MustCompile(`^\s*(function|mongoQuery)(\s)`)
	eatenLookup = regexp.MustCompile(`(^|[^_\w])findCollection(\s+find\s)`)
	eatenEnd    = regexp.MustCompile(`(^|[^_\w])endFind\b`)
)

// mendUnderscores puts back the ones Markdown takes for emphasis.
func mendUnderscores(value string) string {
	value = eatenPrefix.ReplaceAllString(value, "_$1$2")
	value = eatenLookup.ReplaceAllString(value, "${1}_findCollection$2")
	if strings.Contains(value, "_findCollection") || strings.HasPrefix(value, "_function") {
		value = eatenEnd.ReplaceAllString(value, "${1}_endFind")
	}
	return value
}

var (
	spaceForBar = regexp.MustCompile(`(?i)(\{\{\s*[\p{L}\p{N}_.]+)\s+(datetime|date|timestamp_ms|timestamp)(\s*\|?\s*\}\})`)
	bareSpace   = regexp.MustCompile(`(?i)^((?:LAST_SYNC_TIME|CURRENT_TIME|DAYS_AGO_\d+))\s+(datetime|date|timestamp_ms|timestamp)$`)
)

// mendPipes puts the bar back that a table has eaten: {{X datetime}}.
func mendPipes(value string) string {
	return bareSpace.ReplaceAllString(spaceForBar.ReplaceAllString(value, "$1|$2$3"), "$1|$2")
}

// mendQuotes makes quotes of the ones a word processor makes.
func mendQuotes(value string) string {
	if !strings.HasPrefix(value, "_function") || strings.ContainsAny(value, `'"`) {
		return value
	}
	return strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`).Replace(value)
}

// mendQuery closes the JSON of a _mongoQuery whose closing braces a page has
// taken for those of a template.
func mendQuery(value string) string {
	before, filter, found := strings.Cut(value, "where={")
	if !strings.HasPrefix(value, "_mongoQuery") || !found {
		return value
	}
	return before + "where={" + closed(filter)
}

// closed appends the brackets that are missing at the end; text is the JSON
// after its first brace.
func closed(text string) string {
	open, quoted := []byte{'}'}, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{':
			open = append(open, '}')
		case c == '[':
			open = append(open, ']')
		case (c == '}' || c == ']') && len(open) > 0 && open[len(open)-1] == c:
			open = open[:len(open)-1]
		}
	}
	if quoted {
		text += `"`
	}
	for i := len(open) - 1; i >= 0; i-- {
		text += string(open[i])
	}
	return text
}

package saas

import (
	"regexp"
	"strings"
)

// restorer puts back the braces a page has stripped, and remembers how sure it
// was of the least certain one.
type restorer struct {
	words *vocabulary
	least string
}

// restore is a value with its braces; certainty is "" when it needs none.
func (v *vocabulary) restore(value string) (restored, certainty string) {
	r := &restorer{words: v}
	switch {
	case strings.Contains(value, "{{"):
		return value, ""
	case strings.HasPrefix(value, "_function "):
		restored = "_function " + r.function(strings.TrimPrefix(value, "_function "))
	case strings.HasPrefix(value, "_findCollection "):
		restored = r.lookup(value)
	case strings.HasPrefix(value, "_mongoQuery "):
		restored = r.query(value)
	case v.bare:
		restored = r.plain(value)
	default:
		return value, ""
	}
	return restored, r.least
}

// brace puts a name between braces.
func (r *restorer) brace(name, certainty string) string {
	if r.least != low {
		r.least = certainty
	}
	return "{{" + name + "}}"
}

// word puts a word between braces when it is probably a name.
func (r *restorer) word(word string) string {
	if c := r.words.certainty(word); c != "" {
		return r.brace(word, c)
	}
	return word
}

var (
	pipedForm = regexp.MustCompile(`(?i)^([\p{L}_][\p{L}\p{N}_.]*)((?:\|(?:datetime|date|timestamp_ms|timestamp)?)+)$`)
	withinHan = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_.]*(?:[| ](?i:datetime|date|timestamp_ms|timestamp)\b)?`)
	millis    = regexp.MustCompile(`^(LAST_SYNC_TIME|CURRENT_TIME|DAYS_AGO_\d+)(000)$`)
	custom    = regexp.MustCompile(`^\d{13}$`)
	hanText   = regexp.MustCompile(`\p{Han}`)
)

// plain is a value without prefix: a name, a name with pipes, or text with
// names that are known.
func (r *restorer) plain(value string) string {
	if parts := pipedForm.FindStringSubmatch(value); parts != nil {
		return r.brace(parts[1]+parts[2], high)
	}
	if parts := millis.FindStringSubmatch(value); parts != nil {
		return r.brace(parts[1], high) + parts[2]
	}
	if isPath(value) && (!hanText.MatchString(value) || r.words.names[value]) {
		return r.word(value)
	}
	if custom.MatchString(value) && r.words.names[value] {
		return r.brace(value, low)
	}
	if hanText.MatchString(value) || strings.Contains(value, "='") {
		return withinHan.ReplaceAllStringFunc(value, r.within)
	}
	return value
}

// within is a word in the middle of text: only names that are known. A table may
// have made a space of the bar before a pipe.
func (r *restorer) within(word string) string {
	if at := strings.IndexAny(word, "| "); at >= 0 {
		if reservedOne.MatchString(word[:at]) || word[at] == '|' && r.words.names[word[:at]] {
			return r.brace(word[:at]+"|"+word[at+1:], low)
		}
		return r.within(word[:at]) + word[at:]
	}
	name := strings.TrimRight(word, ".")
	if r.words.names[name] || reservedOne.MatchString(name) {
		return r.brace(name, low) + word[len(name):]
	}
	return word
}

var lookupParts = regexp.MustCompile(`(?s)^(.*?\swhere\s+)(.*)$`)

// lookup restores the right sides of "where a=b c=d".
func (r *restorer) lookup(value string) string {
	parts := lookupParts.FindStringSubmatch(value)
	if parts == nil {
		return value
	}
	conditions := strings.Split(parts[2], " ")
	for i, c := range conditions {
		field, right, ok := strings.Cut(c, "=")
		if ok && field != "" {
			conditions[i] = field + "=" + r.compared(field, right)
		}
	}
	return parts[1] + strings.Join(conditions, " ")
}

var plainWord = regexp.MustCompile(`^[a-z]{3,}[0-9]*$`)

// compared is the right side of a condition, which is mostly a field: a field
// of the same name, or a word that looks like one.
func (r *restorer) compared(field, right string) string {
	bare := strings.Trim(right, "'")
	switch c := r.words.certainty(bare); {
	case bare == "true" || bare == "false" || bare == "null" || !isPath(bare):
		return right
	case c == high || bare == field || right == bare && (snakeForm.MatchString(bare) || dottedForm.MatchString(bare)):
		return strings.Replace(right, bare, r.brace(bare, high), 1)
	case c != "":
		return strings.Replace(right, bare, r.brace(bare, c), 1)
	case right == bare && (pascalForm.MatchString(bare) || plainWord.MatchString(bare)):
		return r.brace(bare, low)
	}
	return right
}

var jsonText = regexp.MustCompile(`(:\s*|[\[,]\s*)"([^"\\]+)"(\s*[,}\]]|$)`)

// query restores the values of a filter, not its keys.
func (r *restorer) query(value string) string {
	before, filter, found := strings.Cut(value, "where=")
	if !found {
		return value
	}
	return before + "where=" + jsonText.ReplaceAllStringFunc(filter, func(m string) string {
		parts := jsonText.FindStringSubmatch(m)
		return parts[1] + `"` + r.compared("", parts[2]) + `"` + parts[3]
	})
}

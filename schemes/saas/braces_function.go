package saas

import (
	"regexp"
	"slices"
	"strings"
)

// token is a piece of a function: a text in quotes, a word, or what stands
// between them.
type token struct {
	text   string
	quoted bool
	word   bool
}

var (
	lookupInside = regexp.MustCompile(`(?s)_findCollection\s.*?\s_endFind`)
	pieces       = regexp.MustCompile(`'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*"|[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*|\d[\w.]*|\s+|.`)
)

// function restores names in an expression. A word outside of quotes that is
// no part of the language can only be a field; a text in quotes is one when it
// looks like it, or where a constant would make no sense.
func (r *restorer) function(expression string) string {
	var b strings.Builder
	for {
		at := lookupInside.FindStringIndex(expression)
		if at == nil {
			return b.String() + r.tokens(expression)
		}
		inner := strings.TrimSuffix(expression[at[0]:at[1]], " _endFind")
		b.WriteString(r.tokens(expression[:at[0]]) + r.lookup(inner) + " _endFind")
		expression = expression[at[1]:]
	}
}

func (r *restorer) tokens(expression string) string {
	var list []token
	for _, piece := range pieces.FindAllString(expression, -1) {
		list = append(list, token{
			text: piece, quoted: piece[0] == '\'' || piece[0] == '"', word: isPath(piece),
		})
	}
	var b strings.Builder
	for i, t := range list {
		b.WriteString(r.token(t, neighbour(list, i, -1), neighbour(list, i, 1), caller(list, i)))
	}
	return b.String()
}

// neighbour is the next token that is not space, in lower case.
func neighbour(list []token, i, step int) string {
	for i += step; i >= 0 && i < len(list); i += step {
		if strings.TrimSpace(list[i].text) != "" {
			return strings.ToLower(list[i].text)
		}
	}
	return ""
}

// caller is the function a token is an argument of, in lower case.
func caller(list []token, i int) string {
	for open := 0; i > 0; i-- {
		switch list[i].text {
		case ")":
			open--
		case "(":
			open++
		}
		if open > 0 {
			return neighbour(list, i, -1)
		}
	}
	return ""
}

func (r *restorer) token(t token, before, after, caller string) string {
	switch {
	case t.word && after != "(" && !keyword(t.text):
		return r.brace(t.text, high)
	case t.quoted:
		return r.inQuotes(t.text, before, after, caller)
	}
	return t.text
}

// inQuotes restores a text when it is probably a name. After case and before a
// comparison a constant makes no sense, nor where locate looks.
func (r *restorer) inQuotes(literal, before, after, caller string) string {
	inner := literal[1 : len(literal)-1]
	quote := literal[:1]
	if parts := pipedForm.FindStringSubmatch(inner); parts != nil {
		return quote + r.brace(inner, high) + quote
	}
	c := r.words.certainty(inner)
	mustBeName := before == "case" || comparison(after)
	switch {
	case !isPath(inner) || slices.Contains([]string{"true", "false"}, strings.ToLower(inner)):
		return literal
	case c != "" && mustBeName:
		c = high
	case c == "" && (mustBeName || caller == "locate" && before == "," && after == ")"):
		c = low
	}
	if c == "" {
		return literal
	}
	return quote + r.brace(inner, c) + quote
}

func comparison(word string) bool {
	return slices.Contains([]string{"=", "<", ">", "!", "like", "in", "is", "between", "not", "regexp"}, word)
}

// keyword says whether a word belongs to the language of expressions.
func keyword(word string) bool {
	return slices.Contains(keywords(), strings.ToLower(word))
}

func keywords() []string {
	return []string{
		"case", "when", "then", "else", "end", "and", "or", "not", "xor", "is", "null", "true", "false", "unknown",
		"like", "escape", "in", "between", "div", "mod", "rlike", "regexp", "binary", "collate", "using", "as",
		"interval", "microsecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year",
		"day_hour", "day_minute", "day_second", "hour_minute", "hour_second", "minute_second", "year_month",
		"char", "nchar", "signed", "unsigned", "integer", "decimal", "date", "time", "datetime", "json", "float", "double",
		"both", "leading", "trailing", "from", "for", "distinct", "current_date", "current_time", "current_timestamp",
		"_endfind", "if",
	}
}

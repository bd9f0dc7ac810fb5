package saas

import (
	"regexp"
	"strings"
)

// repair is one damage that pages and chats do to a value, and its cure.
type repair struct {
	code string
	mend func(value string) string
}

// repairs are the damages that can be undone with certainty, in their order.
func repairs() []repair {
	return []repair{
		{"spaces", mendSpaces},
		{"entity", mendEntities},
		{"underscore", mendUnderscores},
		{"wide-braces", mendWideBraces},
		{"half-braces", mendHalfBraces},
		{"single-braces", mendSingleBraces},
		{"pipe", mendPipes},
		{"quotes", mendQuotes},
		{"json-closed", mendQuery},
	}
}

// mended is a value without damage, and the damages it had.
func mended(value string) (string, []Note) {
	var found []Note
	for _, r := range repairs() {
		if after := r.mend(value); after != value {
			found = append(found, Note{Kind: Repaired, Code: r.code, Old: value, New: after})
			value = after
		}
	}
	return value, found
}

// expressive values have a prefix, or will have one when it is mended.
var expressive = regexp.MustCompile(`^\s*_?(function|findCollection|mongoQuery)\b`)

// mendSpaces makes spaces of those that only look like one, in expressions.
func mendSpaces(value string) string {
	if !expressive.MatchString(value) && !strings.Contains(value, "{{") {
		return value
	}
	return strings.NewReplacer("\u00a0", " ", "\u3000", " ", "\u200b", "", "\ufeff", "").Replace(value)
}

// mendEntities undoes HTML's: `>=` arrives as `&gt;=`.
func mendEntities(value string) string {
	if !expressive.MatchString(value) && !strings.Contains(value, "{{") {
		return value
	}
	return strings.NewReplacer("&gt;", ">", "&lt;", "<", "&quot;", `"`, "&#39;", "'", "&apos;", "'", "&nbsp;", " ", "&amp;", "&").Replace(value)
}

var wideBraces = regexp.MustCompile(`｛｛([^{}｛｝]+)｝｝`)

func mendWideBraces(value string) string { return wideBraces.ReplaceAllString(value, "{{$1}}") }

// braced is a path, perhaps with pipes, as it stands between braces.
const braced = `[\p{L}_$][\p{L}\p{N}_$.]*(?:\s*\|\s*\w*)*`

var halfBraces = regexp.MustCompile(`(?:^|[^{])(\{` + braced + `\}\})|(\{\{` + braced + `\})(?:[^}]|$)`)

// mendHalfBraces doubles a brace that lost its twin: {x}} and {{x}.
func mendHalfBraces(value string) string {
	return replaceGroups(halfBraces, value, func(found string) string {
		return "{{" + strings.Trim(found, "{}") + "}}"
	})
}

var singleBraces = regexp.MustCompile(`(?:^|[^{$\p{L}\p{N}"])(\{` + braced + `\})(?:[^}]|$)`)

// mendSingleBraces doubles braces; ${x} is another language's.
func mendSingleBraces(value string) string {
	return replaceGroups(singleBraces, value, func(found string) string { return "{" + found + "}" })
}

// replaceGroups replaces only what a group has matched, not what stands around it.
func replaceGroups(re *regexp.Regexp, value string, with func(string) string) string {
	var b strings.Builder
	for {
		at := re.FindStringSubmatchIndex(value)
		if at == nil {
			return b.String() + value
		}
		for g := 2; g+1 < len(at); g += 2 {
			if at[g] < 0 {
				continue
			}
			b.WriteString(value[:at[g]] + with(value[at[g]:at[g+1]]))
			value = value[at[g+1]:]
			break
		}
	}
}

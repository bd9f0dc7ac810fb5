package schemes

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// aheadOfCut is how many lines a value in brackets or quotes may go on for: a
// file that is cut within one is no YAML, and all the same has no mistake there.
const aheadOfCut = 20

// brokenLine is the line, counted from 1, with which a file stops being YAML.
// YAML's own message names the line where the block begins that is broken, which
// may be the first of the file.
func brokenLine(lines []string) int {
	good, bad := 0, len(lines)
	for good+1 < bad {
		middle := (good + bad) / 2
		if at := readable(lines, middle, bad); at > 0 {
			good = at
		} else {
			bad = middle
		}
	}
	return bad
}

// readable is how many lines, at least from and fewer than to, are YAML by
// themselves; 0 when none of the next are.
func readable(lines []string, from, to int) int {
	for n := from; n < min(to, from+aheadOfCut); n++ {
		var root yaml.Node
		if yaml.Unmarshal([]byte(strings.Join(lines[:n], "\n")+"\n"), &root) == nil {
			return n
		}
	}
	return 0
}

// misspelt says what a line has that YAML does not read as its author means it,
// and in which column; "" when it has nothing of the kind.
func misspelt(line string) (string, int) {
	line = quoted().ReplaceAllStringFunc(line, func(s string) string { return strings.Repeat("_", utf8.RuneCountInString(s)) })
	if at := strings.IndexAny(line, "：“”‘’，｛｝［］"); at >= 0 {
		mark, _ := utf8.DecodeRuneInString(line[at:])
		return fmt.Sprintf("%q is a full-width character; write %q", mark, halfWidth(mark)), column(line, at)
	}
	if at := regexp.MustCompile(`^\s*(?:- )?\w+:[^\s:]`).FindStringIndex(line); at != nil {
		return "a space is missing after the colon", column(line, at[1]-1)
	}
	return "", 0
}

// column counts characters, as editors do.
func column(line string, at int) int { return utf8.RuneCountInString(line[:at]) + 1 }

// quoted finds what stands in quotes and comments, where everything may stand.
func quoted() *regexp.Regexp {
	return regexp.MustCompile(`"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?:^|\s)#.*`)
}

// halfWidth is the ASCII character that is typed where a full-width one stands.
func halfWidth(mark rune) rune {
	const fromASCII = '！' - '!'
	switch mark {
	case '“', '”':
		return '"'
	case '‘', '’':
		return '\''
	}
	return mark - fromASCII
}

package schemes

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// syntax explains why a file is not YAML. The two mistakes everyone makes are
// looked for in every line, because YAML's own message speaks of something else
// and stops at the first.
func (r *reader) syntax(content []byte, err error) error {
	bare := regexp.MustCompile(`^\s*(?:- )?(?:\{\s*|.*,\s*)?[\w]+:\s+\{\{`)
	for i, line := range strings.Split(string(content), "\n") {
		indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		if tab := strings.IndexByte(indent, '\t'); tab >= 0 {
			r.mistake(&yaml.Node{Line: i + 1, Column: tab + 1}, "", "a tab; YAML is indented with spaces")
		}
		if bare.MatchString(line) {
			r.mistake(&yaml.Node{Line: i + 1, Column: strings.Index(line, "{{") + 1}, "",
				"a value that begins with {{ must be put in quotes")
		}
	}
	if len(r.mistakes) == 0 {
		r.broken(strings.Split(strings.TrimRight(string(content), "\n"), "\n"), err)
	}
	return r.err()
}

// broken says with which line the file stops being YAML, and why if it shows
// there or in the line before.
func (r *reader) broken(lines []string, err error) {
	at := brokenLine(lines)
	for _, line := range []int{at, at - 1} {
		if line < 1 {
			continue
		}
		if why, column := misspelt(lines[line-1]); why != "" {
			r.mistake(&yaml.Node{Line: line, Column: column}, "", "%s", why)
			return
		}
	}
	r.mistake(&yaml.Node{Line: at, Column: 1}, "", "%s; look at the indentation and quotes of this line and the one before", yamlMessage(err.Error()))
}

// yamlMessage is "did not find expected key" of "yaml: line 7: did not find expected key".
func yamlMessage(text string) string {
	return regexp.MustCompile(`^(?:line \d+: )?`).ReplaceAllString(strings.TrimPrefix(text, "yaml: "), "")
}

package schemes

import (
	"regexp"
	"strconv"
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
		line, message := yamlMessage(err.Error())
		r.mistake(&yaml.Node{Line: line, Column: 1}, "", "%s; look at the indentation and quotes of this line and the one before", message)
	}
	return r.err()
}

// yamlMessage takes "yaml: line 7: did not find expected key" apart.
func yamlMessage(text string) (int, string) {
	text = strings.TrimPrefix(text, "yaml: ")
	if parts := regexp.MustCompile(`^line (\d+): (.*)$`).FindStringSubmatch(text); parts != nil {
		if line, err := strconv.Atoi(parts[1]); err == nil {
			return line, parts[2]
		}
	}
	return 1, text
}

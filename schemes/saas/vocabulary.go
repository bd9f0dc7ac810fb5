package saas

import (
	"regexp"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// vocabulary are the names a value may read: what is known of the source's rows.
type vocabulary struct {
	names map[string]bool // paths, dotted and flattened
	lists map[string]bool // what a dotted path may begin with
	bare  bool            // no value of the target has braces: a page has stripped them
}

func newVocabulary() vocabulary {
	return vocabulary{names: map[string]bool{}, lists: map[string]bool{}}
}

// learn adds the names of an answer, each also as it is after flattening.
func (v *vocabulary) learn(names ...string) {
	for _, name := range names {
		v.names[name] = true
		v.names[strings.ReplaceAll(name, ".", "_")] = true
		if list, _, below := strings.Cut(name, "."); below {
			v.lists[list] = true
		}
	}
}

func (v *vocabulary) learnAPI(api connectors.API) {
	for _, f := range api.Response {
		v.learn(f.Name)
		if f.Type == "array" || f.Type == "object" {
			v.lists[f.Name] = true
		}
	}
}

// labelsOfPage are what a page's column says of values that are no field: a
// value with any other label is the source field of that name.
func labelsOfPage() []string { return []string{"固定值", "计算函数", "关联查询函数"} }

// learnEntries takes what a mapping table says of its own values.
func (v *vocabulary) learnEntries(list []*entry) {
	v.bare = true
	walk(list, func(e *entry) {
		value := text(get(e.raw, "value"))
		v.bare = v.bare && !strings.Contains(value, "{{")
		if !isPath(value) {
			return
		}
		label := text(get(e.raw, "value_label"))
		switch {
		case len(e.children) > 0 || text(get(e.raw, "type")) == "array":
			v.lists[value] = true
		case label != "" && !slices.Contains(labelsOfPage(), label) && label != text(get(e.raw, "label")):
			v.learn(value)
		case label != "" && label == text(get(e.raw, "label")) && strings.ToLower(value) == value:
			v.learn(value)
		}
	})
}

var (
	pathForm    = regexp.MustCompile(`^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}\p{N}_]+)*$`)
	snakeForm   = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-zA-Z0-9]+)+$`)
	dottedForm  = regexp.MustCompile(`^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}\p{N}_]+)+$`)
	camelForm   = regexp.MustCompile(`^[a-z]+([A-Z][a-z0-9]+)+$`)
	pascalForm  = regexp.MustCompile(`^([A-Z][a-z0-9]+){2,}$`)
	reservedOne = regexp.MustCompile(`^(LAST_SYNC_TIME|CURRENT_TIME|DAYS_AGO_\d+|PAGINATION_(PAGE_SIZE|START_PAGE|START_ROW)|bfn_num|bfn_id)$`)
)

func isPath(text string) bool { return pathForm.MatchString(text) }

// certainty says how surely a bare word is the name of a field; "" for what is
// probably a constant.
func (v *vocabulary) certainty(word string) string {
	list, _, _ := strings.Cut(word, ".")
	switch {
	case !isPath(word):
		return ""
	case reservedOne.MatchString(word), v.names[word]:
		return high
	case dottedForm.MatchString(word):
		return sure(v.lists[list])
	case snakeForm.MatchString(word):
		return sure(v.flattened(word))
	case camelForm.MatchString(word):
		return low
	}
	return ""
}

// flattened says whether a name begins with a list, as names do after beatFlat.
func (v *vocabulary) flattened(word string) bool {
	for list := range v.lists {
		if strings.HasPrefix(word, strings.ReplaceAll(list, ".", "_")+"_") {
			return true
		}
	}
	return false
}

func sure(yes bool) string {
	if yes {
		return high
	}
	return low
}

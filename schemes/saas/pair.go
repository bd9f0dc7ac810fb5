package saas

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// pair joins lone sources with lone targets: the only two there are, or those
// whose files have the same name but for the side.
func pair(drafts []*draft) []*draft {
	var out []*draft
	for _, d := range drafts {
		i := slices.IndexFunc(out, func(other *draft) bool { return d.completes(other, len(drafts)) })
		if i < 0 {
			out = append(out, d)
			continue
		}
		out[i].join(d)
	}
	return out
}

func (d *draft) completes(other *draft, all int) bool {
	const both = 2
	alone := (d.source == nil) != (d.target == nil)
	opposite := (d.source == nil) == (other.target == nil) && (d.target == nil) == (other.source == nil)
	return alone && opposite && (all == both || stem(d.files[0]) == stem(other.files[0]))
}

func (d *draft) join(other *draft) {
	if d.source == nil {
		d.source = other.source
	}
	if d.target == nil {
		d.target = other.target
	}
	for _, m := range other.outer {
		if !has(d.outer, m.Name) {
			put(&d.outer, m.Name, m.Value)
		}
	}
	for _, f := range other.files {
		if !slices.Contains(d.files, f) {
			d.files = append(d.files, f)
		}
	}
	d.notes.list = append(d.notes.list, other.notes.list...)
}

var (
	sideWords = regexp.MustCompile(`(?i)source|target|源平台|目标平台|源|目标`)
	wordEnds  = regexp.MustCompile(`[^a-z0-9]+`)
)

// stem is the name of a file without its side and ending.
func stem(file string) string {
	name := strings.TrimSuffix(path.Base(file), path.Ext(file))
	return slug(sideWords.ReplaceAllString(name, ""))
}

// slug is text as the name of a scheme: lower case, digits and hyphens.
func slug(text string) string {
	return strings.Trim(wordEnds.ReplaceAllString(strings.ToLower(text), "-"), "-")
}

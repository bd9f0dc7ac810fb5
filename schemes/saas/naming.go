package saas

import (
	"regexp"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

var uuid = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// identity is the id the scheme has in the SaaS: lookups of others name it.
func (b *builder) identity(outer *connectors.Object) string {
	if id := text(get(b.own, "id")); id != "" || b.ID != "" {
		return cmpOr(b.ID, id)
	}
	for _, key := range []string{"id", "uuid", "strategyId", "strategy_id", "方案ID"} {
		if id := text(get(*outer, key)); uuid.FindString(id) == id && id != "" {
			take(outer, key)
			return id
		}
	}
	if url := text(get(*outer, "url")); strings.Contains(url, "strategy") {
		return uuid.FindString(url)
	}
	if b.own != nil {
		return ""
	}
	return uuid.FindString(b.draft.files[0])
}

func cmpOr(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// name is that of the file that will be written.
func (b *builder) name(id string) string {
	if name := cmpOr(b.Name, text(get(b.own, "name"))); name != "" {
		if strings.ContainsAny(name, `/\`) || strings.HasPrefix(name, ".") {
			return cmpOr(slug(name), "imported") // a name is no path
		}
		return name
	}
	name := stem(b.draft.files[0])
	if name == "" || name == uuid.FindString(name) || name == "metadata" || name == "json" {
		name = slug(b.source.name + "-" + b.source.api)
		if b.target.name != "" {
			name = slug(b.source.name + "-to-" + b.target.name)
		}
		if id != "" {
			const short = 8
			name += "-" + id[:min(short, len(id))]
		}
	}
	return cmpOr(strings.Trim(name, "-"), "imported")
}

func (b *builder) title(outer *connectors.Object) string {
	title := takeText(outer, "title", "方案名称", "name")
	if title = cmpOr(b.Title, title); title != "" {
		return title
	}
	title = platformOf(b.source.name) + " " + b.source.api
	if b.target.name != "" {
		title += " → " + platformOf(b.target.name) + " " + b.target.api
	}
	b.note(Note{Kind: Guessed, Code: "title", New: title, Certainty: low})
	return title
}

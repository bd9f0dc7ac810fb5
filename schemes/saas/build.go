package saas

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
)

// builder makes the YAML of one scheme.
type builder struct {
	Options
	draft  *draft
	notes  notes
	words  vocabulary
	counts Counts

	header connectors.Object // what a page says of the two sides
	own    connectors.Object // what an export of ours has added
	source connector
	target connector
	form   string // of 金蝶, when it is not said
}

// connector is a side's system and API.
type connector struct {
	name, api string
	table     connectors.API // what is known of the API
	known     bool
}

func (b *builder) note(n Note) { b.notes.add(n) }

// say is a note as a comment.
func (b *builder) say(n Note) string {
	if b.Say == nil {
		return n.String()
	}
	return b.Say(n)
}

func (d *draft) build(o Options) (Imported, error) {
	b := &builder{Options: o, draft: d, notes: d.notes, words: newVocabulary()}
	out := Imported{Files: d.files}
	root, err := b.root()
	if err != nil {
		return out, err
	}
	out.Name = child(root, "name").Value
	s, yaml, err := b.loadable(out.Name+".yaml", root)
	if err != nil {
		return out, fmt.Errorf("%s: %w", strings.Join(d.files, ", "), err)
	}
	b.uncertain(s)
	out.ID, out.YAML, out.Counts, out.Missing = s.ID, yaml, b.count(s), b.missing(s)
	out.Notes = b.notes.list
	return out, nil
}

// root writes the whole scheme.
func (b *builder) root() (*yaml.Node, error) {
	outer := b.draft.outer
	b.header, _ = takeObject(&outer, "header")
	b.own, _ = takeObject(&outer, "erpbridge")
	source, target := b.draft.source, b.draft.target
	if source == nil {
		source = connectors.Object{}
	}
	b.source = b.connector(sourceSide, &source)
	if target != nil {
		b.target = b.connector(targetSide, &target)
		if b.target.name == "kingdee" {
			b.formTable(target)
		}
	}
	id := b.identity(&outer)
	root := mapNode()
	set(root, "name", b.name(id))
	set(root, "title", b.title(&outer))
	set(root, "id", id)
	set(root, "schedule", b.schedule(&source, &target))
	set(root, "lane", text(get(b.own, "lane")))
	set(root, "compatibility", b.compatibility())
	b.learn(source, target)
	sourceNode := b.sourceNode(source, target)
	add(root, "source", sourceNode)
	if kept := b.targetNode(root, target); kept != nil {
		put(&outer, "target", kept)
	}
	b.tables(root, &outer)
	set(root, "amounts", get(b.own, "amounts"))
	put(&outer, "header", b.header)
	b.keep(root, "", "", outer)
	return root, nil
}

func takeObject(o *connectors.Object, key string) (connectors.Object, bool) {
	v, _ := take(o, key)
	inner, ok := v.(connectors.Object)
	if v != nil && !ok {
		put(o, key, v)
	}
	return inner, ok
}

// keep puts what is left of a level under saas.
func (b *builder) keep(n *yaml.Node, side, field string, rest connectors.Object) {
	rest = slices.DeleteFunc(slices.Clone(rest), func(m connectors.Member) bool { return m.Value == nil })
	for _, m := range rest {
		b.note(Note{Kind: Kept, Code: keptCode(m.Name), Side: side, Field: field, Detail: m.Name})
	}
	set(n, "saas", rest)
}

// keptCode says more of keys that people will ask about.
func keptCode(key string) string {
	switch key {
	case "idCheck", "omissionRemedy", "condition_bk":
		return "kept-" + strings.ReplaceAll(strings.ToLower(key), "_", "-")
	}
	return "kept"
}

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

// compatibility: what comes from the SaaS behaves as there; what was exported
// from here behaves as it said.
func (b *builder) compatibility() string {
	if b.own != nil {
		return text(get(b.own, "compatibility"))
	}
	return "saas"
}

// schedule is the crontab of the request; that of the write is kept, for here
// what has been read is delivered at once.
func (b *builder) schedule(source, target *connectors.Object) any {
	if write := takeText(target, "crontab"); write != "" {
		put(&b.header, "写入调度者", write)
	}
	if own := get(b.own, "schedule"); own != nil {
		return own
	}
	cron := takeText(source, "crontab")
	if cron == "" {
		cron = takeText(&b.header, "请求调度者")
	}
	if cron != "" {
		return connectors.Object{{Name: "cron", Value: []any{cron}}}
	}
	b.note(Note{Kind: Guessed, Code: "schedule", New: everyTenMinutes, Certainty: low})
	return connectors.Object{{Name: "every", Value: everyTenMinutes}}
}

const everyTenMinutes = "10m"

// connector finds out which system a side is.
func (b *builder) connector(side string, o *connectors.Object) connector {
	headings := map[string][2]string{sourceSide: {"源系统平台", "源系统接口"}, targetSide: {"目标系统平台", "目标系统接口"}}
	printed := takeText(o, "platform")
	if printed == "" {
		printed = takeText(&b.header, headings[side][0])
	}
	c := connector{api: takeText(o, "api")}
	c.name, c.known = connectorOf(printed, b.Connectors)
	if given, ok := b.Connectors[side]; ok {
		c.name, c.known = given, true
	}
	if c.name == "" {
		c.name, c.known = connectorByAPI(c.api, b.APIs), true
		b.note(Note{Kind: Guessed, Code: "connector", Side: side, New: cmpOr(c.name, unknown), Detail: c.api, Certainty: low})
	}
	c.name = cmpOr(c.name, unknown)
	b.api(side, &c, *o)
	return c
}

// unknown stands where the metadata does not say something that must be there.
const unknown = "unknown"

// api finds the table of the API, by its title when only that is printed.
func (b *builder) api(side string, c *connector, o connectors.Object) {
	effect := map[string]connectors.Effect{sourceSide: connectors.Reads, targetSide: connectors.Writes}[side]
	title := text(get(o, "api_name"))
	for _, a := range b.APIs[c.name] {
		if a.Effect != effect {
			continue
		}
		name, _, _ := strings.Cut(a.Name, " ") // "batchSave SAL_RETURNSTOCK"
		if strings.EqualFold(name, c.api) || c.api == "" && title != "" && strings.Contains(title, a.Title) {
			c.table, c.api = a, name
			return
		}
	}
	if c.api == "" {
		c.api = cmpOr(usual(c.name, side), title, unknown)
		b.note(Note{Kind: Guessed, Code: "api", Side: side, New: c.api, Certainty: low})
	}
}

// usual is the API nearly every scheme of a system uses.
func usual(connector, side string) string {
	if connector == "kingdee" && side == targetSide {
		return "batchSave"
	}
	return ""
}

// count says what a scheme has come to.
func (b *builder) count(s *schemes.Scheme) Counts {
	b.counts.SourceRequest, b.counts.Response = len(s.Source.Request), len(s.Source.Response)
	b.counts.Options = len(s.Source.Options)
	if s.Target != nil {
		b.counts.Options += len(s.Target.Options)
	}
	return b.counts
}

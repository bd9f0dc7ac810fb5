package saas

import (
	"fmt"
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
	set(root, "remedy", get(b.own, "remedy"))
	set(root, "reconcile", get(b.own, "reconcile"))
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

// count says what a scheme has come to.
func (b *builder) count(s *schemes.Scheme) Counts {
	b.counts.SourceRequest, b.counts.Response = len(s.Source.Request), len(s.Source.Response)
	b.counts.Options = len(s.Source.Options)
	if s.Target != nil {
		b.counts.Options += len(s.Target.Options)
	}
	return b.counts
}

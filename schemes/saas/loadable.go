package saas

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// loadable writes the scheme and has it parsed; what is refused is put under
// saas, until the rest is accepted.
func (b *builder) loadable(file string, root *yaml.Node) (*schemes.Scheme, []byte, error) {
	const most = 20 // each round mends all mistakes that can be seen
	for range most {
		tidy(root)
		text, err := encode(root)
		if err != nil {
			return nil, nil, err
		}
		s, err := schemes.Parse(file, text)
		if err == nil {
			return s, text, nil
		}
		if !b.demoteAll(root, text, mistakes(err)) {
			return nil, nil, fmt.Errorf("the scheme that came of it cannot be loaded: %w", err)
		}
	}
	return nil, nil, errors.New("the scheme that came of it cannot be loaded")
}

// tidy puts what is kept in an order that does not depend on how it came there.
func tidy(n *yaml.Node) {
	for _, c := range n.Content {
		tidy(c)
	}
	kept := child(n, "saas")
	if kept == nil || kept.Kind != yaml.MappingNode {
		return
	}
	const pair = 2
	chunks := slices.Collect(slices.Chunk(kept.Content, pair))
	slices.SortStableFunc(chunks, func(a, b []*yaml.Node) int { return strings.Compare(a[0].Value, b[0].Value) })
	kept.Content = slices.Concat(chunks...)
}

// mistakes takes an error apart.
func mistakes(err error) []mapping.Mistake {
	var one mapping.Mistake
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var all []mapping.Mistake
		for _, e := range many.Unwrap() {
			all = append(all, mistakes(e)...)
		}
		return all
	}
	if errors.As(err, &one) {
		return []mapping.Mistake{one}
	}
	return nil
}

// demoteAll puts under saas what the mistakes are about, and says whether there
// was anything to put there.
func (b *builder) demoteAll(root *yaml.Node, text []byte, list []mapping.Mistake) bool {
	var written yaml.Node
	if yaml.Unmarshal(text, &written) != nil || len(written.Content) == 0 {
		return false
	}
	var paths [][]*yaml.Node
	var messages []string
	for _, m := range list {
		if path := locate(written.Content[0], root, m.Place.Line, m.Place.Column); path != nil {
			paths, messages = append(paths, path), append(messages, m.Message)
		}
	}
	done := false
	for i, path := range paths {
		if connected(path) { // a mistake before it may have moved it
			done = b.demote(path, messages[i]) || done
		}
	}
	return done
}

func connected(path []*yaml.Node) bool {
	for i := range len(path) - 1 {
		if !slices.Contains(path[i].Content, path[i+1]) {
			return false
		}
	}
	return true
}

// locate finds the node that is written at a place: the nodes from the root to
// it, of the tree that can be changed.
func locate(written, tree *yaml.Node, line, column int) []*yaml.Node {
	if written.Line == line && written.Column == column && written.Kind != 0 {
		return []*yaml.Node{tree}
	}
	if len(written.Content) != len(tree.Content) {
		return nil
	}
	for i, w := range written.Content {
		if below := locate(w, tree.Content[i], line, column); below != nil {
			return append([]*yaml.Node{tree}, below...)
		}
	}
	return nil
}

// demote moves a key under the saas of its level. Entries of a request move as
// a whole when it is not one of their keys that is wrong.
func (b *builder) demote(path []*yaml.Node, message string) bool {
	for i := len(path) - 2; i >= 0; i-- {
		level, below := path[i], path[i+1]
		key := keyOf(level, below)
		if i == 0 && key == "schedule" {
			return b.demoteSchedule(path[0], message)
		}
		if key == "" || !isLevel(path[:i+1]) || essential(path[:i+1], key) {
			continue
		}
		if key == "request" || key == "children" {
			return b.demoteEntry(path, i, message)
		}
		if key == "options" {
			return b.demoteOptions(path, i, message)
		}
		return b.demoteKey(path[:i+1], key, message)
	}
	return false
}

// keyOf is the key whose name or value a node is.
func keyOf(level, below *yaml.Node) string {
	if level.Kind != yaml.MappingNode {
		return ""
	}
	const pair = 2
	if i := slices.Index(level.Content, below); i >= 0 {
		return level.Content[i/pair*pair].Value
	}
	return ""
}

// isLevel says whether the last node may have saas: the scheme, its sides, and
// entries of lists that are called so.
func isLevel(path []*yaml.Node) bool {
	last := path[len(path)-1]
	if len(path) == 1 || last.Kind != yaml.MappingNode {
		return len(path) == 1
	}
	holder := path[len(path)-2]
	if holder.Kind == yaml.MappingNode {
		key := keyOf(holder, last)
		return len(path) == 2 && (key == sourceSide || key == targetSide)
	}
	const above = 3
	return len(path) >= above && slices.Contains([]string{"request", "children", "response"}, keyOf(path[len(path)-above], holder))
}

// essential keys have no scheme without them.
func essential(path []*yaml.Node, key string) bool {
	if len(path) == 1 {
		return slices.Contains([]string{"name", "title", "source", "saas", "schedule"}, key)
	}
	return slices.Contains([]string{"connector", "api", "id", "field", "saas", "number"}, key)
}

// demoteKey moves a key, and the value that would be wrong without it.
func (b *builder) demoteKey(path []*yaml.Node, key, message string) bool {
	level := path[len(path)-1]
	moved := drop(level, key)
	if moved == nil {
		return false
	}
	kept := saasOf(level)
	if key == targetSide && len(path) == 1 {
		moved = asMetadata(moved)
	}
	if rest := drop(kept, key); rest != nil {
		moved = node(merge(value(moved), value(rest)))
	}
	add(kept, key, flow(moved))
	note := Note{Kind: Stopped, Code: "refused", Side: sideIn(path), Field: fieldIn(path), Old: printed(moved), Detail: message}
	if note.Field == "" {
		note.Field = key
	}
	if key == "condition" {
		b.note(Note{Kind: ToDo, Code: "all-rows", Side: sourceSide, Field: key})
	}
	if strings.Contains(message, note.Old) {
		note.Old = ""
	}
	b.note(note)
	if v := drop(level, "value"); v != nil && (key == "parser" || key == "mapping" || key == "type") {
		add(kept, "value", v)
	} else if v != nil {
		add(level, "value", v)
	}
	return true
}

// demoteOptions moves the option a mistake is about, or all when it does not
// stand at one of them.
func (b *builder) demoteOptions(path []*yaml.Node, level int, message string) bool {
	options := child(path[level], "options")
	var names []string
	if level+2 < len(path) {
		names = []string{keyOf(options, path[level+2])}
	} else {
		o, _ := value(options).(connectors.Object)
		for _, m := range o {
			names = append(names, m.Name)
		}
	}
	done := false
	for _, name := range names {
		done = b.demoteOption(path[:level+1], options, name, message) || done
	}
	return done
}

// demoteOption makes an option that cannot be one an entry that is kept.
func (b *builder) demoteOption(path []*yaml.Node, options *yaml.Node, name, message string) bool {
	level := path[len(path)-1]
	one := mapNode()
	v := drop(options, name)
	if v == nil {
		return false
	}
	add(one, name, v)
	holder := mapNode()
	add(holder, "options", one)
	kept := saasOf(level)
	if beside := child(kept, "options"); child(beside, name) != nil {
		said := mapNode()
		add(said, name, drop(beside, name))
		add(holder, "saas", mapNode())
		add(child(holder, "saas"), "options", said)
		if len(beside.Content) == 0 {
			drop(kept, "options")
		}
	}
	var o connectors.Object
	exportOptions(&o, holder, false)
	list, _ := get(o, "otherRequest").([]any)
	b.note(Note{Kind: Stopped, Code: "refused", Side: sideIn(path), Field: "options." + name, Old: v.Value, Detail: message})
	all := child(kept, "otherRequest")
	if all == nil {
		all = flow(listNode(nil))
		add(kept, "otherRequest", all)
	}
	all.Content = append(all.Content, node(list).Content...)
	if len(options.Content) == 0 {
		drop(level, "options")
	}
	return true
}

// asMetadata is a target as the SaaS writes it.
func asMetadata(target *yaml.Node) *yaml.Node {
	o := exportTarget(target)
	put(&o, "platform", platformOf(written(target, "connector")))
	return node(o)
}

// demoteSchedule keeps a crontab that is none, and runs now and then.
func (b *builder) demoteSchedule(root *yaml.Node, message string) bool {
	schedule := child(root, "schedule")
	cron := child(schedule, "cron")
	if cron == nil || len(cron.Content) != 1 {
		return false
	}
	add(saasOf(child(root, sourceSide)), "crontab", cron.Content[0])
	drop(schedule, "cron")
	add(schedule, "every", scalarNode(everyTenMinutes))
	b.note(Note{Kind: Stopped, Code: "refused", Field: "schedule", Detail: message})
	return true
}

// demoteEntry moves a whole entry to the saas of its side, and the parent with
// it that would have nothing below it.
func (b *builder) demoteEntry(path []*yaml.Node, level int, message string) bool {
	const side, above = 1, 3
	if len(path) < level+above {
		return false
	}
	list, e := path[level+1], path[level+2]
	if len(list.Content) == 1 && level > side {
		return b.demoteEntry(path[:level+1], level-2, message)
	}
	i := slices.Index(list.Content, e)
	if i < 0 {
		return false
	}
	list.Content = slices.Delete(list.Content, i, i+1)
	if len(list.Content) == 0 && sideIn(path) == sourceSide {
		drop(path[level], "request")
	}
	kept := saasOf(path[side])
	all := child(kept, "request")
	if all == nil {
		all = flow(listNode(nil))
		add(kept, "request", all)
	}
	name := fieldIn(path[:level+above])
	b.note(Note{Kind: Stopped, Code: "refused", Side: sideIn(path), Field: name, Detail: message})
	o := exportField(e)
	put(&o, "field", name)
	all.Content = append(all.Content, node(o))
	return true
}

// saasOf is the saas of a level, made when there is none.
func saasOf(level *yaml.Node) *yaml.Node {
	if kept := child(level, "saas"); kept != nil {
		return kept
	}
	kept := flow(mapNode())
	add(level, "saas", kept)
	return kept
}

// fieldIn is the dotted name of the entry a path leads to.
func fieldIn(path []*yaml.Node) string {
	name := ""
	const sides = 2
	for _, n := range path[min(sides, len(path)):] {
		if f := child(n, "field"); f != nil {
			name += "." + f.Value
		}
	}
	if name == "" {
		return ""
	}
	return name[1:]
}

func sideIn(path []*yaml.Node) string {
	if len(path) > 1 {
		return keyOf(path[0], path[1])
	}
	return ""
}

// printed is a value as a report shows it.
func printed(n *yaml.Node) string {
	if n.Kind == yaml.ScalarNode {
		return n.Value
	}
	return ""
}

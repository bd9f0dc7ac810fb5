package saas

import (
	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

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

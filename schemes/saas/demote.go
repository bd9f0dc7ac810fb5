package saas

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

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

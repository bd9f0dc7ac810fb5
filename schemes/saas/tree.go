package saas

import (
	"slices"
	"strings"
)

// rooted hangs entries below the ones they name as parents.
func rooted(all []*entry) []*entry {
	var roots []*entry
	full := make([]string, len(all)) // names as they stand in the list
	for i, e := range all {
		full[i] = e.field
	}
	for i, e := range all {
		parent := parentOf(all, full, i)
		if parent == nil || parent.below(e) {
			roots = append(roots, e)
			continue
		}
		discard(&e.raw, "parent")
		e.field = strings.TrimPrefix(e.field, full[slices.Index(all, parent)]+".")
		parent.adopt([]*entry{e})
	}
	return roots
}

// below says whether an entry is, or is under, another.
func (e *entry) below(other *entry) bool {
	for ; e != nil; e = e.parent {
		if e == other {
			return true
		}
	}
	return false
}

// parentOf finds the parent an entry names, or the entry with the longest name
// that its own dotted name begins with.
func parentOf(all []*entry, full []string, i int) *entry {
	if name := text(get(all[i].raw, "parent")); name != "" {
		for j, e := range all {
			if j != i && (full[j] == name || text(get(e.raw, "id")) == name) {
				return e
			}
		}
	}
	var best *entry
	length := 0
	for j, e := range all {
		if j != i && len(full[j]) > length && strings.HasPrefix(full[i], full[j]+".") {
			best, length = e, len(full[j])
		}
	}
	return best
}

// walk visits entries, parents first.
func walk(list []*entry, visit func(*entry)) {
	for _, e := range list {
		visit(e)
		walk(e.children, visit)
	}
}

// remove takes an entry out of a tree.
func remove(roots []*entry, e *entry) []*entry {
	same := func(other *entry) bool { return other == e }
	if e.parent == nil {
		return slices.DeleteFunc(slices.Clone(roots), same)
	}
	e.parent.children = slices.DeleteFunc(slices.Clone(e.parent.children), same)
	return roots
}

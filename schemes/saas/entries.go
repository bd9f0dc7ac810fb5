package saas

import (
	"github.com/erpbridge/erpbridge/connectors"
)

// entry is one field of a request or response with those below it.
type entry struct {
	raw      connectors.Object // its keys, but for field, parent and children
	field    string            // without its parents
	parent   *entry
	children []*entry
}

// path is the name with all parents.
func (e *entry) path() string {
	if e.parent == nil {
		return e.field
	}
	return e.parent.path() + "." + e.field
}

// headings are the columns of tables, and the keys they mean.
func headings() map[string]string {
	return map[string]string{
		"字段": "field", "字段名": "field", "参数名": "field", "名称": "label", "字段名称": "label", "类型": "type", "数据类型": "type",
		"默认值": "default", "描述": "describe", "说明": "describe", "description": "describe", "父级": "parent", "父字段": "parent",
		"是否必要": "is_required", "是否必填": "is_required", "required": "is_required", "isRequired": "is_required",
		"值": "value", "配置值": "value", "取值": "value", "value_as_printed": "value", "值标签": "value_label",
	}
}

// entries reads a list of fields in any of the three spellings of a tree:
// children, parent, dotted names. What is no entry is returned as the rest.
func entries(v any) (roots []*entry, rest []any) {
	roots, _, rest = entriesInOrder(v)
	return roots, rest
}

// entriesInOrder gives also all of them in the order they are written.
func entriesInOrder(v any) (roots, order []*entry, rest []any) {
	var all []*entry
	for _, item := range listed(v) {
		o, ok := item.(connectors.Object)
		name := ""
		if ok {
			o = translated(o)
			name = takeText(&o, "field")
		}
		if odd, ok := setAside(item); ok || name == "" {
			rest = append(rest, odd)
			continue
		}
		e := &entry{field: name}
		children, _ := take(&o, "children")
		e.raw = o
		below, inOrder, odd := entriesInOrder(children)
		e.adopt(below)
		rest = append(rest, odd...)
		all, order = append(all, e), append(append(order, e), inOrder...)
	}
	return rooted(all), order, rest
}

// aside marks, in an export, an entry that was not used.
const aside = "aside"

// setAside says whether an entry was marked so, and gives it without the mark.
func setAside(item any) (any, bool) {
	o, _ := item.(connectors.Object)
	own, _ := get(o, "erpbridge").(connectors.Object)
	if get(own, aside) == nil {
		return item, false
	}
	discard(&own, aside)
	discard(&o, "erpbridge")
	put(&o, "erpbridge", own)
	return o, true
}

func (e *entry) adopt(children []*entry) {
	for _, child := range children {
		child.parent = e
		discard(&child.raw, "parent") // said by where it stands
		e.children = append(e.children, child)
	}
}

// listed is a list of entries, which may also be written as field: value.
func listed(v any) []any {
	o, ok := v.(connectors.Object)
	if !ok {
		list, _ := v.([]any)
		return list
	}
	var list []any
	for _, m := range o {
		e := connectors.Object{{Name: "field", Value: m.Name}}
		inner, isEntry := m.Value.(connectors.Object)
		if isEntry && hasAny(inner, "value", "label", "type", "children") {
			e = append(e, inner...)
		} else {
			e = append(e, connectors.Member{Name: "value", Value: m.Value})
		}
		list = append(list, e)
	}
	return list
}

func translated(o connectors.Object) connectors.Object {
	words, out := headings(), connectors.Object{}
	for _, m := range o {
		if word, ok := words[m.Name]; ok && !has(o, word) {
			m.Name = word
		}
		out = append(out, m)
	}
	return out
}

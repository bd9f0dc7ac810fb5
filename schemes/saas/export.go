package saas

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
)

// Export writes a scheme as the SaaS's metadata. What only erpbridge knows is
// under "erpbridge", so that an import gives the same scheme again; tests are
// not part of metadata.
func Export(s *schemes.Scheme) ([]byte, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(s.YAML, &document); err != nil {
		return nil, fmt.Errorf("read %s: %w", s.File, err)
	}
	compact, err := exportRoot(document.Content[0]).MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("write metadata of %s: %w", s.Name, err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, compact, "", "  "); err != nil {
		return nil, fmt.Errorf("write metadata of %s: %w", s.Name, err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

func exportRoot(root *yaml.Node) connectors.Object {
	var out, own, header connectors.Object
	copyKeys(&own, root, "name", "id", "lane", "compatibility", "amounts")
	copyKeys(&out, root, "title")
	source, target := child(root, sourceSide), child(root, targetSide)
	exportSchedule(&header, &own, root)
	sides := []connectors.Object{exportSource(source), exportTarget(target)}
	exportPlatform(&header, &sides[0], "源系统平台", root, source)
	exportPlatform(&header, &sides[1], "目标系统平台", root, target)
	put(&out, "header", header)
	put(&out, sourceSide, sides[0])
	put(&out, targetSide, sides[1])
	copyKeys(&out, root, "mappings")
	restore(&out, root)
	put(&out, "erpbridge", own)
	return out
}

// exportPlatform writes what the SaaS calls a system into the header, or into
// the side when the header says something else.
func exportPlatform(header, side *connectors.Object, key string, root, n *yaml.Node) {
	if n == nil {
		return
	}
	name := platformOf(written(n, "connector"))
	if child(child(child(root, "saas"), "header"), key) != nil {
		put(side, "platform", name)
		return
	}
	put(header, key, name)
}

// exportSchedule: one crontab is the SaaS's; more than that it has no word for.
func exportSchedule(header, own *connectors.Object, root *yaml.Node) {
	schedule := child(root, "schedule")
	kept := child(child(child(root, "saas"), "header"), "请求调度者")
	if cron := child(schedule, "cron"); cron != nil && len(cron.Content) == 1 && kept == nil {
		put(header, "请求调度者", cron.Content[0].Value)
		return
	}
	put(own, "schedule", value(schedule))
}

func exportSource(n *yaml.Node) connectors.Object {
	out := side(n, connectors.Reads)
	var own connectors.Object
	copyKeys(&own, n, "account", "window", "beatFlatStart")
	copyKeys(&out, n, "id", "number", "pagination")
	put(&out, "request", exportFields(child(n, "request")))
	exportOptions(&out, n, false)
	put(&out, "response", exportFields(child(n, "response")))
	copyKeys(&out, n, "condition", "formatResponse", "beatFlat")
	restore(&out, n)
	put(&out, "erpbridge", own)
	return out
}

func exportTarget(n *yaml.Node) connectors.Object {
	if n == nil {
		return nil
	}
	out := side(n, connectors.Writes)
	var own connectors.Object
	copyKeys(&own, n, "account", "waitForBaseData", "concurrency", "onError")
	audits := exportSteps(&own, n)
	if child(child(n, "saas"), "number") != nil {
		copyKeys(&own, n, "number")
	} else {
		copyKeys(&out, n, "number")
	}
	put(&out, "request", exportFields(child(n, "request")))
	exportOptions(&out, n, audits)
	copyKeys(&out, n, "operation", "groupCalculate", "distributionOrg")
	if w := child(n, "primaryWriteback"); w != nil {
		put(&out, "response", []any{writebackEntry(w)})
	}
	copyKeys(&out, n, "callBackStrategy")
	restore(&out, n)
	put(&out, "erpbridge", own)
	return out
}

func side(n *yaml.Node, effect connectors.Effect) connectors.Object {
	out := connectors.Object{}
	copyKeys(&out, n, "api")
	put(&out, "effect", string(effect))
	if child(child(n, "saas"), "method") == nil {
		put(&out, "method", "POST")
	}
	return out
}

// exportSteps says whether the call submits and audits, as the SaaS says it.
func exportSteps(own *connectors.Object, n *yaml.Node) bool {
	const all = 3
	steps := child(n, "steps")
	auto := child(child(n, "options"), "IsAutoSubmitAndAudit")
	if steps != nil && len(steps.Content) == all && auto != nil && !truth(auto.Value) {
		return true
	}
	copyKeys(own, n, "steps")
	return false
}

// exportOptions writes options as entries of otherRequest.
func exportOptions(out *connectors.Object, n *yaml.Node, audits bool) {
	options, beside := child(n, "options"), child(child(n, "saas"), "options")
	var list []any
	for i := 0; options != nil && i+1 < len(options.Content); i += 2 {
		name, v := options.Content[i].Value, resolved(options.Content[i+1])
		e := connectors.Object{{Name: "field", Value: name}}
		put(&e, "label", uncommented(options.Content[i+1].LineComment))
		put(&e, "type", typeOf(v))
		put(&e, "value", value(v))
		if audits && name == "IsAutoSubmitAndAudit" {
			put(&e, "value", true)
		}
		if said := child(beside, name); said != nil {
			more, _ := value(said).(connectors.Object)
			for _, m := range more {
				put(&e, m.Name, m.Value)
			}
		}
		list = append(list, e)
	}
	if list != nil {
		put(out, "otherRequest", list)
	}
}

func uncommented(comment string) string {
	var lines []string
	for line := range strings.SplitSeq(comment, "\n") {
		lines = append(lines, strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "#")))
	}
	return strings.Join(lines, "\n")
}

func exportFields(list *yaml.Node) any {
	if list == nil {
		return nil
	}
	fields := []any{}
	for _, n := range list.Content {
		fields = append(fields, exportField(n))
	}
	return fields
}

func exportField(n *yaml.Node) connectors.Object {
	var out, own connectors.Object
	comment := n.HeadComment
	n = resolved(n)
	copyKeys(&out, n, "field", "label", "type", "describe", "value", "default", "is_required", "parser", "mapping")
	copyKeys(&own, n, "whenMissing", "onError")
	put(&own, "comment", uncommented(comment))
	put(&out, "children", exportFields(child(n, "children")))
	if kept, ok := keptOf(n); ok {
		for _, m := range kept {
			put(&out, m.Name, merged(get(out, m.Name), m.Name, m.Value))
		}
	}
	put(&out, "erpbridge", own)
	return out
}

// writebackEntry is primaryWriteback as the response of a target has it.
func writebackEntry(n *yaml.Node) connectors.Object {
	var children []any
	o, _ := value(n).(connectors.Object)
	for _, m := range o {
		children = append(children, connectors.Object{{Name: "field", Value: m.Name}, {Name: "value", Value: m.Value}})
	}
	return connectors.Object{
		{Name: "field", Value: "primaryWriteback"}, {Name: "type", Value: "object"}, {Name: "children", Value: children},
	}
}

func copyKeys(out *connectors.Object, n *yaml.Node, keys ...string) {
	for _, key := range keys {
		if v := child(n, key); v != nil {
			put(out, key, value(v))
		}
	}
}

// restore puts what was kept back where it stood.
func restore(out *connectors.Object, n *yaml.Node) {
	kept, _ := keptOf(n)
	for _, m := range kept {
		switch m.Name {
		case "request", "otherRequest":
			list, _ := get(*out, m.Name).([]any)
			if more, ok := putAside(m.Value).([]any); ok {
				put(out, m.Name, slices.Concat(list, more))
			}
		case "options": // what an entry said beside name and value
		default:
			put(out, m.Name, merged(get(*out, m.Name), m.Name, m.Value))
		}
	}
}

func keptOf(n *yaml.Node) (connectors.Object, bool) {
	saas := child(n, "saas")
	if saas == nil {
		return nil, false
	}
	o, ok := value(saas).(connectors.Object)
	return o, ok
}

// merged joins what is used of a key and what was kept of it. Lists of entries
// are joined by the names of the entries.
func merged(used any, key string, kept any) any {
	list, isList := used.([]any)
	more, isMore := kept.([]any)
	switch {
	case !isList || !isMore:
		return preferred(used, kept)
	case key == "response":
		return slices.Concat(list, more)
	}
	return merge(used, kept)
}

// preferred: a single value that was kept is what stood there; the one that is
// used was a guess.
func preferred(used, kept any) any {
	if isScalar(used) && isScalar(kept) {
		return kept
	}
	return merge(used, kept)
}

// putAside marks entries that an import has not used, so that the next does not.
func putAside(kept any) any {
	list, ok := kept.([]any)
	if !ok {
		return kept
	}
	out := []any{}
	for _, item := range list {
		if o, isObject := item.(connectors.Object); isObject {
			own, _ := get(o, "erpbridge").(connectors.Object)
			o = slices.Clone(o)
			discard(&o, "erpbridge")
			item = append(o, connectors.Member{Name: "erpbridge", Value: append(slices.Clone(own), connectors.Member{Name: aside, Value: true})})
		}
		out = append(out, item)
	}
	return out
}

package schemes

import (
	"slices"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

func (r *reader) target(parent object, s *Scheme) {
	n := parent.get("target")
	if n == nil {
		return
	}
	o := r.object(n, "target", keysOf[targetFormat]()...)
	o.required("connector", "api", "number", "request")
	const concurrency = 60 // three full calls of a target that takes 20 documents in one
	s.Target = &Target{
		Connector: o.text("connector", ""), Account: o.text("account", "MAIN"), API: o.text("api", ""),
		Options: r.options(o, "target.options"), Steps: r.steps(o), Number: o.text("number", ""),
		WaitDeadline: r.waitDeadline(o), Concurrency: o.number("concurrency", concurrency, 1),
		OnError: o.onError(), OnChange: Change(o.oneOf("onChange", string(KeepSent), changes()...)),
		OnCancel:  Cancel(o.oneOf("onCancel", string(Raise), cancels()...)),
		OnRefused: Refusal(o.oneOf("onRefused", string(KeepDraft), refusals()...)), Request: r.fields(o.list("request"), ""),
		Operation: r.operation(o), Group: r.group(o), Allot: r.allot(o),
		Writeback: r.pairs(o, "primaryWriteback"), HandOver: r.handOver(o),
	}
	var mistakes []mapping.Mistake
	s.entry, mistakes = mapping.CompileEntry(r.file, s.Target.Request, s.rules())
	r.mistakes = append(r.mistakes, mistakes...)
	r.mistakes = append(r.mistakes, s.compileHandOver(r.file)...)
	r.checkNumber(o, s.Target)
	if s.Target.OnRefused == DeleteDraft && len(s.Target.Steps) == 1 {
		r.mistake(o.get("onRefused"), "target.onRefused", "nothing is refused that is only saved: delete needs the steps [save, submit] or [save, submit, audit]")
	}
}

func (r *reader) options(parent object, path string) map[string]any {
	n := parent.get("options")
	if n == nil {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.mistake(n, path, "expected keys and values, found %s", describe(n))
		return nil
	}
	options := map[string]any{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		r.option(options, path, n.Content[i], n.Content[i+1])
	}
	return options
}

func (r *reader) option(options map[string]any, path string, key, value *yaml.Node) {
	_, twice := options[key.Value]
	switch {
	case twice:
		r.mistake(key, path+"."+key.Value, "the key is written twice")
	case value.Kind != yaml.ScalarNode:
		r.mistake(value, path+"."+key.Value, "expected one value, found %s", describe(value))
	case strings.Contains(value.Value, "{{"):
		r.mistake(value, path+"."+key.Value, "an option is the same for every document and cannot hold {{…}}")
	default:
		options[key.Value] = scalar(value)
	}
}

// steps are save, then submit, then audit, from the left without a gap.
func (r *reader) steps(parent object) []Step {
	all := allSteps()
	var steps []Step
	for _, n := range parent.list("steps") {
		steps = append(steps, Step(n.Value))
	}
	if steps == nil {
		return all[:1]
	}
	if len(steps) > len(all) || !slices.Equal(steps, all[:len(steps)]) {
		r.mistake(parent.get("steps"), "target.steps", "expected [save], [save, submit] or [save, submit, audit]")
	}
	return steps
}

func (r *reader) waitDeadline(parent object) time.Duration {
	const deadline = 24 * time.Hour
	n := parent.get("waitForBaseData")
	if n == nil {
		return deadline
	}
	return r.object(n, "target.waitForBaseData", keysOf[deadlineFormat]()...).duration("deadline", deadline)
}

func (r *reader) checkNumber(o object, t *Target) {
	names := fieldNames(t.Request, "")
	if t.Number != "" && !slices.Contains(names, t.Number) {
		r.mistake(o.get("number"), "target.number", "the request has no field %q%s", t.Number, suggest.DidYouMean(t.Number, names))
	}
}

func fieldNames(fields []mapping.Field, prefix string) []string {
	var names []string
	for _, f := range fields {
		names = append(names, prefix+f.Name)
		names = append(names, fieldNames(f.Children, prefix+f.Name+".")...)
	}
	return names
}

// fields reads a list of request entries and their children.
func (r *reader) fields(nodes []*yaml.Node, parent string) []mapping.Field {
	var fields []mapping.Field
	for _, n := range nodes {
		o := r.object(n, strings.TrimSuffix(parent, "."), keysOf[fieldFormat]()...)
		o.required("field")
		name := o.text("field", "")
		o.path = parent + name
		fields = append(fields, mapping.Field{
			Place: r.fieldPlace(o), Name: name, Label: o.text("label", ""),
			Type: r.kind(o), Value: r.value(o),
			Describe: o.text("describe", ""), Default: r.constant(o, "default"), Required: o.yes("is_required"),
			Parsers: r.parsers(o), Table: r.tableUse(o),
			Missing:  o.oneOf("whenMissing", "", missings()...),
			OnError:  o.onError(),
			Children: r.fields(o.list("children"), parent+name+"."),
		})
	}
	return fields
}

// fieldPlace is where the value stands, for that is what is read about in errors.
func (r *reader) fieldPlace(o object) mapping.Place {
	if n := o.get("value"); n != nil {
		return r.place(n, o.path)
	}
	return r.place(o.node, o.path)
}

// onError may be null without quotes, which to YAML is no value at all.
func (o object) onError() string {
	if n := o.values["onError"]; n != nil && n.Tag == "!!null" && n.Value != "" {
		return mapping.Null
	}
	return o.oneOf("onError", "", mapping.OnErrors()...)
}

// kind is a field's type.
func (r *reader) kind(o object) string {
	kind := o.text("type", "")
	if err := mapping.CheckType(kind); err != nil {
		r.mistake(o.get("type"), o.at("type"), "%s", err)
		return ""
	}
	return kind
}

// value is one value or, of an array, a list of them.
func (r *reader) value(o object) any {
	n := o.get("value")
	if n == nil || n.Kind != yaml.SequenceNode || o.text("type", "") != "array" {
		return r.constant(o, "value")
	}
	var values []any
	for _, element := range n.Content {
		if element.Kind != yaml.ScalarNode {
			r.mistake(element, o.at("value"), "expected one value, found %s", describe(element))
			continue
		}
		values = append(values, scalar(element))
	}
	return values
}

// constant reads a value with its declared type, else with YAML's: FStockOrgId
// of type string is "100" with or without quotes.
func (r *reader) constant(o object, key string) any {
	n := o.get(key)
	if n == nil {
		return nil
	}
	text := o.text(key, "")
	if n.Kind != yaml.ScalarNode || o.text("type", "") != "" {
		return text
	}
	return scalar(n)
}

package saas

import (
	"bytes"
	"encoding/json"
	"fmt"

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
	copyKeys(&own, root, "name", "id", "remedy", "reconcile", "lane", "compatibility", "amounts")
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
	if cron := child(schedule, "cron"); cron != nil && len(cron.Content) == 1 && len(schedule.Content) == 2 && kept == nil {
		put(header, "请求调度者", cron.Content[0].Value)
		return
	}
	put(own, "schedule", value(schedule))
}

func exportSource(n *yaml.Node) connectors.Object {
	out := side(n, connectors.Reads)
	var own connectors.Object
	copyKeys(&own, n, "account", "newest", "window", "each", "with", "rename", "beatFlatStart")
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
	copyKeys(&own, n, "account", "waitForBaseData", "concurrency", "onError", "onChange", "onCancel", "onRefused")
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

func copyKeys(out *connectors.Object, n *yaml.Node, keys ...string) {
	for _, key := range keys {
		if v := child(n, key); v != nil {
			put(out, key, value(v))
		}
	}
}

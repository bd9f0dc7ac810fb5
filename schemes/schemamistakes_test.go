package schemes

import (
	"strings"
	"testing"
)

const flawless = `name: x
title: x
schedule: {every: 10m}
source:
  connector: c
  api: a
  id: id
  request: [{field: a, value: 1}]
  condition: [[{field: a, logic: eq, value: b}]]
  beatFlat: [lines]
target:
  connector: c
  api: a
  number: N
  request:
    - {field: N, type: string, value: "{{id}}"}
    - {field: L, type: array, value: lines, children: [{field: A, value: "{{lines.a}}"}]}
mappings: [{name: m, rows: [{a_value: 1, b_value: 2}]}]
amounts: {source: "{{a}}", target: {fields: [A], value: "{{A}}"}}
tests: [{name: n, row: {id: 1}, wantSkip: x}]
`

// mistakes are changes of a scheme that neither Parse nor the schema accepts.
func mistakes() map[string][2]string {
	return map[string][2]string{
		"an unknown key":                   {"title: x", "title: x\ntitel: y"},
		"an unknown key of a field":        {"{field: a, value: 1}", "{field: a, valeu: 1}"},
		"an unknown key of a child":        {"{field: A, value", "{field: A, vlaue"},
		"an unknown key of a condition":    {"logic: eq,", "logic: eq, strict: true,"},
		"an unknown key of a test":         {"wantSkip: x", "wantSkip: x, wants: y"},
		"no name":                          {"name: x\n", ""},
		"no title":                         {"title: x\n", ""},
		"no schedule":                      {"schedule: {every: 10m}\n", ""},
		"no id of the source":              {"  id: id\n", ""},
		"no connector":                     {"source:\n  connector: c\n", "source:\n"},
		"no number of the target":          {"  number: N\n", ""},
		"no name of a field":               {"{field: a, value: 1}", "{value: 1}"},
		"no logic":                         {"logic: eq, ", ""},
		"no name of a test":                {"{name: n, row", "{row"},
		"no row of a test":                 {"row: {id: 1}, ", ""},
		"a test that wants nothing":        {", wantSkip: x", ""},
		"no rows of a table":               {", rows: [{a_value: 1, b_value: 2}]", ""},
		"half a row of a table":            {", b_value: 2", ""},
		"no target amount":                 {", target: {fields: [A], value: \"{{A}}\"}", ""},
		"neither every nor cron":           {"{every: 10m}", "{}"},
		"every and cron":                   {"{every: 10m}", "{every: 10m, cron: [0 0 * * *]}"},
		"no duration":                      {"every: 10m", "every: soon"},
		"a negative duration":              {"every: 10m", "every: -10m"},
		"a duration without unit":          {"every: 10m", "every: 10"},
		"a crontab of three fields":        {"every: 10m", "cron: [0 0 *]"},
		"a crontab of words":               {"every: 10m", "cron: [a b c d e]"},
		"a sweep without a window":         {"title: x", "title: x\nremedy: [{every: 1h}]"},
		"a sweep without times":            {"title: x", "title: x\nremedy: [{window: 1d}]"},
		"a sweep with a colon in its name": {"title: x", "title: x\nremedy: [{name: \"a:b\", every: 1h, window: 1d}]"},
		"a comparison without a window":    {"title: x", "title: x\nreconcile: {every: 1h}"},
		"a comparison at two times":        {"title: x", "title: x\nreconcile: {every: 1h, cron: [0 0 * * *], window: 1d}"},
		"a jitter that is no duration":     {"every: 10m", "every: 10m, jitter: some"},
		"an unknown lane":                  {"title: x", "title: x\nlane: fast"},
		"an unknown compatibility":         {"title: x", "title: x\ncompatibility: all"},
		"an unknown type":                  {"type: string", "type: txet"},
		"an unknown logic":                 {"logic: eq", "logic: equals"},
		"a comparison with nothing":        {"logic: eq, value: b", "logic: gt"},
		"an unknown step":                  {"number: N", "number: N\n  steps: [save, approve]"},
		"a step left out":                  {"number: N", "number: N\n  steps: [save, audit]"},
		"an unknown whenMissing":           {"type: string,", "type: string, whenMissing: skip,"},
		"an unknown onError":               {"type: string,", "type: string, onError: skip,"},
		"an unknown onError of the target": {"number: N", "number: N\n  onError: skip"},
		"an unknown notFound":              {"{name: m,", "{name: m, notFound: skip,"},
		"an unknown direction":             {"type: string,", "type: string, mapping: {target: m, direction: up},"},
		"a mapping without table":          {"type: string,", "type: string, mapping: {direction: positive},"},
		"an unknown method":                {"number: N", "number: N\n  operation: {method: batch}"},
		"an operation without method":      {"number: N", "number: N\n  operation: {rows: 1}"},
		"a parser without name":            {"type: string,", "type: string, parser: {params: x},"},
		"no documents at a time":           {"number: N", "number: N\n  concurrency: 0"},
		"a page of no rows":                {"  id: id", "  id: id\n  pagination: {pageSize: 0}"},
		"a suffix below zero":              {"beatFlat: [lines]", "beatFlat: [lines]\n  beatFlatStart: -1"},
		"a truth that is none":             {"type: string,", "type: string, is_required: often,"},
		"text for a list":                  {"beatFlat: [lines]", "beatFlat: lines"},
		"a list for text":                  {"api: a\n  id", "api: [a]\n  id"},
		"a list for keys":                  {"schedule: {every: 10m}", "schedule: [every]"},
		"a value that is a list":           {"value: \"{{id}}\"", "value: [1]"},
		"a value that is an object":        {"value: \"{{id}}\"", "value: {a: 1}"},
		"an option of several values":      {"number: N", "number: N\n  options: {FormId: {a: b}}"},
		"an option with a template":        {"number: N", "number: N\n  options: {FormId: \"{{a}}\"}"},
		"an option of the source":          {"  id: id", "  id: id\n  options: {FormId: \"{{a}}\"}"},
		"alternatives that are none":       {"[[{field: a, logic: eq, value: b}]]", "[{field: a, logic: eq, value: b}]"},
		"children of text":                 {"type: array, value: lines", "type: string, value: lines"},
		"children without a type":          {"type: array, value: lines", "value: lines"},
		"a value of an object":             {"type: array, value: lines", "type: object, value: lines"},
		"a group without fields":           {"number: N", "number: N\n  groupCalculate: {bodyName: b}"},
		"groups of no lines":               {"number: N", "number: N\n  groupCalculate: {headerGroup: [a], bodyMaxLine: 0}"},
		"an unknown format":                {"beatFlat: [lines]", "formatResponse: [{old: a, new: b, format: dat}]"},
		"an unknown accumulator":           {"number: N", "number: N\n  groupCalculate: {headerGroup: [id], calculate: {x: $summ}}"},
		"an unknown parser":                {"type: string,", "type: string, parser: {name: StringToList},"},
		"a chain with an unknown parser":   {"type: string,", "type: string, parser: {name: \"StringToArray,Unique\"},"},
		"a format without names":           {"beatFlat: [lines]", "formatResponse: [{old: a, format: date}]"},
	}
}

// Every kind of mistake that a schema can express is underlined in the editor,
// and is a mistake to Parse, too.
func TestSchemaRefusesMistakes(t *testing.T) {
	t.Parallel()
	s := asks(t)
	if err := refusal(t, s, []byte(flawless)); err != nil {
		t.Fatal(err)
	}
	if _, err := Parse("x.yaml", []byte(flawless)); err != nil {
		t.Fatal(err)
	}
	for name, change := range mistakes() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if strings.Count(flawless, change[0]) != 1 {
				t.Fatalf("%q is there %d times", change[0], strings.Count(flawless, change[0]))
			}
			content := []byte(strings.Replace(flawless, change[0], change[1], 1))
			if err := refusal(t, s, content); err == nil {
				t.Error("the schema accepts it")
			}
			if _, err := Parse("x.yaml", content); err == nil {
				t.Error("Parse accepts it")
			}
		})
	}
}

package saas

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// sides says what a JSON value is: both sides, one of them, or a bare list of
// request entries.
func sides(file string, v any) (*draft, error) {
	d := &draft{files: []string{file}}
	switch v := v.(type) {
	case []any:
		return d, d.one(file, connectors.Object{{Name: "request", Value: v}})
	case connectors.Object:
		d.outer = v
		source, hasSource := d.side("source", "sourceMetadata", "source_metadata", "源平台元数据配置", "源平台")
		target, hasTarget := d.side("target", "targetMetadata", "target_metadata", "目标平台元数据配置", "目标平台")
		if d.source, d.target = source, target; hasSource || hasTarget {
			return d, d.empty(file)
		}
		d.outer = nil
		return d, d.one(file, v)
	}
	return nil, fmt.Errorf("%s: metadata is a JSON object or a list of request entries, not %T", file, v)
}

// side takes a side out of what stands around it.
func (d *draft) side(names ...string) (connectors.Object, bool) {
	for _, name := range names {
		v, found := take(&d.outer, name)
		if !found {
			continue
		}
		switch v := v.(type) {
		case connectors.Object:
			return v, true
		case string:
			return connectors.Object{{Name: "platform", Value: v}}, true
		}
		return nil, true
	}
	return nil, false
}

func (d *draft) empty(file string) error {
	if d.source == nil && d.target == nil {
		return fmt.Errorf("%s: source and target are both empty", file)
	}
	return nil
}

// one puts a lone side where it belongs.
func (d *draft) one(file string, o connectors.Object) error {
	if !has(o, "request") && !has(o, "api") && !has(o, "response") {
		return fmt.Errorf("%s: there is no metadata in it: expected source and target, or one side with its api and request", file)
	}
	switch sideOf(file, o) {
	case sourceSide:
		d.source = o
	case targetSide:
		d.target = o
	default:
		return fmt.Errorf("%s: it does not say whether it is read or written; give it \"effect\": \"QUERY\" or \"EXECUTE\"", file)
	}
	return nil
}

// sideOf tells the sides apart: by what they say, by keys only one has, by the
// name of the file, by what the values read.
func sideOf(file string, o connectors.Object) string {
	for _, key := range []string{"effect", "type", "作用"} {
		switch strings.ToUpper(text(get(o, key))) {
		case string(connectors.Reads):
			return sourceSide
		case string(connectors.Writes):
			return targetSide
		}
	}
	if hasAny(o, "condition", "beatFlat", "formatResponse", "omissionRemedy", "autoFillResponse", "pagination") {
		return sourceSide
	}
	if hasAny(o, "operation", "groupCalculate", "distributionOrg", "callBackStrategy", "processor_加工厂", "加工厂") {
		return targetSide
	}
	if side := sideInName(file); side != "" {
		return side
	}
	return sideByValues(o)
}

func sideInName(file string) string {
	name := strings.ToLower(path.Base(file))
	switch {
	case strings.Contains(name, sourceSide) || strings.Contains(name, "源"):
		return sourceSide
	case strings.Contains(name, targetSide) || strings.Contains(name, "目标"):
		return targetSide
	}
	return ""
}

var (
	ofRun = regexp.MustCompile(`LAST_SYNC_TIME|PAGINATION_|CURRENT_TIME|DAYS_AGO_`)
	ofRow = regexp.MustCompile(`\{\{[a-z]|_?findCollection |_mongoQuery |bfn_num`)
)

// sideByValues: a source request is made before there is a row.
func sideByValues(o connectors.Object) string {
	all := fmt.Sprint(get(o, "request"))
	switch {
	case ofRun.MatchString(all):
		return sourceSide
	case ofRow.MatchString(all), !has(o, "id"):
		return targetSide
	case has(o, "id"):
		return sourceSide
	}
	return ""
}

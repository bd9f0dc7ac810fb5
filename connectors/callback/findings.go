package callback

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

const (
	maxLines = 200
	// maxListed bounds an answer: a body of empty objects would have millions of violations.
	maxListed = 1000
)

// findings are everything that is wrong with the orders of a call.
type findings struct {
	found []connectors.Violation
	more  int
}

func (f *findings) add(path, title, format string, args ...any) {
	if len(f.found) == maxListed {
		f.more++
		return
	}
	f.found = append(f.found, connectors.Violation{Path: path, Field: title, Message: fmt.Sprintf(format, args...)})
}

func (f *findings) invalid() *connectors.Invalid {
	if len(f.found) == 0 {
		return nil
	}
	return &connectors.Invalid{Status: http.StatusUnprocessableEntity, Violations: f.found, More: f.more}
}

func (f *findings) order(o order) {
	fields, isObject := o.value.(connectors.Object)
	if !isObject {
		f.add(o.path, "", "must be an order: an object")
		return
	}
	f.members(o.path, fields, orderRules())
	f.paid(o.path, fields)
	f.lines(o.path+"."+lines, fields)
}

// members holds an object against its rules.
func (f *findings) members(path string, o connectors.Object, rules []rule) {
	for _, r := range rules {
		value, count := member(o, r.name)
		if count > 1 {
			f.add(path+"."+r.name, r.title, "is there twice")
		}
		if r.kind != "array" {
			f.value(path+"."+r.name, r, value, count > 0)
		}
	}
}

func (f *findings) value(path string, r rule, value any, there bool) {
	v, isText := scalar(value)
	switch {
	case !isText:
		f.add(path, r.title, "must be %s, not %s", r.wanted(), typed(value))
	case v == "" && r.must && there:
		f.add(path, r.title, "is empty")
	case v == "" && r.must:
		f.add(path, r.title, "is missing")
	case v == "" || r.check == nil:
	default:
		if problem := r.check(v); problem != "" {
			f.add(path, r.title, "%s", problem)
		}
	}
}

func (r rule) wanted() string {
	if r.kind == "datetime" {
		return "a time"
	}
	return "a text or a number"
}

// paid: what has been paid has been paid at some time.
func (f *findings) paid(path string, o connectors.Object) {
	if status := textOf(o, "pay_status"); status != "1" && status != "2" {
		return
	}
	if at := textOf(o, "pay_time"); at == "" || never(at) == "" {
		f.add(path+".pay_time", "支付时间", "is needed once something has been paid (pay_status 1 or 2)")
	}
}

func (f *findings) lines(path string, o connectors.Object) {
	const title = "订单货品明细节点"
	value, count := member(o, lines)
	list, isList := value.([]any)
	switch {
	case count == 0:
		f.add(path, title, "is missing")
	case !isList:
		f.add(path, title, "must be a list of lines")
	case len(list) == 0 || len(list) > maxLines:
		f.add(path, title, "has %d lines; it must have from 1 to %d", len(list), maxLines)
	default:
		f.eachLine(path, list)
	}
}

func (f *findings) eachLine(path string, list []any) {
	first := map[string]int{}
	for i, v := range list {
		at := fmt.Sprintf("%s[%d]", path, i)
		line, isObject := v.(connectors.Object)
		if !isObject {
			f.add(at, "", "must be a line: an object")
			continue
		}
		f.members(at, line, lineRules())
		if textOf(line, "goods_no") == "" && textOf(line, "spec_no") == "" {
			f.add(at+".spec_no", "规格编码", "is empty, and so is goods_no; one of them is needed")
		}
		oid := textOf(line, "oid")
		if before, again := first[oid]; again && oid != "" {
			f.add(at+".oid", "子订单编号", "is that of %s[%d], too; each line needs its own", lines, before)
			continue
		}
		first[oid] = i
	}
}

// textOf is a member as text; "" when it is none.
func textOf(o connectors.Object, name string) string {
	value, _ := member(o, name)
	v, _ := scalar(value)
	return strings.TrimSpace(v)
}

package kingdeetest

import (
	"slices"
	"strings"
)

// table is what a query reads: the bills of a form or the rows of base data.
type table struct {
	form *form
	base *baseForm
}

// record is one row of a table: a bill, a bill's line, or a row of base data.
type record struct {
	table
	bill *bill
	line *line // nil when lines are not asked for
	seq  int
	row  *baseRow
}

func (s *Server) table(id string) (table, bool) {
	t := table{form: s.forms[strings.ToLower(id)], base: s.bases[strings.ToLower(id)]}
	return t, t.form != nil || t.base != nil
}

// describes says whether a field exists and whether it is one of the lines.
func (t table) describes(key string) (known, ofLine bool) {
	if t.form == nil {
		return t.base.fields[key] || key == strings.ToLower(t.base.key) || isCustom(key), false
	}
	switch key {
	case "fid", "fbillno", "fdocumentstatus", "fcreatedate", "fmodifydate", "fapprovedate":
		return true, false
	case "fmaterialname", "fmaterialmodel":
		return true, true
	}
	if t.form.lineKey(key) != "" {
		return true, true
	}
	if d := t.form.fields[key]; d != nil {
		return true, d.place == entry
	}
	return isCustom(key), t.form.customOfLine[key]
}

// lineKey recognises FEntity_FEntryID and FEntity_FSeq, and the entry's own key.
func (f *form) lineKey(key string) string {
	rest, prefixed := strings.CutPrefix(key, strings.ToLower(f.entry)+"_")
	switch {
	case key == strings.ToLower(f.entryKey), prefixed && rest == "fentryid":
		return "id"
	case prefixed && rest == "fseq":
		return "seq"
	default:
		return ""
	}
}

// records are the rows before filtering; a filter on bill numbers is looked up
// instead of searched.
func (t table) records(q billQuery) []record {
	var out []record
	if t.form == nil {
		for _, r := range t.base.rows {
			out = append(out, record{table: t, row: r})
		}
		return out
	}
	for _, b := range t.form.candidates(q.filter) {
		if !q.fan {
			out = append(out, record{table: t, bill: b})
			continue
		}
		for i, l := range b.lines {
			out = append(out, record{table: t, bill: b, line: l, seq: i + 1})
		}
	}
	return out
}

func (f *form) candidates(filter expr) []*bill {
	if filter == nil {
		return f.bills
	}
	numbers, only := filter.numbers()
	if !only {
		return f.bills
	}
	var out []*bill
	for _, n := range numbers {
		if b := f.byNumber[strings.ToLower(n)]; b != nil && !slices.Contains(out, b) {
			out = append(out, b)
		}
	}
	return out
}

// field is a record's own field.
func (r record) field(key string) any {
	if r.row != nil {
		if key == strings.ToLower(r.base.key) {
			return r.row.id
		}
		return r.row.fields[key]
	}
	if r.line != nil {
		if v, ok := r.lineField(key); ok {
			return v
		}
	}
	switch key {
	case "fid":
		return r.bill.id
	case "fbillno":
		return r.bill.number
	case "fdocumentstatus":
		return r.bill.state
	}
	if t, ok := r.bill.times[key]; ok {
		return t
	}
	return r.bill.head[key]
}

func (r record) lineField(key string) (any, bool) {
	switch r.form.lineKey(key) {
	case "id":
		return r.line.id, true
	case "seq":
		return int64(r.seq), true
	}
	v, ok := r.line.fields[key]
	return v, ok
}

// value follows a key through references: FRetcustId.F_XC_Base.FNumber.
func (s *Server) value(r record, key string) any {
	key = strings.ToLower(key)
	switch {
	case r.form != nil && key == "fmaterialname":
		key = "fmaterialid.fname"
	case r.form != nil && key == "fmaterialmodel":
		key = "fmaterialid.fspecification"
	}
	path := strings.Split(key, ".")
	v := r.field(path[0])
	for _, step := range path[1:] {
		v = s.through(v, step)
	}
	return s.resolved(v)
}

func (s *Server) through(v any, step string) any {
	r, ok := s.resolved(v).(*ref)
	if !ok || r == nil {
		return nil
	}
	if r.row == nil { // a lot has only its number
		if step == "fnumber" || step == "fname" {
			return r.number
		}
		return nil
	}
	return r.row.fields[step]
}

// resolved turns a seeded row's reference into one that has an id.
func (s *Server) resolved(v any) any {
	given, ok := v.(Ref)
	if !ok {
		return v
	}
	b := s.bases[strings.ToLower(given.Form)]
	if b == nil || b.byNumber[strings.ToLower(given.Number)] == nil {
		return nil
	}
	row := b.byNumber[strings.ToLower(given.Number)]
	return &ref{form: given.Form, id: row.id, number: row.number, row: row}
}

package kingdeetest

import (
	"strconv"
	"strings"
)

// view answers with property names, which have no leading F, and with
// references as objects.
func (s *Server) view(req request) reply {
	f, data, problem := s.formAndData(req)
	if problem != nil {
		return answered(result(*problem, nil))
	}
	number, _ := data.Get("Number")
	id, _ := data.Get("Id")
	b := f.byNumber[strings.ToLower(text(number))]
	if b == nil {
		n, _ := strconv.ParseInt(text(id), 10, 64) // no bill has id 0
		b = f.byID[n]
	}
	if b == nil {
		return answered(result(failure(10, sprintf(inventedNotFound, text(number)+text(id))), nil))
	}
	return answered(map[string]any{"Result": map[string]any{"ResponseStatus": nil, "Result": viewed(f, b)}})
}

func viewed(f *form, b *bill) map[string]any {
	finance := map[string]any{}
	out := map[string]any{"Id": b.id, "BillNo": b.number, "DocumentStatus": b.state, f.subProperty: []any{finance}}
	for key, v := range b.head {
		if d := f.fields[key]; d != nil && d.place == sub {
			finance[property(f, key)] = viewedValue(v)
		} else if key != "fbillno" {
			out[property(f, key)] = viewedValue(v)
		}
	}
	rows := []any{}
	for i, l := range b.lines {
		row := map[string]any{"Id": l.id, "Seq": i + 1}
		for key, v := range l.fields {
			row[property(f, key)] = viewedValue(v)
		}
		rows = append(rows, row)
	}
	out[f.entryProperty] = rows
	return out
}

func property(f *form, key string) string {
	d := f.fields[key]
	if d == nil {
		return strings.ToUpper(key) // custom fields keep their key
	}
	return d.key[1:]
}

func viewedValue(v any) any {
	r, ok := v.(*ref)
	if !ok || r == nil {
		return wire(v)
	}
	name := ""
	if r.row != nil {
		name = r.row.name
	}
	return map[string]any{"Id": r.id, "Number": r.number, "Name": []any{map[string]any{"Key": 2052, "Value": name}}}
}

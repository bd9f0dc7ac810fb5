package cli

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/starter/messages"
)

func (v preview) text(p *page) {
	p.block(v.Scheme + "  " + v.Title)
	if v.Live != nil {
		p.line("live.found", "Rows", v.Live.Rows, "Pages", v.Live.Pages, "From", shown(v.Live.From), "To", shown(v.Live.To))
	}
	for _, d := range v.Documents {
		p.WriteByte('\n')
		d.text(p)
		if d.Group != "" && v.Live != nil {
			p.line("preview.alone")
		}
	}
	p.WriteByte('\n')
	p.line("preview.nothing")
	if v.Masked {
		p.line("document.masked")
	}
}

func (d previewed) text(p *page) {
	p.line("preview.document", "Key", dash(d.Key), "Number", dash(d.Number))
	if d.Group != "" {
		p.line("preview.group", "Group", d.Group)
	}
	if d.Skipped != "" {
		p.line("preview.skipped", "Reason", p.say.Reason(d.Skipped))
		return
	}
	if d.Problem != "" {
		p.line("preview.problem", "Problem", p.say.Reason(d.Problem))
	}
	d.fieldsText(p)
	d.adviceText(p)
	switch {
	case d.Entry == nil && d.Problem != "":
		p.section("preview.row", indented(d.Content))
	case d.Entry == nil:
		p.section("preview.stored", indented(d.Content))
	case d.fails():
		p.section("preview.entry.partial", indented(d.Entry))
	default:
		p.section("preview.entry", indented(d.Entry))
	}
}

// fieldsText is a table of what is sent or went wrong; what is empty is only named.
func (d previewed) fieldsText(p *page) {
	var rows [][]string
	var unwritten, nothing []string
	for _, o := range d.Fields {
		switch {
		case o.parent && o.Problem == "" && o.Note == "":
		case o.Problem != "" || o.Note != "" || !o.empty():
			rows = append(rows, o.row(p.say))
		case o.Expression == "":
			unwritten = append(unwritten, o.Path)
		default:
			nothing = append(nothing, o.Path+" ("+o.Expression+")")
		}
	}
	if len(rows) > 0 {
		p.table([]string{"column.field", "column.value", "column.written", "column.read", "column.found", "column.note"}, rows)
	}
	p.namesText("preview.empty", nothing)
	p.namesText("preview.unwritten", unwritten)
}

func (p *page) namesText(id string, names []string) {
	if len(names) > 0 {
		p.line(id, "Names", strings.Join(names, ", "))
	}
}

func (o origin) row(say *messages.Printer) []string {
	value, note := short(string(o.Value)), say.Reason(o.Note)
	if o.empty() {
		value = "-"
	}
	if o.Problem != "" {
		value, note = "✗", say.Reason(o.Problem)
	}
	return []string{o.Path, value, short(o.Expression), o.readText(), o.foundText(say), note}
}

func (o origin) readText() string {
	parts := make([]string, len(o.Read))
	for i, r := range o.Read {
		parts[i] = r.Path + "=" + short(plainText(r.Value))
	}
	return strings.Join(parts, ", ")
}

func (o origin) foundText(say *messages.Printer) string {
	parts := make([]string, len(o.Lookups))
	for i, l := range o.Lookups {
		var where []string
		for _, field := range sortedKeys(l.Where) {
			where = append(where, field+"="+l.Where[field])
		}
		parts[i] = say.Text("preview.found", "Find", l.Find, "Collection", l.Collection,
			"Where", strings.Join(where, ", "), "Count", len(l.Rows))
	}
	return strings.Join(parts, "; ")
}

// adviceText says of each field that failed what a person can do.
func (d previewed) adviceText(p *page) {
	for _, o := range d.problems() {
		if o.Waits != "" {
			p.line("preview.waits", "Field", o.Path, "Collection", o.Waits)
			continue
		}
		p.line("preview.mend", "Field", o.Path, "Expression", dash(o.Expression))
	}
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// short keeps a cell of a table within a screen.
func short(s string) string {
	const longest = 60
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}

// plainText is a single value without the quotes of JSON.
func plainText(value json.RawMessage) string {
	var s string
	if err := json.Unmarshal(value, &s); err == nil {
		return s
	}
	return string(value)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

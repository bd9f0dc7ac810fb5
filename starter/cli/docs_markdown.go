package cli

import (
	"encoding/json"
	"strings"
)

// markdown is what every section of a document is made of. Text of people and
// systems is escaped: a bar would end a cell, a line break the table.
func (m *manual) heading(level int, id string, pairs ...any) {
	m.title(level, m.say.Text(id, pairs...))
}

func (m *manual) title(level int, text string) {
	m.gap()
	m.WriteString(strings.Repeat("#", level) + " " + cell(text) + "\n\n")
}

// gap is an empty line between blocks.
func (m *manual) gap() {
	if m.Len() > 0 && !strings.HasSuffix(m.String(), "\n\n") {
		m.WriteByte('\n')
	}
}

func (m *manual) paragraph(id string, pairs ...any) {
	m.gap()
	m.WriteString(m.say.Text(id, pairs...) + "\n")
}

func (m *manual) bullet(depth int, text string) {
	m.WriteString(strings.Repeat("  ", depth) + "- " + text + "\n")
}

// table has heads by the ids of messages and cells that are Markdown already.
func (m *manual) table(heads []string, rows [][]string) {
	words, rule := make([]string, len(heads)), make([]string, len(heads))
	for i, id := range heads {
		words[i], rule[i] = m.say.Text(id), "---"
	}
	m.row(words)
	m.row(rule)
	for _, row := range rows {
		m.row(row)
	}
}

func (m *manual) row(cells []string) {
	m.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

// facts is a table of two columns without what is empty.
func (m *manual) facts(rows [][]string) {
	var told [][]string
	for _, row := range rows {
		if row[1] != "" {
			told = append(told, []string{m.say.Text(row[0]), row[1]})
		}
	}
	m.table([]string{"docs.column.what", "docs.column.is"}, told)
}

// json writes a block of code; its fence is longer than any inside.
func (m *manual) json(content json.RawMessage) {
	text := strings.ReplaceAll(strings.TrimSpace(indented(content)), "\n  ", "\n")
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	m.gap()
	m.WriteString(fence + "json\n" + text + "\n" + fence + "\n")
}

// cell is text of others, for a cell or a line.
func cell(text string) string {
	return strings.NewReplacer("\\", "\\\\", "|", "\\|", "\r\n", "<br>", "\n", "<br>", "<", "&lt;", "*", "\\*", "`", "\\`", "[", "\\[").Replace(text)
}

// code is text of a machine, for a cell or a line: only a bar has to be escaped
// inside, for a table is cut into cells before code is looked for.
func code(text string) string {
	if text == "" {
		return ""
	}
	text = strings.NewReplacer("|", "\\|", "\r\n", " ", "\n", " ").Replace(text)
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + text + " " + fence
	}
	return fence + text + fence
}

package cli

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/erpbridge/erpbridge/starter/messages"
)

// The formats of --output.
const (
	formatText = "text"
	formatJSON = "json"
)

// A result is what a command found or did. Its fields are what scripts read;
// text is what people read.
type result interface {
	text(p *page)
}

// print writes a result to stdout in the format that was asked for.
func (a *app) print(r result) error {
	p := &page{say: a.say}
	if a.format == formatJSON {
		if err := p.json(r); err != nil {
			return a.fail("output.failed", "Error", err)
		}
	} else {
		r.text(p)
	}
	if _, err := fmt.Fprint(a.env.Stdout, p.String()); err != nil {
		return a.fail("output.failed", "Error", err)
	}
	return nil
}

// page is a text being written for a person.
type page struct {
	strings.Builder
	say *messages.Printer
}

func (p *page) json(v any) error {
	enc := json.NewEncoder(p)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// line writes a message on a line of its own.
func (p *page) line(id string, pairs ...any) { p.block(p.say.Text(id, pairs...)) }

// block writes text as it is and ends its line.
func (p *page) block(s string) {
	p.WriteString(strings.TrimRight(s, "\n"))
	p.WriteByte('\n')
}

// section writes a heading and what is below it; nothing when there is nothing.
func (p *page) section(heading, body string) {
	if strings.TrimSpace(body) == "" {
		return
	}
	p.heading(heading)
	p.block(body)
}

func (p *page) heading(id string) {
	p.WriteByte('\n')
	p.line(id)
}

// table writes columns that are aligned whatever the width of their characters.
// The heads are ids of messages; numbers are the columns to align to the right.
func (p *page) table(heads []string, rows [][]string, numbers ...int) {
	t := table.NewWriter()
	t.SetStyle(plain())
	t.SuppressTrailingSpaces()
	t.SetColumnConfigs(rightAligned(numbers))
	if len(heads) > 0 {
		t.AppendHeader(p.heads(heads))
	}
	for _, row := range rows {
		t.AppendRow(cells(row))
	}
	p.block(t.Render())
}

func (p *page) heads(ids []string) table.Row {
	row := make(table.Row, len(ids))
	for i, id := range ids {
		row[i] = p.say.Text(id)
	}
	return row
}

func cells(row []string) table.Row {
	out := make(table.Row, len(row))
	for i, cell := range row {
		out[i] = oneLine.Replace(cell)
	}
	return out
}

func rightAligned(columns []int) []table.ColumnConfig {
	configs := make([]table.ColumnConfig, len(columns))
	for i, column := range columns {
		configs[i] = table.ColumnConfig{Number: column, Align: text.AlignRight, AlignHeader: text.AlignRight}
	}
	return configs
}

// oneLine keeps a row on one line, so that rows can be searched and counted.
var oneLine = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ")

// plain has no lines: rows can be copied, searched and cut.
func plain() table.Style {
	style := table.StyleDefault
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	style.Options = table.OptionsNoBordersAndSeparators
	style.Format.Header = text.FormatDefault
	return style
}

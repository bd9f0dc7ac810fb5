package mapping

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
)

// translation is a static table read in one direction.
type translation struct {
	table    Table
	side     string // the column that is searched, as the scheme calls it
	to       map[string]any
	searched []string
}

// translation finds the table a field uses.
func (c *compiler) translation(use *TableUse) *translation {
	if use == nil {
		return nil
	}
	var names []string
	for _, t := range c.rules.Tables {
		if t.Name == use.Table {
			return c.read(t, use)
		}
		names = append(names, t.Name)
	}
	c.mistake(use.Place, fmt.Sprintf("there is no table %q under mappings%s", use.Table, suggest.DidYouMean(use.Table, names)))
	return nil
}

// read turns a table into answers. Two answers to one question are a mistake in
// the direction that asks it: several a's may become one b, and only whoever
// goes back would have to guess.
func (c *compiler) read(t Table, use *TableUse) *translation {
	out := &translation{table: t, side: "a_value", to: map[string]any{}}
	if use.Direction == Negative {
		out.side = "b_value"
	}
	for _, row := range t.Rows {
		from, to := row.A, row.B
		if use.Direction == Negative {
			from, to = to, from
		}
		if !out.add(from, to) {
			c.mistake(use.Place, fmt.Sprintf("the table %s has several rows with %s %v, and they disagree", t.Name, out.side, from))
			return nil
		}
	}
	if t.NotFound == Default && IsEmpty(t.Default) {
		c.mistake(t.Place, "notFound: default needs a default")
	}
	return out
}

func (t *translation) add(from, to any) bool {
	for _, key := range tableKeys(from) {
		if before, ok := t.to[key]; ok && !sameValue(before, to) {
			return false
		}
		t.to[key] = to
		t.searched = append(t.searched, key)
	}
	return true
}

// tableKeys are the texts under which a value is found: as it is written and, of
// a number, without zeros at its end, so that 1 is 1.0. Text is compared as it
// is: 007 and 1.10 are codes.
func tableKeys(v any) []string {
	text, err := Text(v)
	if err != nil {
		return nil
	}
	if _, number := v.(json.Number); !number {
		return []string{text}
	}
	d, err := readDecimal(text)
	if err != nil || d.String() == text {
		return []string{text}
	}
	return []string{text, d.String()}
}

// of translates a value. What is empty stays empty, unless the table says what
// becomes of it.
func (t *translation) of(v any) (any, error) {
	keys := tableKeys(v)
	if keys == nil {
		return nil, fmt.Errorf("%s cannot be looked up in the table %s", kind(v), t.table.Name)
	}
	for _, key := range keys {
		if to, ok := t.to[key]; ok {
			return to, nil
		}
	}
	if IsEmpty(v) {
		return nil, nil
	}
	return t.notFound(v, keys[0])
}

func (t *translation) notFound(v any, text string) (any, error) {
	switch t.table.NotFound {
	case Keep:
		return v, nil
	case Empty:
		return nil, nil
	case Default:
		return t.table.Default, nil
	}
	return nil, fmt.Errorf("the table %s has no row with %s %s%s",
		strings.TrimSpace(t.table.Name+" "+t.table.Title), t.side, text, suggest.DidYouMean(text, t.searched))
}

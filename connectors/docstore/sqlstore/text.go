package sqlstore

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// text is s as both databases can keep it: PostgreSQL refuses the character NUL
// and broken UTF-8, and vendors' messages have been cut in the middle of a character.
func text(s string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "�")
}

// document is raw JSON as a column: NULL when empty. What is not JSON, for
// instance an answer that was cut off, is kept as a JSON string.
func document(raw json.RawMessage) *string {
	if len(raw) == 0 {
		return nil
	}
	kept := text(string(raw))
	if !json.Valid([]byte(kept)) {
		quoted, _ := json.Marshal(kept) // a string can always be written
		kept = string(quoted)
	}
	return &kept
}

// stamped is how times are written: in UTC, sortable as text, with the
// microseconds that both databases can keep.
const stamped = "2006-01-02T15:04:05.000000Z"

func stamp(t time.Time) string { return t.UTC().Format(stamped) }

// moment reads a time column: text from SQLite, a time from PostgreSQL.
type moment struct{ time.Time }

// Scan implements sql.Scanner.
func (m *moment) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		m.Time = time.Time{}
		return nil
	case time.Time:
		m.Time = v.UTC()
		return nil
	case string:
		t, err := time.Parse(stamped, v)
		m.Time = t.UTC()
		return err
	default:
		return fmt.Errorf("a time is stored as %T", src)
	}
}

// raw reads a JSON column; NULL is empty.
type raw struct{ json.RawMessage }

// Scan implements sql.Scanner.
func (r *raw) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		r.RawMessage = nil
	case string:
		r.RawMessage = json.RawMessage(v)
	case []byte:
		r.RawMessage = append(json.RawMessage(nil), v...)
	default:
		return fmt.Errorf("JSON is stored as %T", src)
	}
	return nil
}

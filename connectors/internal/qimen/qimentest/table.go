package qimentest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// Table is the rows of one API of a system behind the gateway, by the time of
// their last modification. It is safe for concurrent use. Rows are never changed
// in place, so that what has been read stays as it was.
type Table struct {
	id        string
	now       func() time.Time
	zone      *time.Location
	versioned bool

	mu      sync.Mutex
	rows    []*row
	version int64
}

type row struct {
	id       string
	modified time.Time
	fields   map[string]any
}

// NewTable makes an empty table whose rows go by the field id. Versioned rows get
// a number that grows with every change, as ts.
func NewTable(id string, now func() time.Time, versioned bool) *Table {
	if now == nil {
		now = time.Now
	}
	return &Table{id: id, now: now, zone: time.FixedZone("CST", 8*60*60), versioned: versioned, version: 1000}
}

// Seed adds rows, or replaces those with the same id. A row without modified gets
// the present. Numbers keep the digits they are given with.
func (t *Table) Seed(rows ...map[string]any) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, fields := range rows {
		if err := t.put(maps.Clone(fields)); err != nil {
			return err
		}
	}
	return nil
}

// Change sets fields of a row and modifies it now; setting "modified" moves it to
// that time instead.
func (t *Table) Change(id string, fields map[string]any) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, r := range t.rows {
		if r.id == id {
			changed := maps.Clone(r.fields)
			delete(changed, "modified")
			maps.Copy(changed, fields)
			return t.put(changed)
		}
	}
	return fmt.Errorf("there is no row %s", id)
}

// Remove takes a row away altogether.
func (t *Table) Remove(id string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rows = slices.DeleteFunc(t.rows, func(r *row) bool { return r.id == id })
}

// Rows are the rows as they stand, oldest change first.
func (t *Table) Rows() []map[string]any {
	return t.Select(func(map[string]any, time.Time) bool { return true })
}

// Select are the rows that are kept, oldest change first.
func (t *Table) Select(keep func(fields map[string]any, modified time.Time) bool) []map[string]any {
	t.mu.Lock()
	defer t.mu.Unlock()
	found := []map[string]any{}
	for _, r := range t.rows {
		if keep(r.fields, r.modified) {
			found = append(found, maps.Clone(r.fields))
		}
	}
	return found
}

func (t *Table) put(fields map[string]any) error {
	r := &row{id: Text(fields[t.id]), fields: fields}
	if r.id == "" {
		return fmt.Errorf("a row needs %s", t.id)
	}
	if Text(fields["modified"]) == "" {
		fields["modified"] = t.now().In(t.zone).Format(time.DateTime)
	}
	var err error
	if r.modified, err = t.Time(Text(fields["modified"])); err != nil {
		return err
	}
	if t.version++; t.versioned {
		fields["ts"] = t.version
	}
	t.rows = slices.DeleteFunc(t.rows, func(old *row) bool { return old.id == r.id })
	at, _ := slices.BinarySearchFunc(t.rows, r, compare)
	t.rows = slices.Insert(t.rows, at, r)
	return nil
}

func compare(a, b *row) int {
	if c := a.modified.Compare(b.modified); c != 0 {
		return c
	}
	if len(a.id) != len(b.id) {
		return len(a.id) - len(b.id)
	}
	return strings.Compare(a.id, b.id)
}

// Time reads a time as the systems write it, with or without a .fff.
func (t *Table) Time(v string) (time.Time, error) {
	return time.ParseInLocation(time.DateTime, v, t.zone)
}

// Text is a scalar as it is written in JSON, without quotes.
func Text(v any) string {
	if v == nil {
		return ""
	}
	if s, ok := v.(string); ok {
		return s
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(raw)
}

package connectorstest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
)

// harvest is what a reading brought: the bytes of each row, and how often it came.
type harvest struct {
	rows  map[string]json.RawMessage
	times map[string]int
	moved map[string]bool // rows that may differ from time to time
	gone  map[string]bool // rows that need not be met
	calls int
}

func newHarvest() *harvest {
	return &harvest{rows: map[string]json.RawMessage{}, times: map[string]int{}, moved: map[string]bool{}, gone: map[string]bool{}}
}

// take adds a page. A row that comes again must come as it was, or whoever
// stores it takes it for changed.
func (h *harvest) take(page connectors.Page, id string) error {
	for _, row := range page.Rows {
		key, err := rowKey(row, id)
		if err != nil {
			return err
		}
		if before, ok := h.rows[key]; ok && !h.moved[key] && !bytes.Equal(before, row) {
			return fmt.Errorf("row %s came twice and differs though it was not modified: %s, then %s", key, before, row)
		}
		h.rows[key] = row
		h.times[key]++
	}
	return nil
}

func rowKey(row json.RawMessage, id string) (string, error) {
	var fields map[string]any
	dec := json.NewDecoder(bytes.NewReader(row))
	dec.UseNumber()
	if err := dec.Decode(&fields); err != nil {
		return "", fmt.Errorf("a row is not a JSON object: %w: %.200s", err, row)
	}
	if fields[id] == nil {
		return "", fmt.Errorf("a row has no %s: %.200s", id, row)
	}
	return fmt.Sprint(fields[id]), nil
}

// holds says whether the rows that had to be met were met.
func (h *harvest) holds(ids []string) error {
	var errs []error
	for _, id := range ids {
		if h.times[id] == 0 && !h.gone[id] {
			errs = append(errs, fmt.Errorf("row %s was there from beginning to end and was not read", id))
		}
	}
	return errors.Join(errs...)
}

// only says whether nothing else was met.
func (h *harvest) only(ids []string) error {
	known := map[string]bool{}
	for _, id := range ids {
		known[id] = true
	}
	var errs []error
	for id := range h.times {
		if !known[id] {
			errs = append(errs, fmt.Errorf("row %s was read and is not in the window", id))
		}
	}
	return errors.Join(errs...)
}

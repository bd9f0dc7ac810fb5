package http

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/erpbridge/erpbridge/connectors"
)

// answer is what a system said. Its body is valid JSON, or empty.
type answer struct {
	status string
	header http.Header
	body   json.RawMessage
}

// date is the system's clock when it answered; zero when it did not say.
func (a answer) date() time.Time {
	at, _ := http.ParseTime(a.header.Get("Date"))
	return at
}

// readable refuses what is not JSON in UTF-8: encoding/json would put � for what it
// cannot read, and keep it.
func readable(body []byte) error {
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		return errors.New("it is empty")
	case !utf8.Valid(body):
		return errors.New("it is not UTF-8")
	case !json.Valid(body):
		return errors.New("it is not JSON")
	}
	return nil
}

// at is the value at a path: names and places in lists, with dots between them; $
// is the answer itself. Values keep their digits and their bytes.
func at(raw json.RawMessage, path string) (json.RawMessage, bool) {
	if path == "" || len(raw) == 0 {
		return nil, false
	}
	for step := range strings.SplitSeq(path, ".") {
		if step == "$" {
			continue
		}
		next, ok := below(raw, step)
		if !ok {
			return nil, false
		}
		raw = next
	}
	return bytes.TrimSpace(raw), true
}

func below(raw json.RawMessage, step string) (json.RawMessage, bool) {
	if i, err := strconv.Atoi(step); err == nil {
		var items []json.RawMessage
		if json.Unmarshal(raw, &items) == nil {
			if i < 0 || i >= len(items) {
				return nil, false
			}
			return items[i], true
		}
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil {
		return nil, false
	}
	next, ok := members[step]
	return next, ok
}

// scalar is a value as text: a number without needless zeros, so that 0 and 0.0
// are one code. Null, objects and lists have none.
func scalar(raw json.RawMessage, path string) (string, bool) {
	found, ok := at(raw, path)
	if !ok {
		return "", false
	}
	decoder := json.NewDecoder(bytes.NewReader(found))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil {
		return "", false
	}
	return connectors.ScalarText(v)
}

func (a answer) text(path string) (string, bool) { return scalar(a.body, path) }

// count is a number of rows or pages; -1 when the description names no path.
func (a answer) count(path string) (int, error) {
	if path == "" {
		return -1, nil
	}
	text, _ := a.text(path)
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return -1, fmt.Errorf("%s is %q and not a number of rows", path, text)
	}
	return n, nil
}

// flag is a truth value; nil when the description names no path.
func (a answer) flag(path string) (*bool, error) {
	if path == "" {
		return nil, nil //nolint:nilnil // systems that do not say, do not say
	}
	text, _ := a.text(path)
	b, err := strconv.ParseBool(text)
	if err != nil {
		return nil, fmt.Errorf("%s is %q and neither true nor false", path, text)
	}
	return &b, nil
}

// objects are the rows of an answer: a list, or the one thing that was asked for.
func (a *api) objects(got answer) ([]json.RawMessage, error) {
	row, there := at(got.body, a.Rows)
	if !a.addressed() || !there || row[0] != '{' {
		return got.objects(a.Rows)
	}
	if _, named := scalar(row, a.ID); a.ID != "" && !named {
		return nil, fmt.Errorf("%s has no %s", a.Rows, a.ID)
	}
	return []json.RawMessage{row}, nil
}

// objects is the list at a path. An answer without it must not pass for an empty
// list: its rows would be lost.
func (a answer) objects(path string) ([]json.RawMessage, error) {
	found, ok := at(a.body, path)
	if !ok {
		return nil, fmt.Errorf("it has no list at %s", path)
	}
	var rows []json.RawMessage
	if err := json.Unmarshal(found, &rows); err != nil || rows == nil {
		return nil, fmt.Errorf("%s is not a list", path)
	}
	for i, row := range rows {
		if row[0] != '{' {
			return nil, fmt.Errorf("%s[%d] is not an object", path, i)
		}
	}
	return rows, nil
}

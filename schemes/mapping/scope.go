package mapping

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// scope is what the expressions of one document, or of one source request, can
// see. It belongs to one goroutine.
type scope struct {
	ctx      context.Context
	file     string
	row      Row
	document *Document  // nil in a source request
	window   *Variables // nil in a document
	now      time.Time
	location *time.Location
	finder   Finder
	found    map[string][]Row // lookups already made for this document
	elements []element
}

// element is a row of a source array that an array field is walking through.
type element struct {
	path string
	row  Row
}

func (s *scope) within(path string, row Row) *scope {
	inner := *s
	inner.elements = append(append([]element(nil), s.elements...), element{path, row})
	return &inner
}

// value resolves what stands between the braces: a reserved variable, a field
// of the array row being walked, or a field of the document.
func (s *scope) value(path string) (any, error) {
	if v, ok := s.reserved(path); ok {
		return v, nil
	}
	for i := len(s.elements) - 1; i >= 0; i-- {
		if rest, ok := strings.CutPrefix(path, s.elements[i].path+"."); ok {
			return At(s.elements[i].row, rest), nil
		}
	}
	v := At(s.row, path)
	if v == nil {
		return nil, s.outsideOfList(path)
	}
	return v, nil
}

// outsideOfList explains why {{items.qty}} has no single value: items is a list
// and nothing walks through it. A path that is merely unknown is empty.
func (s *scope) outsideOfList(path string) error {
	for i := range len(path) {
		if path[i] != '.' {
			continue
		}
		if _, list := At(s.row, path[:i]).([]any); list {
			return fmt.Errorf("{{%s}} has many values: %s is a list; give an array field the value %s, or flatten it with beatFlat",
				path, path[:i], path[:i])
		}
	}
	return nil
}

func (s *scope) reserved(name string) (any, bool) {
	switch name {
	case "CURRENT_TIME":
		return seconds(s.now), true
	case "random":
		return s.random(), true
	}
	if days, ok := daysAgo(name); ok {
		return seconds(s.now.AddDate(0, 0, -days)), true
	}
	if s.document != nil {
		return s.ofDocument(name)
	}
	return s.ofWindow(name)
}

func (s *scope) ofDocument(name string) (any, bool) {
	switch name {
	case "bfn_id":
		return s.document.Key, true
	case "bfn_num":
		return s.document.Number, true
	}
	return nil, false
}

func (s *scope) ofWindow(name string) (any, bool) {
	switch name {
	case "LAST_SYNC_TIME":
		return seconds(s.window.LastSync), true
	case "PAGINATION_PAGE_SIZE":
		return integer(s.window.PageSize), true
	case "PAGINATION_START_PAGE":
		return integer(s.window.StartPage), true
	case "PAGINATION_START_ROW":
		return integer(s.window.StartRow), true
	}
	return nil, false
}

// random is the same each time one document is mapped: what it numbers can
// then be looked for after a lost answer.
func (s *scope) random() string {
	seed := []byte(s.now.String())
	if s.document != nil {
		seed = append([]byte(s.document.Key+"\n"), s.document.Content...)
	}
	sum := sha256.Sum256(seed)
	const length = 8
	return hex.EncodeToString(sum[:length])
}

func daysAgo(name string) (int, bool) {
	text, ok := strings.CutPrefix(name, "DAYS_AGO_")
	if !ok {
		return 0, false
	}
	days, err := strconv.Atoi(text)
	return days, err == nil && days >= 0
}

func seconds(t time.Time) json.Number { return json.Number(strconv.FormatInt(t.Unix(), 10)) }

func integer(n int) json.Number { return json.Number(strconv.Itoa(n)) }

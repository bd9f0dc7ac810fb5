package docstore

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// Content is a row that has been read once, to be hashed and searched.
type Content struct {
	tree any
}

// ReadContent reads one JSON value; numbers keep their digits.
func ReadContent(raw json.RawMessage) (Content, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var c Content
	if err := dec.Decode(&c.tree); err != nil {
		return Content{}, fmt.Errorf("content is not JSON: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return Content{}, fmt.Errorf("content is more than one JSON value")
	}
	return c, nil
}

// Hash tells a change from a repeat. It does not depend on the order of members
// or on white space: vendors build answers from hash maps and send the same row
// in another order.
func (c Content) Hash() (string, error) {
	sorted, err := json.Marshal(c.tree) // writes maps in the order of their keys
	if err != nil {
		return "", fmt.Errorf("content: %w", err)
	}
	sum := sha256.Sum256(sorted)
	return hex.EncodeToString(sum[:16]), nil
}

// Values returns what a row has at a path, as text, sorted and without repeats,
// for looking rows up:
//
//   - a string as it is, a number in canonical decimal (1001, 1001.0 and 1.001e3
//     are "1001", so a vendor may send an id as a number and as a string), true
//     and false; null and objects have no value;
//   - "a.b" is member b of member a, unless there is a member called "a.b";
//   - the path goes into arrays: a row is found by each of their elements; a.0
//     is the first of a;
//   - "content.id" and "content.number" are the row's own members id and number,
//     whose plain names mean a document's key and number;
//   - of an ordered field, the values are as connectors.OrderedValues writes them.
func (c Content) Values(field string) []string {
	path, ordered := connectors.CutOrdered(field)
	found := values(nil, c.tree, strings.TrimPrefix(path, "content."))
	if ordered {
		found = inOrder(found)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func inOrder(texts []string) []string {
	var found []string
	for _, text := range texts {
		found = append(found, connectors.OrderedValues(text)...)
	}
	return found
}

func values(found []string, node any, path string) []string {
	switch n := node.(type) {
	case map[string]any:
		return member(found, n, path)
	case []any:
		found = place(found, n, path)
		for _, element := range n {
			found = values(found, element, path)
		}
		return found
	default:
		if text, ok := connectors.ScalarText(node); ok && path == "" {
			return append(found, text)
		}
		return found
	}
}

// place is the element of a list that a path names by its number.
func place(found []string, list []any, path string) []string {
	first, rest, _ := strings.Cut(path, ".")
	if at, err := strconv.ParseUint(first, 10, 16); err == nil && int(at) < len(list) {
		return values(found, list[at], rest)
	}
	return found
}

func member(found []string, object map[string]any, path string) []string {
	if path == "" {
		return found
	}
	if whole, ok := object[path]; ok {
		return values(found, whole, "")
	}
	first, rest, dotted := strings.Cut(path, ".")
	if next, ok := object[first]; ok && dotted && rest != "" {
		return values(found, next, rest)
	}
	return found
}

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
//   - the path goes into arrays: a row is found by each of their elements.
func (c Content) Values(path string) []string {
	found := values(nil, c.tree, path)
	slices.Sort(found)
	return slices.Compact(found)
}

func values(found []string, node any, path string) []string {
	switch n := node.(type) {
	case map[string]any:
		return member(found, n, path)
	case []any:
		for _, element := range n {
			found = values(found, element, path)
		}
		return found
	default:
		if text, ok := scalar(node); ok && path == "" {
			return append(found, text)
		}
		return found
	}
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

func scalar(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return canonical(v.String()), true
	case bool:
		return strconv.FormatBool(v), true
	default:
		return "", false
	}
}

// maxShift bounds how many zeros an exponent may write out: 1e999999999 is a
// valid JSON number and must not become a gigabyte of text.
const maxShift = 64

// canonical writes a JSON number without exponent, leading or trailing zeros.
func canonical(number string) string {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(number), "e")
	shift, err := strconv.Atoi(exponent)
	if exponent != "" && (err != nil || shift > maxShift || shift < -maxShift) {
		return strings.ToLower(number)
	}
	unsigned, negative := strings.CutPrefix(mantissa, "-")
	whole, fraction, _ := strings.Cut(unsigned, ".")
	text := point(whole+fraction, len(whole)+shift)
	if negative && text != "0" {
		return "-" + text
	}
	return text
}

// point puts the decimal point after the given number of digits.
func point(digits string, at int) string {
	if at < 0 {
		digits, at = strings.Repeat("0", -at)+digits, 0
	}
	if at > len(digits) {
		digits += strings.Repeat("0", at-len(digits))
	}
	whole := strings.TrimLeft(digits[:at], "0")
	fraction := strings.TrimRight(digits[at:], "0")
	if whole == "" {
		whole = "0"
	}
	if fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

package kingdee

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

const queryMethod = "ExecuteBillQuery"

// maxRows is the longest page that all versions of the server return whole;
// newer ones allow 10000, older ones clip to 2000 without a word.
const maxRows = 2000

func queryCall(data connectors.Object) call {
	text, err := data.MarshalJSON()
	if err != nil { // only values that are not JSON; the server will refuse it
		text = []byte("{}")
	}
	return call{method: queryMethod, parameters: []any{string(text)}}
}

// rows makes one query. Refusals come as [[{"Result":…}]].
func (c *Client) rows(ctx context.Context, k call) ([][]json.RawMessage, error) {
	body, err := c.do(ctx, k)
	if err != nil {
		return nil, err
	}
	if r, ok := findResult(body); ok {
		st := r.Result.ResponseStatus
		return nil, c.refused(k, st, st.Errors)
	}
	var rows [][]json.RawMessage
	if err := json.Unmarshal(body, &rows); err != nil {
		return nil, c.unexpected(k, body)
	}
	return rows, nil
}

// all reads every page of a query and gives each row to a function. Unlike
// Fetch it is for lists that do not move: bills named by their numbers.
func (c *Client) all(ctx context.Context, q connectors.Object, width int, each func([]json.RawMessage) error) error {
	for start := 0; ; start += maxRows {
		page := append(q[:len(q):len(q)], connectors.Member{Name: "StartRow", Value: start}, connectors.Member{Name: "Limit", Value: maxRows})
		k := queryCall(page)
		rows, err := c.rows(ctx, k)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if len(row) != width {
				return c.fail(k, connectors.ErrUnavailable, fmt.Sprintf("a row has %d values for %d FieldKeys", len(row), width))
			}
			if err := each(row); err != nil {
				return err
			}
		}
		if len(rows) < maxRows {
			return nil
		}
	}
}

// oneOf is a FilterString: field in ('a','b').
func oneOf(field string, values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = "'" + strings.ReplaceAll(v, "'", "''") + "'"
	}
	return field + " in (" + strings.Join(quoted, ",") + ")"
}

// plain reads a value of a row as text: ids come as numbers or as text.
func plain(raw json.RawMessage) string {
	var s scalar
	if err := json.Unmarshal(raw, &s); err != nil {
		return ""
	}
	return strings.TrimSpace(string(s))
}

// list reads an option or parameter that is a comma separated text or an array.
func list(v any) []string {
	var out []string
	switch v := v.(type) {
	case nil:
	case []string:
		out = v
	case []any:
		for _, item := range v {
			out = append(out, fmt.Sprint(item))
		}
	default:
		out = strings.Split(fmt.Sprint(v), ",")
	}
	var kept []string
	for _, s := range out {
		if s = strings.TrimSpace(s); s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// whole reads a number that may be written as text; what is not one is missing.
func whole(v any) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(fmt.Sprint(v)))
	return n, err == nil
}

// option finds a parameter, ignoring case.
func option(options map[string]any, name string) (any, bool) {
	if v, ok := options[name]; ok {
		return v, true
	}
	for k, v := range options {
		if strings.EqualFold(k, name) {
			return v, true
		}
	}
	return nil, false
}

func textOption(options map[string]any, name string) string {
	v, ok := option(options, name)
	if !ok || v == nil {
		return ""
	}
	return strings.TrimSpace(fmt.Sprint(v))
}

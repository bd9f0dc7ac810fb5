package jushuitan

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/erpbridge/erpbridge/connectors/internal/paging"
)

// reply is what every answer has: a code, the vendor's words, and the rest.
type reply struct {
	code  string
	msg   string
	ready *bool // issuccess, when said
	body  []byte
	data  json.RawMessage // the new gateway's; nil when there is none
	date  time.Time       // the server's clock
}

func (r reply) ok() bool { return r.code == "0" && (r.ready == nil || *r.ready) }

// envelope tolerates a code that is "0" and a msg that is null.
type envelope struct {
	Code      scalar          `json:"code"`
	Msg       scalar          `json:"msg"`
	IsSuccess *bool           `json:"issuccess"`
	Data      json.RawMessage `json:"data"`
}

// decode reads an answer; one without a code is not 聚水潭's.
func decode(body []byte) (reply, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return reply{}, errors.New("it is empty")
	}
	if !utf8.Valid(body) { // it would pass encoding/json, and be kept garbled
		return reply{}, errors.New("it is not UTF-8")
	}
	var e envelope
	if err := json.Unmarshal(body, &e); err != nil {
		return reply{}, fmt.Errorf("it is not the JSON expected (%w)", err)
	}
	if e.Code == "" {
		return reply{}, errors.New("it has no code")
	}
	return reply{code: string(e.Code), msg: string(e.Msg), ready: e.IsSuccess, body: body, data: e.Data}, nil
}

type counts struct {
	Total scalar `json:"data_count"`
	Pages scalar `json:"page_count"`
	More  scalar `json:"has_next"`
}

// page reads rows and counts: below data at the new gateway, at the top at the old.
func (r reply) page(a api) (paging.Page, error) {
	where := r.body
	if !a.legacy {
		where = r.data
	}
	var told counts
	if err := json.Unmarshal(where, &told); err != nil {
		return paging.Page{}, errors.New("the answer says code 0 and has no readable data")
	}
	rows, err := list(where, a.lists)
	if err != nil {
		return paging.Page{}, err
	}
	return paging.Page{Rows: rows, Total: told.Total.count(), Pages: told.Pages.count(), More: told.More.flag()}, nil
}

// list finds the rows under one of the names 聚水潭 gives them. An answer
// without any must not pass for an empty page: its rows would be skipped.
func list(data []byte, names []string) ([]json.RawMessage, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil || fields == nil {
		return nil, errors.New("the answer says code 0 and has no readable data")
	}
	for _, name := range names {
		if raw, ok := fields[name]; ok {
			return objects(name, raw)
		}
	}
	return nil, fmt.Errorf("the answer has no list of rows (%s)", strings.Join(names, ", "))
}

func objects(name string, raw json.RawMessage) ([]json.RawMessage, error) {
	var rows []json.RawMessage
	if err := json.Unmarshal(raw, &rows); err != nil {
		return nil, fmt.Errorf("%s is not a list", name)
	}
	for i, row := range rows {
		if len(row) == 0 || row[0] != '{' {
			return nil, fmt.Errorf("%s[%d] is not a row", name, i)
		}
	}
	return rows, nil
}

// scalar is a string, number or bool in whichever dress it came; "" when null.
type scalar string

// UnmarshalJSON takes any scalar.
func (s *scalar) UnmarshalJSON(data []byte) error {
	switch data[0] {
	case '{', '[':
		return errors.New("a value, not " + string(data[0]) + ", was expected")
	case '"':
		var text string
		err := json.Unmarshal(data, &text)
		*s = scalar(text)
		return err
	case 'n':
		*s = ""
	default:
		*s = scalar(data)
	}
	return nil
}

func (s scalar) count() int {
	n, err := strconv.Atoi(string(s))
	if err != nil || n < 0 {
		return -1
	}
	return n
}

func (s scalar) flag() *bool {
	b, err := strconv.ParseBool(string(s))
	if err != nil {
		return nil
	}
	return &b
}

// marshal leaves <, > and & alone and ends without a newline.
func marshal(v any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", fmt.Errorf("the parameters cannot be sent: %w", err)
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

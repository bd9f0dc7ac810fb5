package wangdiantong

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/erpbridge/erpbridge/connectors/internal/paging"
)

// reply is what 旺店通 said.
type reply struct {
	code   string
	words  string
	fields map[string]json.RawMessage
	date   time.Time // 旺店通's clock
}

func (r reply) ok() bool { return r.code == "0" }

// decode reads an answer; one without a code is not 旺店通's.
func decode(body []byte) (reply, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return reply{}, errors.New("it is empty")
	}
	if !utf8.Valid(body) { // it would pass encoding/json, and be kept garbled
		return reply{}, errors.New("it is not UTF-8")
	}
	if !utf8.Valid(body) {
		return reply{}, errors.New("it is not UTF-8, and texts in it would be read wrongly")
	}
	var r reply
	if err := json.Unmarshal(body, &r.fields); err != nil {
		return reply{}, fmt.Errorf("it is not the JSON expected (%w)", err)
	}
	r.code, r.words = text(r.fields["code"]), text(r.fields["message"])
	if _, err := strconv.Atoi(r.code); err != nil {
		return reply{}, errors.New("it has no code")
	}
	return r, nil
}

// text is a string, a number or a bool in whichever dress it came; the list that a
// push may be answered with stays JSON. Without a value it is "".
func text(raw json.RawMessage) string {
	var s string
	if raw = bytes.TrimSpace(raw); json.Unmarshal(raw, &s) == nil {
		return s // "" for null too
	}
	return string(raw)
}

// page takes the rows and the total, which comes with page 0 only; newer methods
// say -1 on the others. Without rows 旺店通 may leave the list out, but what page 0
// says then must be 0: an answer that forgot its list is no empty window.
func (r reply) page(list string, number int) (paging.Page, error) {
	page := paging.Page{Total: -1, Pages: -1}
	if n, err := strconv.Atoi(text(r.fields["total_count"])); err == nil && n >= 0 && number == 0 {
		page.Total = n
	}
	raw, found := r.fields[list]
	if !found && number == 0 && page.Total != 0 {
		return page, fmt.Errorf("the answer has no list of rows (%s)", list)
	}
	if !found {
		return page, nil
	}
	var err error
	page.Rows, err = objects(list, raw)
	return page, err
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

package kingdee

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// maxRestarts is how often one reading begins again because rows moved.
const maxRestarts = 5

// cursor is where the next page of a reading begins. The row before it is read
// once more: when it is no longer the one that ended the last page, rows have
// gone (deleted, or changed out of the filter) and those after them have moved
// up where they would be skipped, so the reading begins again.
type cursor struct {
	Row      int    `json:"row"`
	Last     string `json:"last"`     // hash of the row before Row; "" at the beginning
	Restarts int    `json:"restarts"` // how often this reading has begun again
}

// Limits says how queries are read: whole, by rows; a window, when there is
// one, is part of the scheme's FilterString.
func (c *Client) Limits(api string) (connectors.ReadLimits, error) {
	if !strings.EqualFold(api, queryMethod) {
		return connectors.ReadLimits{}, c.noSuchAPI(api, queryMethod)
	}
	return connectors.ReadLimits{PageSize: maxRows, MaxPageSize: maxRows, Resolution: time.Second}, nil
}

func (c *Client) noSuchAPI(api string, known ...string) error {
	return &connectors.Error{
		Kind: connectors.ErrNotFound, System: System, Account: c.cfg.Account, API: api,
		Message: "there is no such API here; there is " + strings.Join(known, ", "),
	}
}

// Fetch returns one page of ExecuteBillQuery. Each row becomes an object keyed
// by FieldKeys with _ for the dots (FCustId.FNumber → FCustId_FNumber).
func (c *Client) Fetch(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	if _, err := c.Limits(q.API); err != nil {
		return connectors.Page{}, err
	}
	plan, err := c.readPlan(q)
	if err != nil {
		return connectors.Page{}, err
	}
	rows, err := c.rows(ctx, queryCall(plan.data))
	if err != nil {
		return connectors.Page{}, err
	}
	return c.page(plan, rows)
}

// reading is one page about to be read.
type reading struct {
	at    cursor
	start int // the first row asked for: At.Row, or the one before it
	limit int
	names []string
	data  connectors.Object
}

func (c *Client) readPlan(q connectors.Query) (reading, error) {
	k := call{method: queryMethod}
	fields := list(first(option(q.Params, "FieldKeys")))
	form := textOption(q.Params, "FormId")
	if form == "" || len(fields) == 0 {
		return reading{}, c.rejected(k, "", "the query needs FormId and FieldKeys")
	}
	r := reading{limit: maxRows}
	if n, ok := whole(first(option(q.Params, "Limit"))); ok && n > 1 {
		r.limit = min(n, maxRows)
	}
	if err := r.position(q); err != nil {
		return reading{}, c.rejected(k, "", "the cursor is not one of this API: "+err.Error())
	}
	for _, f := range fields {
		r.names = append(r.names, strings.ReplaceAll(f, ".", "_"))
	}
	r.data = connectors.Object{
		{Name: "FormId", Value: form},
		{Name: "FieldKeys", Value: strings.Join(fields, ",")},
		{Name: "FilterString", Value: or(first(option(q.Params, "FilterString")), "")},
		{Name: "OrderString", Value: or(textOption(q.Params, "OrderString"), order(form, fields))},
		{Name: "StartRow", Value: r.start},
		{Name: "Limit", Value: r.limit},
	}
	if top, ok := whole(first(option(q.Params, "TopRowCount"))); ok && top > 0 {
		r.data = append(r.data, connectors.Member{Name: "TopRowCount", Value: top})
	}
	if sub := textOption(q.Params, "SubSystemId"); sub != "" {
		r.data = append(r.data, connectors.Member{Name: "SubSystemId", Value: sub})
	}
	return r, nil
}

func first[T any](v T, _ bool) T { return v }

// position reads the cursor; a scheme's StartRow is where the reading begins.
func (r *reading) position(q connectors.Query) error {
	if q.Cursor != "" {
		if err := json.Unmarshal([]byte(q.Cursor), &r.at); err != nil {
			return err
		}
	} else if n, ok := whole(first(option(q.Params, "StartRow"))); ok && n > 0 {
		r.at.Row = n
	}
	r.start = r.at.Row
	if r.at.Last != "" {
		r.start--
	}
	return nil
}

func (c *Client) page(r reading, rows [][]json.RawMessage) (connectors.Page, error) {
	full := len(rows) >= r.limit
	moved := r.at.Last != "" && (len(rows) == 0 || hash(rows[0]) != r.at.Last)
	if r.at.Last != "" && !moved {
		rows = rows[1:]
	}
	page := connectors.Page{Total: -1}
	for _, row := range rows {
		object, err := c.object(r.names, row)
		if err != nil {
			return connectors.Page{}, err
		}
		page.Rows = append(page.Rows, object)
	}
	switch {
	case moved:
		return c.again(r, page)
	case full:
		page.Next = cursor{r.at.Row + len(rows), hash(rows[len(rows)-1]), r.at.Restarts}.String()
	}
	return page, nil
}

// again keeps the rows that were read and begins anew; repeats are recognised
// by whoever stores them.
func (c *Client) again(r reading, page connectors.Page) (connectors.Page, error) {
	if r.at.Restarts >= maxRestarts {
		e := c.fail(call{method: queryMethod}, connectors.ErrUnavailable,
			fmt.Sprintf("rows went away %d times while they were read", maxRestarts+1))
		e.Advice = "read when less is changed, or filter on something that does not change (FCreateDate, FApproveDate)"
		return connectors.Page{}, e
	}
	page.Next = cursor{Restarts: r.at.Restarts + 1}.String()
	return page, nil
}

func (c cursor) String() string {
	text, err := json.Marshal(c)
	if err != nil { // two numbers and a hash are always JSON
		return ""
	}
	return string(text)
}

func hash(row []json.RawMessage) string {
	h := sha256.New()
	for _, v := range row {
		h.Write(v)
		h.Write([]byte{0})
	}
	const enough = 12
	return hex.EncodeToString(h.Sum(nil)[:enough])
}

// object keeps the values byte for byte, so that numbers keep their digits.
func (c *Client) object(names []string, row []json.RawMessage) (json.RawMessage, error) {
	if len(row) != len(names) {
		return nil, c.fail(call{method: queryMethod}, connectors.ErrUnavailable,
			fmt.Sprintf("a row has %d values for %d FieldKeys", len(row), len(names)))
	}
	var b bytes.Buffer
	for i, v := range row {
		b.WriteByte("{,"[min(i, 1)])
		name, err := json.Marshal(names[i])
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(v)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

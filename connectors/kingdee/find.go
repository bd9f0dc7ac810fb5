package kingdee

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// chunk is how many numbers one query names.
const chunk = 50

// Find asks which of the bills exist, and how far they are, with one query for
// each fifty.
func (c *Client) Find(ctx context.Context, k connectors.Call, numbers []string) (map[string]connectors.Receipt, error) {
	form, err := c.form(k)
	if err != nil {
		return nil, err
	}
	return c.find(ctx, form, keys(form).number, numbers)
}

// find looks bills up by their number or id and returns them by it.
func (c *Client) find(ctx context.Context, form, by string, values []string) (map[string]connectors.Receipt, error) {
	found := map[string]connectors.Receipt{}
	k := keys(form)
	for part := range slices.Chunk(values, chunk) {
		q := connectors.Object{
			{Name: "FormId", Value: form},
			{Name: "FieldKeys", Value: k.number + "," + k.id + ",FDocumentStatus"},
			{Name: "FilterString", Value: oneOf(by, part)},
			{Name: "OrderString", Value: k.id + " ASC"},
		}
		err := c.all(ctx, q, 3, func(row []json.RawMessage) error {
			r := connectors.Receipt{Number: plain(row[0]), ID: plain(row[1]), Status: state(plain(row[2]))}
			key := r.Number
			if by == k.id {
				key = r.ID
			}
			key = asked(part, key)
			if _, there := found[key]; !there { // base data that was allotted is there once for each organisation, the first first
				found[key] = r
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// asked is the number as it was asked for: the database compares without case.
func asked(values []string, got string) string {
	for _, v := range values {
		if equal(v, got) {
			return v
		}
	}
	return got
}

// state reads FDocumentStatus: Z 暂存, A 创建, B 审核中, C 已审核, D 重新审核.
func state(letter string) connectors.TargetState {
	switch letter {
	case "Z", "A", "D":
		return connectors.Draft
	case "B":
		return connectors.Submitted
	case "C":
		return connectors.Audited
	default:
		return ""
	}
}

// Read returns the lines of bills; fields of the head repeat in each line, and
// with fields of the head only a bill has one line.
func (c *Client) Read(ctx context.Context, k connectors.Call, numbers, fields []string) (map[string][]map[string]any, error) {
	form, err := c.form(k)
	if err != nil {
		return nil, err
	}
	read := map[string][]map[string]any{}
	by := keys(form).number
	for part := range slices.Chunk(numbers, chunk) {
		q := connectors.Object{
			{Name: "FormId", Value: form},
			{Name: "FieldKeys", Value: join(append([]string{by}, fields...))},
			{Name: "FilterString", Value: oneOf(by, part)},
			{Name: "OrderString", Value: order(form, fields)},
		}
		err := c.all(ctx, q, len(fields)+1, func(row []json.RawMessage) error {
			line, err := values(fields, row[1:])
			number := asked(part, plain(row[0]))
			read[number] = append(read[number], line)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return read, nil
}

// values keeps numbers as json.Number, with their digits.
func values(fields []string, row []json.RawMessage) (map[string]any, error) {
	line := map[string]any{}
	for i, name := range fields {
		dec := json.NewDecoder(bytes.NewReader(row[i]))
		dec.UseNumber()
		var v any
		if err := dec.Decode(&v); err != nil {
			return nil, err
		}
		line[name] = v
	}
	return line, nil
}

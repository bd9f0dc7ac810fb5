package wangdiantong

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// goodsList is the list of an original order's lines as it is read; pushed it is
// order_list.
const goodsList = "goods_list"

// Read returns the lines of pushed orders, by tid. A field that a line does not have
// is that of its order. It asks for original orders (查询原始订单), which an account
// has to be permitted to.
func (c *Client) Read(ctx context.Context, k connectors.Call, numbers, fields []string) (map[string][]map[string]any, error) {
	if err := c.pushable(k, 0); err != nil {
		return nil, err
	}
	a, err := c.source(originals)
	if err != nil {
		return nil, err
	}
	all := map[string][]map[string]any{}
	for some := range slices.Chunk(numbers, a.most) {
		page, err := c.read(ctx, a, map[string]string{"tid": strings.Join(some, ","), pageNo: "0", pageSize: strconv.Itoa(a.most)}, 0)
		if err != nil {
			return nil, err
		}
		for _, raw := range page.Rows {
			tid, lines, err := reread(raw, fields)
			if err != nil {
				return nil, c.wire.refuse(connectors.ErrUnavailable, a.name, err.Error())
			}
			all[tid] = lines
		}
	}
	return all, nil
}

// reread takes the fields of each line out of an order.
func reread(raw json.RawMessage, fields []string) (tid string, lines []map[string]any, err error) {
	var order map[string]any
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(&order); err != nil {
		return "", nil, fmt.Errorf("an order cannot be read: %w", err)
	}
	tid, _ = connectors.ScalarText(order["tid"])
	goods, _ := order[goodsList].([]any)
	for _, one := range goods {
		line, ok := one.(map[string]any)
		if !ok {
			return "", nil, fmt.Errorf("order %s: a line of %s is not a line", tid, goodsList)
		}
		read, err := pick(line, order, fields)
		if err != nil {
			return "", nil, fmt.Errorf("order %s: %w", tid, err)
		}
		lines = append(lines, read)
	}
	return tid, lines, nil
}

// pick refuses a field that is not there: taken for nothing, it would make an amount wrong.
func pick(line, order map[string]any, fields []string) (map[string]any, error) {
	read := map[string]any{}
	for _, field := range fields {
		value, there := line[field]
		if !there {
			value, there = order[field]
		}
		if !there {
			return nil, fmt.Errorf("neither %s nor the order has %s", goodsList, field)
		}
		read[field] = value
	}
	return read, nil
}

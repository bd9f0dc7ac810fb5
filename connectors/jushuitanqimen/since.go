package jushuitanqimen

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/paging"
	"github.com/erpbridge/erpbridge/connectors/internal/qimen"
)

// oldest is a version before every row's; 0 might be taken for none.
const oldest = "1"

// since reads a window by row version: start_ts gives the rows whose version is
// the given one or later, oldest first. The first page is asked for each time,
// from the greatest version met. A row that is modified gets a greater version, so
// it is met again or has left the window, and no row is skipped. The cursor is
// the version to go on from.
func (c *Client) since(ctx context.Context, a api, ask qimen.Question, cursor string) (connectors.Page, error) {
	from := cursor
	if from == "" {
		from = ask.Get("start_ts")
	}
	if from == "" {
		from = oldest
	}
	start, err := version(from)
	if err != nil {
		return connectors.Page{}, c.gateway.Refuse(connectors.ErrRejected, a.name, "start_ts or cursor: "+err.Error())
	}
	size := max(ask.Size, 2) // the first row is the one that was met last
	got, err := c.call(ctx, a, ask.At(1, size, map[string]string{"start_ts": start.String(), "is_get_total": "false"}))
	if err != nil {
		return connectors.Page{}, err
	}
	next, err := after(got, start, size)
	if err != nil {
		return connectors.Page{}, c.notByVersion(a.name, err)
	}
	return connectors.Page{Rows: got.Rows, Next: next, Total: -1}, nil
}

// after is the version to go on from; "" at the end. Rows that are older than what
// was asked for, or not in order, mean that 聚水潭 does not do what start_ts asks;
// on a page that holds all there is they do no harm.
func after(got paging.Page, start *big.Int, size int) (string, error) {
	more := len(got.Rows) >= size
	if got.More != nil {
		more = *got.More
	}
	greatest := start
	for _, row := range got.Rows {
		v, err := versionOf(row)
		if err != nil {
			return "", err
		}
		if more && v.Cmp(greatest) < 0 {
			return "", fmt.Errorf("version %s came after %s", v, greatest)
		}
		greatest = v
	}
	switch {
	case !more:
		return "", nil
	case greatest.Cmp(start) == 0:
		return "", fmt.Errorf("a page holds no version later than %s, and more follow", start)
	}
	return greatest.String(), nil
}

func versionOf(row json.RawMessage) (*big.Int, error) {
	var fields struct {
		TS json.RawMessage `json:"ts"` // a number, or one in quotes
	}
	if err := json.Unmarshal(row, &fields); err != nil || fields.TS == nil {
		return nil, fmt.Errorf("a row has no version (ts)")
	}
	return version(strings.Trim(string(fields.TS), `"`))
}

func version(s string) (*big.Int, error) {
	v, ok := new(big.Int).SetString(s, 10)
	if !ok {
		return nil, fmt.Errorf("%.40q is not a row version", s)
	}
	return v, nil
}

func (c *Client) notByVersion(name string, err error) error {
	e := c.gateway.Refuse(connectors.ErrRejected, name, "start_ts is not followed: "+err.Error())
	e.Advice = "the account does not allow reading by version: set JUSHUITANQIMEN_" + c.account + "_START_TS=false"
	return e
}

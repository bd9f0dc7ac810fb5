package wangdiantongtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/shopspring/decimal"
)

// Order is an original order (原始订单) as it stands.
type Order struct {
	ShopNo, TID string
	Fields      map[string]any   // as pushed, numbers with their digits; without order_list
	Lines       []map[string]any // order_list
	Statuses    []string         // trade_status, one after the other
	Pushes      int              // how often it was pushed
	Changes     int              // how often a push changed it, the first one not counted
	Modified    time.Time
}

// Status is the order's trade_status.
func (o Order) Status() string { return o.Statuses[len(o.Statuses)-1] }

// Text is a field as text; "" when it was not pushed.
func (o Order) Text(name string) string { return text(o.Fields[name]) }

// Orders are all orders, in the order in which they came.
func (s *Server) Orders() []Order {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Order, len(s.tids))
	for i, tid := range s.tids {
		all[i] = s.orders[tid].clone()
	}
	return all
}

// Order is one order.
func (s *Server) Order(tid string) (Order, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, ok := s.orders[tid]
	if !ok {
		return Order{}, false
	}
	return o.clone(), true
}

func (o *Order) clone() Order {
	c := *o
	c.Fields, c.Lines, c.Statuses = maps.Clone(o.Fields), slices.Clone(o.Lines), slices.Clone(o.Statuses)
	for i, line := range c.Lines {
		c.Lines[i] = maps.Clone(line)
	}
	return c
}

// take writes good orders into the ledger; the caller holds the lock.
func (s *Server) take(shop string, good []map[string]any) (fresh, changed int) {
	for _, fields := range good {
		tid := text(fields["tid"])
		o, there := s.orders[tid]
		if !there {
			o = &Order{ShopNo: shop, TID: tid, Fields: map[string]any{}}
			s.orders[tid], s.tids = o, append(s.tids, tid)
		}
		o.Pushes++
		differs := o.update(fields)
		for _, line := range o.Lines {
			s.oids[text(line["oid"])] = tid
		}
		switch {
		case !there:
			fresh++
		case differs:
			changed++
			o.Changes++
		}
		if !there || differs {
			o.Modified = s.opt.Now()
		}
	}
	return fresh, changed
}

// update sets what was pushed and says whether it differs.
func (o *Order) update(fields map[string]any) bool {
	differs := false
	for name, value := range fields {
		if name != "order_list" && !same(o.Fields[name], value) {
			o.Fields[name], differs = value, true
		}
	}
	if status := text(fields["trade_status"]); len(o.Statuses) == 0 || o.Status() != status {
		o.Statuses = append(o.Statuses, status)
	}
	for _, row := range fields["order_list"].([]any) {
		differs = o.updateLine(row.(map[string]any)) || differs
	}
	return differs
}

func (o *Order) updateLine(pushed map[string]any) bool {
	i := slices.IndexFunc(o.Lines, func(l map[string]any) bool { return same(l["oid"], pushed["oid"]) })
	if i < 0 {
		o.Lines = append(o.Lines, maps.Clone(pushed))
		return true
	}
	differs := false
	for name, value := range pushed {
		if !same(o.Lines[i][name], value) {
			o.Lines[i][name], differs = value, true
		}
	}
	return differs
}

// same compares as a database does: 20, "20" and "20.0000" are one number.
func same(a, b any) bool {
	x, y := text(a), text(b)
	if x == y {
		return true
	}
	m, err1 := decimal.NewFromString(x)
	n, err2 := decimal.NewFromString(y)
	return err1 == nil && err2 == nil && m.Equal(n)
}

// text is a scalar as it is written.
func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	default:
		return fmt.Sprint(v)
	}
}

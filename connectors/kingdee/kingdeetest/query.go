package kingdeetest

import (
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// Limits of ExecuteBillQuery; more than the most is clipped.
const (
	defaultLimit = 2000
	mostRows     = 10000
)

// query answers ExecuteBillQuery with arrays and BillQuery with objects.
func (s *Server) query(method string, req request) reply {
	data, err := req.dataCall()
	if err != nil {
		return shaped(method, failure(8, err.Error()))
	}
	q, problem := s.readQuery(data)
	if problem != nil {
		return shaped(method, *problem)
	}
	rows := q.page(s.ordered(q, s.matching(q)))
	if method == "BillQuery" {
		return answered(s.objects(q, rows))
	}
	return answered(s.arrays(q, rows))
}

// billQuery is a query that has been understood.
type billQuery struct {
	table  table
	keys   []string // as the caller spelled them
	filter expr     // nil: everything
	order  []orderKey
	fan    bool // one row per line
	start  int
	limit  int
	top    int
}

func (s *Server) readQuery(data connectors.Object) (billQuery, *status) {
	formID, _ := data.Get("FormId")
	tab, ok := s.table(text(formID))
	if !ok {
		return billQuery{}, refusal(4, sprintf(textNoForm, text(formID)))
	}
	keys, _ := data.Get("FieldKeys")
	given, _ := data.Get("FilterString")
	filter, err := parseFilter(given)
	if err != nil {
		return billQuery{}, refusal(4, sprintf(textBadFilter, err.Error()))
	}
	order, _ := data.Get("OrderString")
	q := billQuery{table: tab, keys: list(keys), filter: filter, order: parseOrder(text(order))}
	if q.limit = member(data, "Limit"); q.limit <= 0 {
		q.limit = defaultLimit
	}
	q.limit, q.start, q.top = min(q.limit, mostRows), member(data, "StartRow"), member(data, "TopRowCount")
	return q, q.settle()
}

func member(data connectors.Object, key string) int {
	v, _ := data.Get(key)
	return whole(v)
}

func refusal(msgCode int, message string) *status {
	st := failure(msgCode, message)
	return &st
}

// settle checks that every field exists and finds out whether lines are asked for.
func (q *billQuery) settle() *status {
	used := slices.Clone(q.keys)
	for _, o := range q.order {
		used = append(used, o.key)
	}
	if q.filter != nil {
		used = append(used, q.filter.columns()...)
	}
	if len(q.keys) == 0 {
		return refusal(8, "FieldKeys不能为空")
	}
	for _, key := range used {
		first, _, _ := strings.Cut(strings.ToLower(key), ".")
		known, ofLine := q.table.describes(first)
		if !known {
			return refusal(9, sprintf(textNoField, key))
		}
		q.fan = q.fan || ofLine
	}
	return nil
}

func (s *Server) matching(q billQuery) []record {
	var out []record
	for _, r := range q.table.records(q) {
		if q.filter == nil || q.filter.holds(func(key string) any { return s.value(r, key) }) {
			out = append(out, r)
		}
	}
	return out
}

func (q billQuery) page(rows []record) []record {
	end := q.start + q.limit
	if q.top > 0 {
		end = min(end, q.top)
	}
	end = min(end, len(rows))
	if q.start >= end {
		return nil
	}
	return rows[q.start:end]
}

func (s *Server) arrays(q billQuery, rows []record) [][]any {
	out := [][]any{}
	for _, r := range rows {
		line := make([]any, len(q.keys))
		for i, key := range q.keys {
			line[i] = wire(s.value(r, key))
		}
		out = append(out, line)
	}
	return out
}

func (s *Server) objects(q billQuery, rows []record) []map[string]any {
	out := []map[string]any{}
	for _, r := range rows {
		line := map[string]any{}
		for _, key := range q.keys {
			line[key] = wire(s.value(r, key))
		}
		out = append(out, line)
	}
	return out
}

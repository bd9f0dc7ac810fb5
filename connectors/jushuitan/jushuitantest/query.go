package jushuitantest

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

const week = 7 * 24 * time.Hour

// question is a parsed biz object.
type question map[string]any

func (q question) list(name string) []string {
	items, ok := q[name].([]any)
	if !ok {
		return nil
	}
	out := make([]string, len(items))
	for i, v := range items {
		out[i] = text(v)
	}
	return out
}

// answer is a page and its counts.
type answer struct {
	rows       []map[string]any
	page, size int
	total      int
	counted    bool
}

func (a answer) pages() int    { return (a.total + a.size - 1) / a.size }
func (a answer) hasNext() bool { return a.page < a.pages() }

// rule is what an API asks of a question.
type rule struct {
	api               string
	size, max         int // rows a page: default and maximum
	windowed          bool
	ids               []string // the filters that may stand in for a window
	maxIDs            int      // per filter; 0 is any number
	listOpen, listOld string
}

func rules(legacy bool) []rule {
	orders := 100
	if legacy {
		orders = 50
	}
	return []rule{
		{
			api: "refund.single.query", size: 30, max: 50, windowed: true, maxIDs: 50, listOpen: "datas", listOld: "datas",
			ids: []string{"so_ids", "o_ids", "as_ids", "shop_buyer_ids"},
		},
		{
			api: "orders.single.query", size: 30, max: orders, windowed: true, maxIDs: 20, listOpen: "orders", listOld: "orders",
			ids: []string{"so_ids", "o_ids"},
		},
		{api: "shops.query", size: 100, max: 100, listOpen: "datas", listOld: "shops"},
	}
}

// bad is a question against the rules: code 140, the words as the lists have them.
func bad(words string) error { return errors.New("参数不符合规范: " + words) }

// answer checks a question and reads the page.
func (s *Server) answer(r rule, q question) (answer, error) {
	a, err := pageOf(r, q)
	if err != nil {
		return a, err
	}
	from, to, err := s.window(r, q)
	if err != nil {
		return a, err
	}
	found := q.among(s.tables[r.api].within(from, to))
	if s.opt.Newest {
		found = slices.Clone(found)
		slices.Reverse(found)
	}
	a.total = len(found)
	a.counted = r.windowed && text(q["is_get_total"]) != "false"
	for _, row := range found[min((a.page-1)*a.size, len(found)):min(a.page*a.size, len(found))] {
		a.rows = append(a.rows, row.fields)
	}
	return a, nil
}

func pageOf(r rule, q question) (answer, error) {
	a := answer{page: 1, size: r.size}
	for name, into := range map[string]*int{"page_index": &a.page, "page_size": &a.size} {
		v, ok := q[name]
		if !ok {
			continue
		}
		n, err := strconv.Atoi(text(v))
		if err != nil || n < 1 {
			return a, bad(name)
		}
		*into = n
	}
	if a.size > r.max {
		return a, bad("page_size不能超过" + strconv.Itoa(r.max))
	}
	return a, nil
}

func (s *Server) window(r rule, q question) (from, to time.Time, err error) {
	if !r.windowed {
		return from, to, nil
	}
	begin, end := text(q["modified_begin"]), text(q["modified_end"])
	if (begin == "") != (end == "") {
		return from, to, bad("修改起始时间和结束时间必须同时存在")
	}
	if begin == "" {
		return from, to, r.identified(q)
	}
	from, err1 := s.parse(begin)
	to, err2 := s.parse(end)
	if err := errors.Join(err1, err2); err != nil || to.Before(from) {
		return from, to, bad("时间格式不正确")
	}
	if to.Sub(from) > week {
		return from, to, bad("时间间隔不能超过七天")
	}
	return from, to, nil
}

func (r rule) identified(q question) error {
	given := text(q["start_ts"]) != ""
	for _, name := range r.ids {
		n := len(q.list(name))
		if r.maxIDs > 0 && n > r.maxIDs {
			return bad(name + "最多" + strconv.Itoa(r.maxIDs))
		}
		given = given || n > 0
	}
	if !given {
		return bad("时间段和单号不能同时为空")
	}
	return nil
}

func (q question) matches(row map[string]any) bool {
	for filter, field := range map[string]string{
		"so_ids": "so_id", "o_ids": "o_id", "as_ids": "as_id", "shop_buyer_ids": "shop_buyer_id", "shop_ids": "shop_id",
	} {
		if want := q.list(filter); len(want) > 0 && !slices.Contains(want, text(row[field])) {
			return false
		}
	}
	for _, field := range []string{"status", "good_status", "type", "shop_id"} {
		if want := text(q[field]); want != "" && want != text(row[field]) {
			return false
		}
	}
	since, err := strconv.ParseInt(text(q["start_ts"]), 10, 64)
	if err != nil {
		return true
	}
	ts, err := strconv.ParseInt(text(row["ts"]), 10, 64)
	return err == nil && ts >= since
}

func parseQuestion(biz string) (question, error) {
	var q question
	dec := json.NewDecoder(strings.NewReader(biz))
	dec.UseNumber()
	if err := dec.Decode(&q); err != nil || q == nil {
		return nil, bad("biz不是JSON对象")
	}
	return q, nil
}

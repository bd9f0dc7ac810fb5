package jushuitanqimentest

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors/internal/qimen/qimentest"
)

// refusal is a code that is not 0.
type refusal struct {
	code int
	msg  string
}

func (r refusal) fields(inner bool) map[string]any {
	if inner {
		return map[string]any{
			"flag": "failure", "code": 15, "message": "Remote service error",
			"sub_code": strconv.Itoa(r.code), "sub_message": r.msg,
		}
	}
	return map[string]any{"code": r.code, "issuccess": false, "msg": r.msg}
}

// bad is a question against the rules, in the words of the published list.
func bad(words string) *refusal { return &refusal{140, "参数不符合规范: " + words} }

// question is a call that 聚水潭 accepts.
type question struct {
	customer   string
	page, size int
	from, to   time.Time // zero without a window
	since      int64     // 0: not asked for, or not granted
	ask        url.Values
	table      *qimentest.Table
}

const (
	week      = 7 * 24 * time.Hour
	mostRows  = 50
	perSecond = 5
	perMinute = 100
)

func (s *Server) question(ask url.Values) (question, *refusal) {
	q := question{customer: ask.Get("customer_id"), ask: ask, page: 1, size: mostRows}
	if q.customer == "" {
		q.customer = ask.Get("customerId") // the classic spelling
	}
	if q.table = s.refunds[q.customer]; q.table == nil {
		return q, &refusal{100, "合作方授权错误"}
	}
	if no := s.often(q.customer); no != nil {
		return q, no
	}
	for name, into := range map[string]*int{"page_index": &q.page, "page_size": &q.size} {
		n, err := strconv.Atoi(ask.Get(name))
		if ask.Get(name) == "" {
			continue
		}
		if err != nil || n < 1 || name == "page_size" && n > mostRows {
			return q, bad(name)
		}
		*into = n
	}
	if since, err := strconv.ParseInt(ask.Get("start_ts"), 10, 64); err == nil && !s.opt.NoStartTS {
		q.since = since
	}
	return q, q.window()
}

// often counts over any sliding second and minute. Calls that are told off count too.
func (s *Server) often(customer string) *refusal {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.opt.Now()
	recent := append(slices.DeleteFunc(s.recent[customer], func(t time.Time) bool { return now.Sub(t) >= time.Minute }), now)
	s.recent[customer] = recent
	second := 0
	for _, t := range recent {
		if now.Sub(t) < time.Second {
			second++
		}
	}
	switch {
	case s.opt.NoLimits:
		return nil
	case second > perSecond:
		s.told++
		return &refusal{199, "调用频次超过限制!请稍后再试"}
	case len(recent) > perMinute:
		s.told++
		return &refusal{200, "调用频次超过限制"}
	}
	return nil
}

func (q *question) window() *refusal {
	start, end := q.ask.Get("start_time"), q.ask.Get("end_time")
	if (start == "") != (end == "") {
		return bad("开始时间和结束时间必须同时存在")
	}
	if start == "" {
		if q.since > 0 || slices.ContainsFunc(filters(), q.ask.Has) {
			return nil
		}
		return bad("时间段和单号不能同时为空")
	}
	var err1, err2 error
	q.from, err1 = q.table.Time(start)
	q.to, err2 = q.table.Time(end)
	switch {
	case err1 != nil, err2 != nil, q.to.Before(q.from):
		return bad("时间格式不正确")
	case q.to.Sub(q.from) > week:
		return bad("时间间隔不能超过七天")
	}
	return nil
}

func filters() []string { return []string{"so_ids", "o_ids", "as_ids"} }

func (q *question) matches(row map[string]any, modified time.Time) bool {
	if !q.from.IsZero() {
		at, err := q.time(row, modified)
		if err != nil || at.Before(q.from) || at.After(q.to) {
			return false
		}
	}
	for _, filter := range filters() { // lists with commas between their items
		want := q.ask.Get(filter)
		if want != "" && !slices.Contains(strings.Split(want, ","), qimentest.Text(row[strings.TrimSuffix(filter, "s")])) {
			return false
		}
	}
	for _, field := range []string{"status", "good_status", "type", "shop_id"} {
		if want := q.ask.Get(field); want != "" && want != qimentest.Text(row[field]) {
			return false
		}
	}
	return versionOf(row) >= q.since
}

// time is what the window is about.
func (q *question) time(row map[string]any, modified time.Time) (time.Time, error) {
	switch q.ask.Get("date_type") {
	case "", "0":
		return modified, nil
	case "1":
		return q.table.Time(qimentest.Text(row["created"]))
	default:
		return q.table.Time(qimentest.Text(row["as_date"]))
	}
}

func versionOf(row map[string]any) int64 {
	ts, err := strconv.ParseInt(qimentest.Text(row["ts"]), 10, 64)
	if err != nil {
		return 0
	}
	return ts
}

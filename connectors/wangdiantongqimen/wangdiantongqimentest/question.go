package wangdiantongqimentest

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/erpbridge/erpbridge/connectors/internal/qimen/qimentest"
)

// refusal is an errorcode that is not 0.
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
	return map[string]any{"errorcode": r.code, "message": r.msg}
}

// question is a call that 旺店通 accepts.
type question struct {
	method, sid string
	page, size  int
	from, to    time.Time // zero without a window
	ask         url.Values
	clock       func(fields map[string]any, modified time.Time) (time.Time, error)
}

const (
	month = 30 * 24 * time.Hour
	// unknownSID is a number of the simulator's own: 旺店通's is not published.
	unknownSID = 9001
)

func (s *Server) question(method string, ask url.Values) (question, *refusal) {
	q := question{method: method, sid: ask.Get("sid"), ask: ask, size: 30}
	most := 30
	if method == Trades {
		q.size, most = 40, 100
	}
	if _, ok := s.tables[q.sid]; !ok {
		return q, &refusal{unknownSID, "sid不存在或未授权"}
	}
	if s.often(q.sid) {
		return q, &refusal{1012, "超过每分钟最大调用频率限制,请稍后重试"}
	}
	if no := q.number("page_no", &q.page, 0, 1<<30, refusal{2830, "参数值无效page_no"}); no != nil {
		return q, no
	}
	if no := q.number("page_size", &q.size, 1, most, refusal{2220, "page_size为正整数，请检查page_size是否为有效值"}); no != nil {
		return q, no
	}
	return q, s.window(&q)
}

// often counts over any sliding minute. Calls that are told off count too.
func (s *Server) often(sid string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.opt.Now()
	recent := slices.DeleteFunc(s.recent[sid], func(t time.Time) bool { return now.Sub(t) >= time.Minute })
	s.recent[sid] = append(recent, now)
	if s.opt.NoLimits || len(s.recent[sid]) <= s.opt.PerMinute {
		return false
	}
	s.told++
	return true
}

func (q *question) number(name string, into *int, least, most int, no refusal) *refusal {
	if q.ask.Get(name) == "" {
		return nil
	}
	n, err := strconv.Atoi(q.ask.Get(name))
	if err != nil || n < least || n > most {
		return &no
	}
	*into = n
	return nil
}

func (s *Server) window(q *question) *refusal {
	t := s.tables[q.sid][q.method]
	q.clock = q.time(t)
	start, end := q.ask.Get("start_time"), q.ask.Get("end_time")
	if start == "" && end == "" {
		if slices.ContainsFunc([]string{"src_order_no", "outer_no", "src_tid", "stockout_no"}, q.ask.Has) {
			return nil
		}
		return &refusal{2900, "时间范围与订单编号不能全部为空"}
	}
	var err1, err2 error
	q.from, err1 = t.Time(start)
	q.to, err2 = t.Time(end)
	switch {
	case err1 != nil, err2 != nil, q.to.Before(q.from):
		return &refusal{2160, "start_time和end_time为空或不是有效的时间格式"}
	case q.to.Sub(q.from) > month:
		return &refusal{2180, "start_time与end_time时间跨度不能超过最大范围"}
	}
	return nil
}

// time is what the window is about: the last change; of sales that have left, when
// they left.
func (q *question) time(t *qimentest.Table) func(map[string]any, time.Time) (time.Time, error) {
	status, err := strconv.Atoi(q.ask.Get("status"))
	left := q.ask.Get("status") == "" || err == nil && status >= 95
	byModified := q.ask.Get("is_by_modified") == "1" && q.ask.Get("status") != ""
	if q.method == Trades && left && !byModified {
		return func(fields map[string]any, _ time.Time) (time.Time, error) {
			return t.Time(qimentest.Text(fields["consign_time"]))
		}
	}
	return func(_ map[string]any, modified time.Time) (time.Time, error) { return modified, nil }
}

// matches: without a status those that have left or are done.
func (q *question) matches(fields map[string]any, modified time.Time) bool {
	at, err := q.clock(fields, modified)
	if err != nil || !q.from.IsZero() && (at.Before(q.from) || at.After(q.to)) {
		return false
	}
	status := qimentest.Text(fields["status"])
	if want := q.ask.Get("status"); want != "" && want != status || want == "" && status != "95" && status != "110" {
		return false
	}
	for filter, field := range map[string]string{
		"src_order_no": "src_order_no", "outer_no": "outer_no", "warehouse_no": "warehouse_no", "shop_no": "shop_no",
		"src_tid": "src_tids", "stockout_no": "order_no",
	} {
		if want := q.ask.Get(filter); want != "" && want != qimentest.Text(fields[field]) {
			return false
		}
	}
	return true
}

package wangdiantongtest

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors/internal/qimen/qimentest"
)

// The scripts that read.
const (
	Sales      = "stockout_order_query_trade"
	Returns    = "stockout_order_query_return"
	Trades     = "trade_query"
	Originals  = "vip_api_trade_query"
	Goods      = "goods_query"
	Shops      = "shop"
	Warehouses = "warehouse_query"
)

// script is how one of them reads.
type script struct {
	list, id    string
	usual, most int           // rows a page
	window      time.Duration // the longest; 0: none is asked for
	filters     map[string]string
	instead     []string // filters without which a window is needed
}

const month = 30 * 24 * time.Hour

func scripts() map[string]script {
	stockout := map[string]string{
		"src_order_no": "src_order_no", "outer_no": "outer_no", "warehouse_no": "warehouse_no", "shop_no": "shop_no", "src_tid": "src_tids", "stockout_no": "order_no",
	}
	return map[string]script{
		Sales:      {list: "stockout_list", id: "stockout_id", usual: 40, most: 100, window: month, filters: stockout, instead: []string{"src_order_no", "src_tid", "stockout_no"}},
		Returns:    {list: "stockout_list", id: "stockout_id", usual: 30, most: 30, window: month, filters: stockout, instead: []string{"src_order_no", "outer_no"}},
		Trades:     {list: "trades", id: "trade_id", usual: 40, most: 100, window: time.Hour, filters: map[string]string{"trade_no": "trade_no", "src_tid": "src_tids", "status": "trade_status", "shop_no": "shop_no"}, instead: []string{"trade_no", "src_tid"}},
		Goods:      {list: "goods_list", id: "goods_no", usual: 40, most: 40, window: month, filters: map[string]string{"goods_no": "goods_no", "brand_no": "brand_no"}, instead: []string{"goods_no", "spec_no"}},
		Shops:      {list: "shoplist", id: "shop_no", usual: 30, most: 100, filters: map[string]string{"shop_no": "shop_no", "platform": "platform_id"}},
		Warehouses: {list: "warehouses", id: "warehouse_no", usual: 30, most: 100, filters: map[string]string{"warehouse_no": "warehouse_no", "type": "warehouse_type"}},
	}
}

// question is a call that 旺店通 accepts.
type question struct {
	script
	api        string
	page, size int
	from, to   time.Time // zero without a window
	ask        url.Values
}

func (s *Server) query(api string, ask url.Values) map[string]any {
	table := s.tables[api]
	sc := scripts()[api]
	if api == Originals {
		table = s.originals()
		sc = script{list: "trade_list", usual: 100, most: 100, window: month, filters: map[string]string{"tid": "tid", "shop_no": "shop_no"}, instead: []string{"tid"}}
	}
	q := question{script: sc, api: api, ask: ask, size: sc.usual}
	if no := q.read(table); no != nil {
		return no.fields()
	}
	fields := map[string]any{"code": 0, "message": ""}
	maps.Copy(fields, s.page(q, table))
	if s.OnPage != nil {
		s.OnPage(api, q.page)
	}
	return fields
}

func (q *question) read(t *qimentest.Table) *refusal {
	if no := q.number("page_no", &q.page, 0, 1<<30, refusal{2830, "参数值无效page_no"}); no != nil {
		return no
	}
	if no := q.number("page_size", &q.size, 1, q.most, refusal{2220, "page_size为正整数，请检查page_size是否为有效值"}); no != nil {
		return no
	}
	if q.window == 0 {
		return nil
	}
	return q.readWindow(t)
}

func (q *question) readWindow(t *qimentest.Table) *refusal {
	start, end := q.ask.Get("start_time"), q.ask.Get("end_time")
	if start == "" && end == "" {
		if slices.ContainsFunc(q.instead, q.ask.Has) {
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
	case q.to.Sub(q.from) > q.window:
		return &refusal{2180, "start_time与end_time时间跨度不能超过最大范围"}
	}
	return nil
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

func (s *Server) page(q question, t *qimentest.Table) map[string]any {
	found := t.Select(func(fields map[string]any, modified time.Time) bool { return q.matches(t, fields, modified) })
	if s.opt.Newest {
		slices.Reverse(found)
	}
	size := q.size
	if s.opt.PageCap > 0 {
		size = min(size, s.opt.PageCap)
	}
	rows := found[min(q.page*size, len(found)):min((q.page+1)*size, len(found))]
	fields := map[string]any{q.list: rows}
	if len(rows) == 0 && s.opt.NoList {
		delete(fields, q.list)
	}
	switch {
	case q.page == 0:
		fields["total_count"] = len(found)
	case s.opt.Elsewhere != nil:
		fields["total_count"] = s.opt.Elsewhere
	}
	return fields
}

func (q question) matches(t *qimentest.Table, fields map[string]any, modified time.Time) bool {
	at := modified
	if q.api == Sales && q.left() {
		var err error
		if at, err = t.Time(qimentest.Text(fields["consign_time"])); err != nil {
			return false
		}
	}
	if !q.from.IsZero() && (at.Before(q.from) || at.After(q.to)) {
		return false
	}
	for filter, field := range q.filters {
		if want := q.ask.Get(filter); want != "" && !slices.Contains(strings.Split(want, ","), qimentest.Text(fields[field])) {
			return false
		}
	}
	return q.api != Sales && q.api != Returns || q.status(qimentest.Text(fields["status"]))
}

// status: without one, those that have left or are done.
func (q question) status(has string) bool {
	if want := q.ask.Get("status"); want != "" {
		return want == has
	}
	return has == "95" || has == "110"
}

// left: the window is about when the goods left; otherwise about the last change.
func (q question) left() bool {
	status, err := strconv.Atoi(q.ask.Get("status"))
	asked := q.ask.Get("status") != ""
	return !(asked && q.ask.Get("is_by_modified") == "1") && (!asked || err == nil && status >= 95)
}

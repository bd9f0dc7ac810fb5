package madeuptest

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// most rows on a page, and documents in a call.
const (
	mostRows    = 50
	mostNotices = 20
)

type paged struct {
	PageNo   int `json:"page_no"`
	PageSize int `json:"page_size"`
}

func (p paged) wrong() refusal {
	if p.PageNo < 1 || p.PageSize < 1 || p.PageSize > mostRows {
		return refusal{Code: 42200, Message: "参数错误: page_no从1开始, page_size最大50"}
	}
	return refusal{}
}

func cut[T any](all []T, p paged) map[string]any {
	from := min((p.PageNo-1)*p.PageSize, len(all))
	to := min(from+p.PageSize, len(all))
	return map[string]any{"total": len(all), "list": append([]T{}, all[from:to]...)}
}

func (s *Server) listStockin(body []byte) (any, refusal) {
	var asked struct {
		paged
		UpdatedFrom string `json:"updated_from"`
		UpdatedTo   string `json:"updated_to"`
		WarehouseNo string `json:"warehouse_no"`
	}
	if said := decode(body, &asked); said.Code != 0 {
		return nil, said
	}
	from, wrongFrom := time.Parse(time.DateTime, asked.UpdatedFrom)
	to, wrongTo := time.Parse(time.DateTime, asked.UpdatedTo)
	if wrongFrom != nil || wrongTo != nil || to.Before(from) || to.Sub(from) > 7*24*time.Hour {
		return nil, refusal{Code: 42200, Message: "参数错误: 时间间隔不超过7天"}
	}
	rows := slices.DeleteFunc(slices.Clone(s.stockin), func(d Stockin) bool {
		return d.UpdatedAt < asked.UpdatedFrom || d.UpdatedAt > asked.UpdatedTo ||
			asked.WarehouseNo != "" && d.WarehouseNo != asked.WarehouseNo
	})
	slices.SortStableFunc(rows, func(a, b Stockin) int { return strings.Compare(a.UpdatedAt, b.UpdatedAt) })
	return cut(rows, asked.paged), asked.wrong()
}

func (s *Server) listNotices(body []byte) (any, refusal) {
	var asked struct {
		paged
		NoticeNos []string `json:"notice_nos"`
	}
	if said := decode(body, &asked); said.Code != 0 {
		return nil, said
	}
	rows := slices.DeleteFunc(slices.Clone(s.notices), func(n Notice) bool {
		return asked.NoticeNos != nil && !slices.Contains(asked.NoticeNos, n.NoticeNo)
	})
	return cut(rows, asked.paged), asked.wrong()
}

type result struct {
	NoticeNo string `json:"notice_no"`
	Success  bool   `json:"success"`
	ID       int64  `json:"id,omitempty"`
	Code     int    `json:"code,omitempty"`
	Message  string `json:"message,omitempty"`
}

// create takes each notice by itself, and tells of each.
func (s *Server) create(body []byte) (any, refusal) {
	var asked struct {
		Notices []Notice `json:"notices"`
	}
	if said := decode(body, &asked); said.Code != 0 {
		return nil, said
	}
	if n := len(asked.Notices); n == 0 || n > mostNotices {
		return nil, refusal{Code: 42200, Message: "参数错误: notices为1到20个"}
	}
	results := []result{}
	for _, n := range asked.Notices {
		results = append(results, s.take(n))
	}
	return map[string]any{"results": results}, refusal{}
}

func (s *Server) take(n Notice) result {
	same := func(other Notice) bool { return other.NoticeNo == n.NoticeNo }
	switch {
	case n.NoticeNo == "" || n.WarehouseNo == "":
		return result{NoticeNo: n.NoticeNo, Code: 42200, Message: "通知单号和仓库编号必填"}
	case slices.ContainsFunc(s.notices, same):
		return result{NoticeNo: n.NoticeNo, Code: 40900, Message: "通知单号已存在"}
	case n.WarehouseNo == UnknownWarehouse:
		return result{NoticeNo: n.NoticeNo, Code: 42201, Message: "仓库不存在"}
	case len(n.Items) == 0 || slices.ContainsFunc(n.Items, nothing):
		return result{NoticeNo: n.NoticeNo, Code: 42202, Message: "明细数量必须大于0"}
	}
	n.ID, n.Status = int64(9001+len(s.notices)), "OPEN"
	s.notices = append(s.notices, n)
	return result{NoticeNo: n.NoticeNo, Success: true, ID: n.ID}
}

func nothing(i Item) bool {
	qty, err := strconv.ParseFloat(i.Qty.String(), 64)
	return err != nil || qty <= 0 || i.SkuNo == ""
}

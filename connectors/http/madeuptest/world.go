package madeuptest

import (
	"encoding/json"
	"fmt"
	"time"
)

// Seed brings n documents into the warehouse, the newest now and one every
// quarter of an hour before; each seventh was cancelled.
func (s *Server) Seed(n int) {
	now := s.opt.Now().Truncate(time.Second)
	for i := range n {
		id := int64(7001 + i)
		d := Stockin{
			ID: id, StockinNo: fmt.Sprintf("RK%d", id), NoticeNo: fmt.Sprint(500_001 + i),
			WarehouseNo: fmt.Sprintf("WH%d", 1+i%2), Status: "DONE", Remark: "外箱完好",
			Items: []Item{{SkuNo: fmt.Sprintf("A-%02d", 1+i%30), Qty: json.Number(fmt.Sprint(1 + i%5)), Price: "33.30"}},
		}
		if i%7 == 6 {
			d.Status = "CANCELLED"
		}
		s.Put(d, now.Add(-15*time.Minute*time.Duration(n-1-i)))
	}
}

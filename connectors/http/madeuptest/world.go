package madeuptest

import (
	"encoding/json"
	"fmt"
	"time"
)

// Seed brings n documents into the warehouse, the newest now.
func (s *Server) Seed(n int) { s.SeedUntil(n, s.opt.Now()) }

// SeedUntil brings n documents into the warehouse, the newest then and one every
// quarter of an hour before; each seventh was cancelled.
func (s *Server) SeedUntil(n int, newest time.Time) {
	newest = newest.Truncate(time.Second)
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
		s.Put(d, newest.Add(-15*time.Minute*time.Duration(n-1-i)))
	}
}

package campaign

import (
	"encoding/json"
	"fmt"
	"maps"

	"github.com/shopspring/decimal"
)

// change gives a refund other amounts: the first from this one on of which goods
// have come back.
func (s *shop) change(which int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	row := s.find(which)
	if row == nil {
		return nil
	}
	row["items"] = s.dearer(row)
	return s.source.Change(fmt.Sprint(row["as_id"]), map[string]any{"items": row["items"]})
}

// cancel takes such a refund back.
func (s *shop) cancel(which int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	row := s.find(which)
	if row == nil {
		return nil
	}
	for i := range itemsOf(row) {
		s.gone[numberOf(row["as_id"], i)] = true
	}
	row["status"] = "Cancelled"
	return s.source.Change(fmt.Sprint(row["as_id"]), map[string]any{"status": "Cancelled"})
}

// find is a refund that has bills; nil when there is none.
func (s *shop) find(which int) map[string]any {
	for i := range s.here {
		row := s.here[(which+i)%len(s.here)]
		for _, item := range itemsOf(row) {
			if row["status"] == "Confirmed" && amount(item["r_qty"]).IsPositive() {
				return row
			}
		}
	}
	return nil
}

// dearer are the items of a refund, each piece that has come back a yuan dearer.
func (s *shop) dearer(row map[string]any) []map[string]any {
	var items []map[string]any
	for i, item := range itemsOf(row) {
		item = maps.Clone(item)
		if received := amount(item["r_qty"]); received.IsPositive() {
			costs := amount(item["amount"]).Add(received)
			item["amount"] = json.Number(costs.StringFixed(2))
			s.amounts[numberOf(row["as_id"], i)] = costs
		}
		items = append(items, item)
	}
	return items
}

func itemsOf(row map[string]any) []map[string]any {
	items, _ := row["items"].([]map[string]any)
	return items
}

// numberOf is the bill of a refund's line.
func numberOf(asID any, line int) string { return fmt.Sprint(asID, "-", line+1) }

// asItIs is a bill as its refund is by now: of another amount, or cancelled.
func (s *shop) asItIs(b bill) bill {
	s.mu.Lock()
	defer s.mu.Unlock()
	if costs, changed := s.amounts[b.number]; changed {
		b.amount = costs
	}
	if b.gone = s.gone[b.number]; b.gone {
		b.amount = decimal.Zero
	}
	return b
}

package jushuitantest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// table is what one API reads.
type table struct {
	id     string
	rows   []*row
	byID   map[string]*row
	sorted bool
	ts     int64
}

type row struct {
	id       string
	modified time.Time
	fields   map[string]any
}

func newTable(id string) *table { return &table{id: id, byID: map[string]*row{}, ts: 1000} }

// SeedRefunds adds refunds, or replaces those with the same as_id. A row without
// modified gets the present. Numbers keep the digits they are given with.
func (s *Server) SeedRefunds(rows ...map[string]any) error {
	return s.seed("refund.single.query", rows)
}

// SeedOrders adds orders, or replaces those with the same o_id.
func (s *Server) SeedOrders(rows ...map[string]any) error { return s.seed("orders.single.query", rows) }

// SeedShops adds shops, or replaces those with the same shop_id.
func (s *Server) SeedShops(rows ...map[string]any) error { return s.seed("shops.query", rows) }

// Refunds is the ledger of refunds as they stand, oldest change first.
func (s *Server) Refunds() []map[string]any { return s.ledger("refund.single.query") }

// Orders is the ledger of orders as they stand.
func (s *Server) Orders() []map[string]any { return s.ledger("orders.single.query") }

// Shops is the ledger of shops as they stand.
func (s *Server) Shops() []map[string]any { return s.ledger("shops.query") }

// Touch modifies a refund now, so that it leaves every window that has ended.
func (s *Server) Touch(asID string) error {
	return s.Change(asID, nil)
}

// Change sets fields of a refund and modifies it now; setting "modified" moves
// it to that time instead.
func (s *Server) Change(asID string, fields map[string]any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tables["refund.single.query"]
	old, ok := t.byID[asID]
	if !ok {
		return fmt.Errorf("there is no refund %s", asID)
	}
	changed := maps.Clone(old.fields)
	delete(changed, "modified")
	maps.Copy(changed, fields)
	return s.put(t, changed)
}

// RemoveRefund takes a refund away altogether.
func (s *Server) RemoveRefund(asID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tables["refund.single.query"]
	delete(t.byID, asID)
	t.rows = slices.DeleteFunc(t.rows, func(r *row) bool { return r.id == asID })
}

func (s *Server) seed(api string, rows []map[string]any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, fields := range rows {
		if err := s.put(s.tables[api], maps.Clone(fields)); err != nil {
			return fmt.Errorf("%s: %w", api, err)
		}
	}
	return nil
}

func (s *Server) put(t *table, fields map[string]any) error {
	id := text(fields[t.id])
	if id == "" {
		return fmt.Errorf("a row needs %s", t.id)
	}
	if text(fields["modified"]) == "" {
		fields["modified"] = s.opt.Now().In(s.zone).Format(time.DateTime)
	}
	modified, err := s.parse(text(fields["modified"]))
	if err != nil {
		return err
	}
	t.ts++
	fields["ts"] = t.ts
	t.place(&row{id: id, modified: modified, fields: fields})
	return nil
}

func (t *table) place(r *row) {
	t.sorted = false
	if old, ok := t.byID[r.id]; ok {
		*old = *r
		return
	}
	t.byID[r.id] = r
	t.rows = append(t.rows, r)
}

func (t *table) sort() {
	if t.sorted {
		return
	}
	t.sorted = true
	slices.SortFunc(t.rows, func(a, b *row) int {
		if c := a.modified.Compare(b.modified); c != 0 {
			return c
		}
		if len(a.id) != len(b.id) {
			return len(a.id) - len(b.id)
		}
		return strings.Compare(a.id, b.id)
	})
}

// parse reads a time with or without its .fff.
func (s *Server) parse(v string) (time.Time, error) {
	return time.ParseInLocation(time.DateTime, v, s.zone)
}

func (s *Server) ledger(api string) []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tables[api]
	t.sort()
	out := make([]map[string]any, len(t.rows))
	for i, r := range t.rows {
		out[i] = maps.Clone(r.fields)
	}
	return out
}

// text is a scalar as it is written in JSON, without quotes.
func text(v any) string {
	if v == nil {
		return ""
	}
	if s, ok := v.(string); ok {
		return s
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(raw)
}

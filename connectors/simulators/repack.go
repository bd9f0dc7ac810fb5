package simulators

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
)

// repack has lines of a stock-out differ from those that were ordered.
func (w *World) repack(s Shipment, i int) error {
	repacked := map[ShipmentKind]func(lines []any, row map[string]any) []any{
		AsSet: func(lines []any, _ map[string]any) []any { return ofSet(lines) },
		WithGift: func(lines []any, row map[string]any) []any {
			return append(slices.Clone(lines), gift(row, s.TIDs[0], i))
		},
		Split: func(lines []any, _ map[string]any) []any { return half(lines, strings.HasSuffix(s.Parcel, "B")) },
	}[s.Kind]
	if repacked == nil {
		return nil
	}
	table := w.Wangdiantong.Table(wangdiantongtest.Sales)
	for _, row := range table.Select(func(fields map[string]any, _ time.Time) bool { return fields["logistics_no"] == s.Parcel }) {
		lines, _ := row["details_list"].([]any)
		row["details_list"] = repacked(lines, row)
		if err := table.Seed(row); err != nil {
			return err
		}
	}
	return nil
}

func gift(row map[string]any, tid string, i int) map[string]any {
	return map[string]any{
		"rec_id": fmt.Sprint("9", i), "stockout_id": row["stockout_id"], "src_tid": tid, "src_oid": "", "gift_type": "1", "spec_no": "GIFT",
		"goods_no": "GIFT", "goods_name": "赠品", "spec_name": "", "goods_count": "1.0000", "sell_price": "0.0000", "share_amount": "0.0000", "paid": "0.0000",
	}
}

// half is the first line, or the others.
func half(lines []any, others bool) []any {
	if others {
		return lines[1:]
	}
	return lines[:1]
}

func ofSet(lines []any) []any {
	set := make([]any, len(lines))
	for i, line := range lines {
		part := map[string]any{}
		if fields, ok := line.(map[string]any); ok {
			maps.Copy(part, fields)
		}
		part["suite_no"] = "SET1"
		set[i] = part
	}
	return set
}

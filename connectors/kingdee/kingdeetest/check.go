package kingdeetest

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors"
)

// check refuses what the form refuses. A draft (暂存) is only checked for its
// number; ValidateFlag false skips the form's own rules.
func (f *filling) check(packet connectors.Object) {
	f.checkNumber(packet)
	if f.opts.draft || !f.opts.validate {
		return
	}
	f.checkHead()
	f.checkLines()
	f.checkPeriod()
}

func (f *filling) checkNumber(packet connectors.Object) {
	if f.s.opts.RepeatedNumbers {
		return
	}
	given, _ := packet.Get("FBillNo")
	number := strings.TrimSpace(text(given))
	if other := f.form.byNumber[strings.ToLower(number)]; number != "" && other != nil && other.id != f.bill.id {
		f.problem("FBillNo", sprintf(textDuplicate, number))
	}
}

func (f *filling) checkHead() {
	for _, d := range f.form.order {
		if d.must && d.place != entry && empty(f.bill.head[strings.ToLower(d.key)]) {
			f.problem(d.key, mustHead(d.title))
		}
	}
}

func (f *filling) checkLines() {
	if len(f.bill.lines) == 0 {
		f.problem(f.form.entry, sprintf(inventedNoRows, f.form.entryTitle))
	}
	for i, l := range f.bill.lines {
		for _, d := range f.form.order {
			if d.place == entry && (d.must || f.lotNeeded(d, l)) && empty(l.fields[strings.ToLower(d.key)]) {
				f.problem(d.key, mustEntry(f.form.entryTitle, i+1, d.title))
			}
		}
	}
}

// lotNeeded: 批号 is mandatory for material that is managed by batch.
func (f *filling) lotNeeded(d *field, l *line) bool {
	if d.kind != lot {
		return false
	}
	material, _ := l.fields["fmaterialid"].(*ref)
	return material != nil && isTrue(material.row.fields["fisbatchmanage"])
}

func (f *filling) checkPeriod() {
	stamped := text(f.bill.head["fdate"])
	if closed := f.s.closedBefore; closed != "" && len(stamped) >= len(time.DateOnly) && stamped[:len(time.DateOnly)] < closed {
		f.problem("FDate", sprintf(inventedClosedPeriod, stamped[:len(time.DateOnly)], closed))
	}
}

// empty is what counts as not filled in; a zero quantity does.
func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case *ref:
		return v == nil
	case decimal.Decimal:
		return v.IsZero()
	default:
		return false
	}
}

package kingdeetest

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors"
)

// filling is one packet being typed into a form.
type filling struct {
	s      *Server
	form   *form
	bill   *bill
	opts   saveOptions
	update bool
	issues []issue
}

func (f *filling) problem(key, message string) {
	f.issues = append(f.issues, issue{FieldName: &key, Message: message})
}

// fill replays the model's keys in their order, as the server replays a user.
func (f *filling) fill(model connectors.Object) {
	for _, m := range model {
		switch {
		case strings.EqualFold(m.Name, "FID"):
		case strings.EqualFold(m.Name, f.form.sub):
			if o, ok := m.Value.(connectors.Object); ok {
				f.fillPart(sub, f.bill.head, o)
			}
		case strings.EqualFold(m.Name, f.form.entry):
			rows, _ := m.Value.([]any)
			f.fillRows(rows)
		default:
			f.set(head, f.bill.head, model, m)
		}
	}
}

func (f *filling) fillPart(p place, into map[string]any, o connectors.Object) {
	for _, m := range o {
		f.set(p, into, o, m)
	}
}

// fillRows appends new rows and changes those whose id is given; with
// IsDeleteEntry, which is the default, rows that are not passed are deleted.
func (f *filling) fillRows(rows []any) {
	before := f.bill.lines
	var kept []*line
	if !f.opts.deleteEntry {
		kept = slices.Clone(before)
	}
	for _, row := range rows {
		o, ok := row.(connectors.Object)
		if !ok {
			continue
		}
		l := f.row(before, o)
		if !slices.Contains(kept, l) {
			kept = append(kept, l)
		}
		f.fillPart(entry, l.fields, o)
	}
	f.bill.lines = kept
}

func (f *filling) row(before []*line, o connectors.Object) *line {
	given, _ := o.Get(f.form.entryKey)
	id := int64(whole(given))
	if id == 0 {
		f.s.nextID++
		return &line{id: f.s.nextID, fields: map[string]any{}}
	}
	for _, l := range before {
		if l.id == id {
			return l
		}
	}
	f.problem(f.form.entryKey, sprintf(inventedNoEntry, id))
	return &line{id: id, fields: map[string]any{}}
}

func (f *filling) set(p place, into map[string]any, all connectors.Object, m connectors.Member) {
	key := strings.ToLower(m.Name)
	d := f.form.fields[key]
	switch {
	case f.update && len(f.opts.needUpdate) > 0 && !f.opts.needUpdate[key]:
	case p == entry && key == strings.ToLower(f.form.entryKey):
	case d != nil && d.place == p:
		into[key] = f.read(d, into, all, m.Value)
	case isCustom(m.Name):
		into[key] = custom(m.Value)
		f.form.customOfLine[key] = f.form.customOfLine[key] || p == entry
	case f.s.opts.StrictFields:
		f.problem(m.Name, sprintf(textNoProperty, [...]string{"BillHead", f.form.sub, f.form.entry}[p], m.Name))
	default:
		f.bill.ignored = append(f.bill.ignored, m.Name)
	}
}

// head gives a head field its default when nobody gave it a value. A code that
// was given but is unknown stays empty.
func (f *filling) head(key string, value any) { fallBack(f.bill.head, key, value) }

func (f *filling) line(l *line, key string, value any) { fallBack(l.fields, key, value) }

func fallBack(fields map[string]any, key string, value any) {
	key = strings.ToLower(key)
	if _, given := fields[key]; !given && value != nil {
		fields[key] = value
	}
}

// known is a reference to system data, as a default.
func (f *filling) known(form, number string) any {
	if r := f.s.find(form, number); r != nil {
		return r
	}
	return nil
}

// unitOf is the material's own unit.
func (f *filling) unitOf(l *line, materialKey string) any {
	material, _ := l.fields[strings.ToLower(materialKey)].(*ref)
	if material == nil {
		return nil
	}
	unit, _ := material.row.fields["fbaseunitid"].(Ref)
	return f.known(unit.Form, unit.Number)
}

// money is what every bill has in its finance part.
func (f *filling) money() {
	f.head("FSettleCurrId", f.known("BD_Currency", "PRE001"))
	f.head("FLocalCurrId", f.known("BD_Currency", "PRE001"))
	f.head("FExchangeTypeId", f.known("BD_RateType", "HLTX01_SYS"))
	f.head("FExchangeRate", decimal.NewFromInt(1))
}

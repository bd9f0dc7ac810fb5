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

// custom keeps a custom field's value; a custom reference by its number.
func custom(v any) any {
	if o, ok := v.(connectors.Object); ok && len(o) == 1 {
		return text(o[0].Value)
	}
	return v
}

func (f *filling) read(d *field, into map[string]any, all connectors.Object, v any) any {
	var out any
	var err error
	switch d.kind {
	case words:
		out = text(v)
	case integer, amount:
		var n decimal.Decimal
		if n, err = number(v); err != nil {
			f.problem(d.key, sprintf(textBadValue, d.key, d.title, "Input string was not in a correct format."))
		}
		out = n
	case boolean:
		out = isTrue(v)
	case date:
		out = f.readDate(d, v)
	case reference, lot, owner:
		out = f.readReference(d, into, all, v)
	default:
		out = v
	}
	return out
}

func (f *filling) readDate(d *field, v any) any {
	if text(v) == "" {
		return nil
	}
	stamped, err := day(v)
	if err != nil {
		f.problem(d.key, sprintf(textBadValue, d.key, d.title, err.Error()))
		return nil
	}
	return stamped
}

// readReference resolves {"FNumber":…}. Text that is not wrapped is no
// reference and reads as empty, as does an unknown code when it is not verified.
func (f *filling) readReference(d *field, into map[string]any, all connectors.Object, v any) any {
	o, ok := v.(connectors.Object)
	if !ok || len(o) == 0 || text(o[0].Value) == "" {
		return nil
	}
	if d.kind == lot {
		return &ref{form: d.base, number: text(o[0].Value)}
	}
	base := d.base
	if d.kind == owner {
		if base = f.ownerForm(d, into, all); base == "" {
			f.problem(d.key, sprintf(textOwnerType, d.key, d.title))
			return nil
		}
	}
	if found := f.s.findBy(base, o[0].Name, text(o[0].Value)); found != nil {
		return found
	}
	if f.opts.verify {
		f.problem(d.key, sprintf(inventedBadBaseData, d.title, text(o[0].Value)))
	}
	return nil
}

// ownerForm is what the owner's type points at. A type that comes after the
// owner is not known yet; one that does not come at all is the form's default.
func (f *filling) ownerForm(d *field, into map[string]any, all connectors.Object) string {
	kind := text(into[strings.ToLower(d.base)])
	later, given := all.Get(d.base)
	if kind == "" && (!given || f.opts.adjust) {
		kind = text(later)
	}
	if kind == "" && !given {
		kind = "BD_OwnerOrg"
	}
	switch strings.ToLower(kind) {
	case "bd_ownerorg":
		return orgs
	case "bd_supplier", "bd_customer":
		return kind
	default:
		return ""
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

package kingdeetest

import (
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

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

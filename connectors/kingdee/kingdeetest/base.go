package kingdeetest

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"github.com/shopspring/decimal"
)

// Ref is a value of a seeded row that refers to base data, for custom
// references; the usual ones (FUseOrgId, FBaseUnitId, F_XC_Base, …) may be
// given by number alone.
type Ref struct {
	Form   string
	Number string
}

// baseForm is one kind of base data and its rows.
type baseForm struct {
	id       string
	key      string              // FCUSTID, FMATERIALID, …: the internal id's field
	fields   map[string]bool     // lower-case names that rows have
	rows     []*baseRow          // in order of seeding
	byNumber map[string]*baseRow // lower-case number → first row of that number
	byOrg    map[string]*baseRow // lower-case number and organisation → row
	byName   map[string]*baseRow
}

type baseRow struct {
	id     int64
	number string
	name   string
	fields map[string]any // lower-case field → string, json.Number, bool, Ref
}

// baseKeys are the fields of internal ids; every other form has FID.
func baseKey(form string) string {
	switch strings.ToLower(form) {
	case "bd_material":
		return "FMATERIALID"
	case "bd_customer":
		return "FCUSTID"
	case "bd_supplier":
		return "FSupplierId"
	case "bd_stock":
		return "FStockId"
	case "org_organizations":
		return "FOrgID"
	default:
		return "FID"
	}
}

// refersTo says which base data a field of a seeded row refers to, when the row
// gives only a number.
func refersTo(field string) string {
	switch strings.ToLower(field) {
	case "fuseorgid", "fcreateorgid", "f_xc_base", "fparentid":
		return "ORG_Organizations"
	case "fbaseunitid", "fsaleunitid", "fpurchaseunitid", "fstoreunitid":
		return "BD_UNIT"
	case "fmaterialgroup":
		return "BD_MATERIALGROUP"
	case "fsettlecurrid", "ftradingcurrid", "flocalcurrid":
		return "BD_Currency"
	default:
		return ""
	}
}

// Seed adds base data, now or while the server runs: BD_Customer, BD_MATERIAL,
// BD_STOCK, BD_Supplier, ORG_Organizations or any other form. A row needs
// FNumber; a row whose FNumber and FUseOrgId are there already is replaced.
// BD_MATERIAL reads FBaseUnitId (default Pcs) and FIsBatchManage.
func (s *Server) Seed(form string, rows ...map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, row := range rows {
		s.seed(form, row)
	}
}

func (s *Server) seed(form string, row map[string]any) {
	b := s.base(form)
	r := s.newRow(b, row)
	if old := b.byOrg[r.orgKey()]; old != nil {
		old.name, old.fields = r.name, r.fields
		b.index(old)
		return
	}
	s.nextID++
	r.id = s.nextID
	b.rows = append(b.rows, r)
	b.index(r)
}

func (s *Server) base(form string) *baseForm {
	b, ok := s.bases[strings.ToLower(form)]
	if !ok {
		b = &baseForm{id: form, key: baseKey(form), fields: standardFields(), byNumber: map[string]*baseRow{}, byOrg: map[string]*baseRow{}, byName: map[string]*baseRow{}}
		s.bases[strings.ToLower(form)] = b
	}
	return b
}

// standardFields are what all base data has, seeded or not.
func standardFields() map[string]bool {
	fields := map[string]bool{}
	for _, name := range []string{
		"fnumber", "fname", "fdocumentstatus", "fforbidstatus", "fcreatedate", "fmodifydate", "fcreateorgid", "fuseorgid",
	} {
		fields[name] = true
	}
	return fields
}

// newRow gives a row what every base data has, unless the caller says otherwise.
func (s *Server) newRow(b *baseForm, given map[string]any) *baseRow {
	now := s.now().Format(stamp)
	fields := map[string]any{
		"fname": "", "fdocumentstatus": "C", "fforbidstatus": "A", "fcreatedate": now, "fmodifydate": now,
		"fcreateorgid": Ref{"ORG_Organizations", "100"}, "fuseorgid": Ref{"ORG_Organizations", "100"},
	}
	if strings.EqualFold(b.id, "BD_MATERIAL") {
		maps.Copy(fields, map[string]any{"fbaseunitid": Ref{"BD_UNIT", "Pcs"}, "fisbatchmanage": false, "fspecification": "", "fbarcode": "", "ferpclsid": "1"})
	}
	for name, v := range given {
		if form := refersTo(name); form != "" {
			if _, already := v.(Ref); !already {
				v = Ref{form, text(v)}
			}
		}
		fields[strings.ToLower(name)] = tidy(v)
	}
	for name := range fields {
		b.fields[name] = true
	}
	return &baseRow{number: text(fields["fnumber"]), name: text(fields["fname"]), fields: fields}
}

// tidy makes every kind of Go number one kind.
func tidy(v any) any {
	switch v.(type) {
	case int, int64, float64, json.Number:
		if d, err := decimal.NewFromString(fmt.Sprint(v)); err == nil {
			return d
		}
	}
	return v
}

// orgKey tells rows apart: base data is per organisation.
func (r *baseRow) orgKey() string {
	return strings.ToLower(fmt.Sprint(r.number, "|", r.fields["fuseorgid"]))
}

func (b *baseForm) index(r *baseRow) {
	if _, taken := b.byNumber[strings.ToLower(r.number)]; !taken {
		b.byNumber[strings.ToLower(r.number)] = r
	}
	b.byOrg[r.orgKey()] = r
	if r.name != "" {
		b.byName[r.name] = r
	}
}

// ref is a resolved reference to base data.
type ref struct {
	form   string
	id     int64
	number string
	row    *baseRow
}

func (s *Server) find(form, number string) *ref {
	b, ok := s.bases[strings.ToLower(form)]
	if !ok {
		return nil
	}
	return usable(form, b.byNumber[strings.ToLower(number)])
}

func (s *Server) findBy(form, key, value string) *ref {
	b, ok := s.bases[strings.ToLower(form)]
	switch {
	case !ok:
		return nil
	case strings.EqualFold(key, "FName"):
		return usable(form, b.byName[value])
	case strings.EqualFold(key, "FID"), strings.EqualFold(key, b.key):
		return usable(form, b.byID(value))
	default: // FNumber, FCODE, FUserID, FCONTACTNUMBER: the row's number under another name
		return usable(form, b.byNumber[strings.ToLower(value)])
	}
}

func (b *baseForm) byID(id string) *baseRow {
	for _, r := range b.rows {
		if text(r.id) == id {
			return r
		}
	}
	return nil
}

// usable leaves out what is forbidden (禁用): it is as if it were unknown.
func usable(form string, r *baseRow) *ref {
	if r == nil || text(r.fields["fforbidstatus"]) == "B" {
		return nil
	}
	return &ref{form: form, id: r.id, number: r.number, row: r}
}

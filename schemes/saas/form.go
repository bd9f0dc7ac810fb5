package saas

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// formOf guesses the form of a 金蝶 bill whose metadata is only a table of
// fields: the one whose fields these are.
func (b *builder) formOf(options *yaml.Node) {
	if b.target.name != "kingdee" || child(options, "FormId") != nil || b.own != nil {
		return
	}
	if b.form == "" {
		b.note(Note{Kind: ToDo, Code: "form-missing", Side: targetSide})
		return
	}
	b.note(Note{Kind: Guessed, Code: "form", Side: targetSide, Field: "options.FormId", New: b.form, Certainty: low})
	add(options, "FormId", scalarNode(b.form))
}

// formTable finds the table of a 金蝶 form: batchSave is described once for each.
func (b *builder) formTable(o connectors.Object) {
	list, _ := entries(get(o, "request"))
	others, _ := entries(get(o, "otherRequest"))
	form := ""
	walk(append(others, list...), func(e *entry) {
		if e.field == "FormId" && form == "" {
			form = text(get(e.raw, "value"))
		}
	})
	if form == "" && b.own == nil {
		if form = ofBillType(list); form == "" {
			form = b.likeliest(list)
		}
		b.form = form
	}
	b.target.table = connectors.API{}
	for _, api := range b.APIs[b.target.name] {
		if strings.EqualFold(api.Name, b.target.api+" "+form) {
			b.target.table = api
		}
	}
}

// ofBillType is the form whose own bill types begin as the one that is written.
func ofBillType(list []*entry) string {
	form := ""
	walk(list, func(e *entry) {
		if !strings.EqualFold(e.field, "FBillTypeID") || form != "" {
			return
		}
		for prefix, of := range billTypes() {
			if strings.HasPrefix(text(get(e.raw, "value")), prefix+"0") {
				form = of
			}
		}
	})
	return form
}

// billTypes are the types 金蝶 comes with: XSCKD01_SYS, XSCKD02_SYS, ….
func billTypes() map[string]string {
	return map[string]string{
		"XSDD": "SAL_SaleOrder", "XSCKD": "SAL_OUTSTOCK", "XSTHD": "SAL_RETURNSTOCK",
		"CGDD": "PUR_PurchaseOrder", "RKD": "STK_InStock", "TLD": "PUR_MRB",
		"QTRKD": "STK_MISCELLANEOUS", "QTCKD": "STK_MisDelivery", "ZJDB": "STK_TransferDirect",
		"FKDLX": "AP_PAYBILL", "SKDLX": "AR_RECEIVEBILL",
	}
}

// likeliest is the form that has nearly all of these fields.
func (b *builder) likeliest(list []*entry) string {
	best, most := "", 0
	for _, api := range b.APIs[b.target.name] {
		_, form, found := strings.Cut(api.Name, " ")
		if n := matching(api.Request, list); found && n > most {
			best, most = form, n
		}
	}
	return best
}

// matching counts the fields a form has, if it has most of a good number.
func matching(known []connectors.Field, list []*entry) int {
	const least, most, of = 5, 9, 10
	hits, all := 0, 0
	walk(list, func(e *entry) {
		if strings.HasPrefix(e.field, "F_") {
			return // a customer's own
		}
		all++
		if _, ok := connectors.FindField(known, e.path()); ok {
			hits++
		}
	})
	if hits < least || hits*of < all*most {
		return 0
	}
	return hits
}

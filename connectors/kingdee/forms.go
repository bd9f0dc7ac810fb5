package kingdee

import "strings"

// keysOf are the fields of a form that are not the same everywhere.
type keysOf struct {
	id     string // internal id
	number string
	entry  string // internal id of a row of the entry, as queries call it
}

// keys knows the forms that differ from an ordinary bill.
func keys(form string) keysOf {
	switch strings.ToUpper(form) {
	case "SAL_RETURNSTOCK", "SAL_OUTSTOCK":
		return keysOf{"FID", "FBillNo", "FEntity_FEntryID"}
	case "PUR_MRB":
		return keysOf{"FID", "FBillNo", "FPURMRBENTRY_FEntryID"}
	case "BD_CUSTOMER":
		return keysOf{id: "FCUSTID", number: "FNumber"}
	case "BD_MATERIAL":
		return keysOf{id: "FMATERIALID", number: "FNumber"}
	case "BD_SUPPLIER":
		return keysOf{id: "FSupplierId", number: "FNumber"}
	case "BD_STOCK":
		return keysOf{id: "FStockId", number: "FNumber"}
	case "ORG_ORGANIZATIONS":
		return keysOf{id: "FOrgID", number: "FNumber"}
	}
	if strings.HasPrefix(strings.ToUpper(form), "BD_") {
		return keysOf{id: "FID", number: "FNumber"}
	}
	return keysOf{id: "FID", number: "FBillNo"}
}

// order is a stable order for a query of these fields. Without one the server
// returns rows as they come, and pages overlap and leave out rows. Rows of the
// entry are ordered only when they are asked for: naming their id in the order
// makes a row of every line.
func order(form string, fields []string) string {
	k := keys(form)
	for _, f := range fields {
		if strings.HasSuffix(strings.ToUpper(f), "_FENTRYID") {
			return k.id + " ASC," + f + " ASC"
		}
	}
	if k.entry != "" && asksForLines(form, fields) {
		return k.id + " ASC," + k.entry + " ASC"
	}
	return k.id + " ASC"
}

func asksForLines(form string, fields []string) bool {
	for _, f := range fields {
		name, _, _ := strings.Cut(f, ".")
		if isLineField(form, name) {
			return true
		}
	}
	return false
}

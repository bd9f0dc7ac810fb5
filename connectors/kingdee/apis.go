package kingdee

import (
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// The forms whose fields are known by name, type and reference. Bills of other
// forms can be saved too; their references must then come wrapped.
const (
	formReturnStock = "SAL_RETURNSTOCK"
	formPurchaseRet = "PUR_MRB"
)

// APIs describes what 金蝶云星空 can be asked for. A save is described once for
// each form, under the API's name and the form's: "batchSave SAL_RETURNSTOCK".
func APIs() []connectors.API {
	apis := []connectors.API{{
		Name: queryMethod, Title: "单据查询", Effect: connectors.Reads, Request: queryFields(),
	}}
	for _, api := range []string{apiBatchSave, apiSave} {
		apis = append(apis,
			saveAPI(api, formReturnStock, "销售退货新增"),
			saveAPI(api, formPurchaseRet, "采购退货新增"))
	}
	// Forms that are not described by name, base data among them; found after those that are.
	for _, api := range []string{apiBatchSave, apiSave} {
		apis = append(apis, connectors.API{Name: api, Title: "保存", Effect: connectors.Writes})
	}
	return apis
}

// APIs describes what this account can be asked for.
func (c *Client) APIs() []connectors.API { return APIs() }

func saveAPI(api, form, title string) connectors.API {
	return connectors.API{
		Name: api + " " + form, Title: title, Effect: connectors.Writes,
		Request: append(fieldsOf(form), optionFields(api)...),
	}
}

func optionFields(api string) []connectors.Field {
	fields := []connectors.Field{
		{Name: "FormId", Title: "业务对象表单Id", Type: "string", Mandatory: true},
		{Name: "Operation", Title: "执行的操作", Type: "string", About: "金蝶 does not know it; accepted and not sent"},
	}
	with := inSave
	if api == apiBatchSave {
		with |= inBatch
	}
	for _, o := range outers() {
		if o.used&with != 0 {
			fields = append(fields, connectors.Field{Name: o.name, Title: o.title, Type: o.kind})
		}
	}
	return fields
}

func queryFields() []connectors.Field {
	return []connectors.Field{
		{Name: "FormId", Title: "业务对象表单Id", Type: "string", Mandatory: true},
		{Name: "FieldKeys", Title: "需查询的字段", Type: "string", Mandatory: true, About: "comma separated; FCustId.FNumber comes back as FCustId_FNumber"},
		{Name: "FilterString", Title: "过滤条件", Type: "string"},
		{Name: "OrderString", Title: "排序字段", Type: "string", About: "by internal ids when it is empty, because pages overlap without an order"},
		{Name: "TopRowCount", Title: "返回总行数", Type: "int"},
		{Name: "StartRow", Title: "开始行索引", Type: "int", About: "where the reading begins; later pages are asked for by themselves"},
		{Name: "Limit", Title: "最大行数", Type: "int", About: "rows a page; 2000 at most"},
		{Name: "SubSystemId", Title: "子系统内码", Type: "string"},
	}
}

// fieldsOf is what the vendor's page says of a form's fields; nil for a form
// that is not known by name.
func fieldsOf(form string) []connectors.Field {
	switch strings.ToUpper(form) {
	case formReturnStock:
		return returnStockFields()
	case formPurchaseRet:
		return purchaseReturnFields()
	default:
		return nil
	}
}

// isLineField says whether a field is one of the form's entry.
func isLineField(form, name string) bool {
	entry := strings.TrimSuffix(keys(form).entry, "_FEntryID")
	if entry == "" {
		return false
	}
	_, ok := connectors.FindField(fieldsOf(form), entry+"."+name)
	return ok
}

// Shorthands for the tables of fields.

func ref(name, title string) connectors.Field { return refBy("FNumber", name, title) }

func refBy(key, name, title string) connectors.Field {
	return connectors.Field{Name: name, Title: title, Type: "ref", Reference: key}
}

func typed(kind, name, title string) connectors.Field {
	return connectors.Field{Name: name, Title: title, Type: kind}
}

func must(f connectors.Field) connectors.Field {
	f.Mandatory = true
	return f
}

func about(f connectors.Field, text string) connectors.Field {
	f.About = text
	return f
}

// under puts fields below an object or array.
func under(parent connectors.Field, fields ...connectors.Field) []connectors.Field {
	out := []connectors.Field{parent}
	for _, f := range fields {
		f.Name = parent.Name + "." + f.Name
		out = append(out, f)
	}
	return out
}

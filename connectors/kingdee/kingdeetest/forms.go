package kingdeetest

import "strings"

// kind is how a field reads its value.
type kind int

const (
	words kind = iota
	integer
	amount
	boolean
	date
	reference // to base data
	lot       // 批号: a reference that comes into being when it is first used
	owner     // 货主: a reference whose form another field names
	flexible  // 弹性域: kept as it came
	links     // sub-entities: kept as they came
)

// place is the part of a bill that a field belongs to.
type place int

const (
	head place = iota
	sub
	entry
)

type field struct {
	key   string
	title string
	kind  kind
	base  string // reference: the form of the base data; owner: the field that names it
	must  bool
	place place
}

// form describes a bill as the designer of the real one does.
type form struct {
	id, title, prefix   string
	sub, subProperty    string // key and property of the head's sub-entity
	entry, entryTitle   string
	entryProperty       string
	entryKey            string // the field of the entry's internal id
	quantity            string
	fields              map[string]*field // by lower-case key
	order               []*field
	defaults            func(*filling)
	bills               []*bill
	byNumber            map[string]*bill // by lower-case number
	byID                map[int64]*bill
	autoNumber          int
	total, totalNet     string // fields of the sub-entity that hold the bill's amounts
	totalTax            string
	allAmount, taxField string // fields of the entry that hold the line's amounts
	free                string
	customOfLine        map[string]bool // lower-case custom fields that lines have
}

func (f *form) with(fields ...field) *form {
	f.fields, f.byNumber, f.byID = map[string]*field{}, map[string]*bill{}, map[int64]*bill{}
	f.customOfLine = map[string]bool{}
	for _, d := range fields {
		f.order = append(f.order, &d)
		f.fields[strings.ToLower(d.key)] = &d
	}
	return f
}

// isCustom: a custom field (F_XC_Text) exists because the customer's designer
// made it, wherever it is used.
func isCustom(key string) bool { return strings.HasPrefix(strings.ToUpper(key), "F_") }

func billForms() map[string]*form {
	return map[string]*form{
		"sal_returnstock": returnStock(),
		"pur_mrb":         purchaseReturn(),
	}
}

const (
	orgs      = "ORG_Organizations"
	customers = "BD_Customer"
	staff     = "BD_Empinfo"
	assistant = "BOS_ASSISTANTDATA_DETAIL"
)

// in puts fields into one part of a bill.
func in(p place, fields ...field) []field {
	for i := range fields {
		fields[i].place = p
	}
	return fields
}

func must(f field) field {
	f.must = true
	return f
}

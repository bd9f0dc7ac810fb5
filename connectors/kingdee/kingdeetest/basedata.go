package kingdeetest

import (
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// changeBase is a call that may change base data. It has the rules that all
// base data has, and none of a form's own.
func (s *Server) changeBase(method string, b *baseForm, data connectors.Object) reply {
	st := newStatus()
	more := map[string]any{}
	switch method {
	case "Save", "BatchSave":
		s.saveBases(method, b, data, &st, more)
	case "Allocate":
		s.allot(b, data, &st)
	default:
		s.operateBases(method, b, data, &st)
	}
	return answered(result(st, more))
}

func (s *Server) saveBases(method string, b *baseForm, data connectors.Object, st *status, more map[string]any) {
	model, _ := data.Get("Model")
	packets, many := model.([]any)
	if !many {
		packets = []any{model}
	}
	returned := []any{}
	needReturn := readSaveOptions(method, data).needReturn
	for i, p := range packets {
		packet, _ := p.(connectors.Object)
		row, problem := s.typeInBase(method, b, packet, i)
		if problem != nil {
			problem.DIndex = i
			st.fail(11, *problem)
			continue
		}
		st.SuccessEntitys = append(st.SuccessEntitys, entity{ID: row.id, Number: row.number, DIndex: i})
		if len(needReturn) > 0 {
			returned = append(returned, neededBase(row, needReturn))
		}
		if !many {
			more["Id"], more["Number"] = row.id, row.number
		}
	}
	more["NeedReturnData"] = returned
}

func neededBase(row *baseRow, keys []string) map[string]any {
	out := map[string]any{}
	for _, key := range keys {
		out[key] = wire(row.fields[strings.ToLower(key)])
	}
	return out
}

// typeInBase saves a packet of base data, or says why not.
func (s *Server) typeInBase(method string, b *baseForm, packet connectors.Object, index int) (*baseRow, *issue) {
	fields := fieldsOfPacket(packet)
	number := text(fields["fnumber"])
	if fault, hit := s.faults.refuses(method, number, index); hit {
		return nil, refusedBy(fault)
	}
	for _, must := range []struct{ key, title string }{{"FNumber", "编码"}, {"FName", "名称"}} {
		if text(fields[strings.ToLower(must.key)]) == "" {
			return nil, &issue{FieldName: &must.key, Message: mustHead(must.title)}
		}
	}
	fallBack(fields, "FCreateOrgId", "100")
	fallBack(fields, "FUseOrgId", text(fields["fcreateorgid"]))
	for _, key := range []string{"fcreateorgid", "fuseorgid"} {
		if s.find(orgs, text(fields[key])) == nil {
			return nil, &issue{FieldName: &key, Message: sprintf(inventedBadBaseData, key, text(fields[key]))}
		}
	}
	row := s.newRow(b, fields)
	if taken := b.byOrg[row.orgKey()]; taken != nil {
		key := "FNumber"
		return nil, &issue{FieldName: &key, Message: sprintf(textDuplicate, number)}
	}
	row.fields["fdocumentstatus"] = createdState
	return s.addBase(b, row), nil
}

func refusedBy(f Fault) *issue {
	message := f.Message
	fallback(&message, inventedRefused)
	return &issue{Message: message}
}

func (s *Server) addBase(b *baseForm, row *baseRow) *baseRow {
	s.nextID++
	row.id = s.nextID
	b.rows = append(b.rows, row)
	b.index(row)
	return row
}

// fieldsOfPacket are a packet's fields in lower case, references by their number.
func fieldsOfPacket(packet connectors.Object) map[string]any {
	fields := map[string]any{}
	for _, m := range packet {
		v := m.Value
		if o, ok := v.(connectors.Object); ok && len(o) == 1 {
			v = o[0].Value
		}
		fields[strings.ToLower(m.Name)] = v
	}
	return fields
}

func (s *Server) operateBases(method string, b *baseForm, data connectors.Object, st *status) {
	named, rows := b.wanted(data)
	for i, row := range rows {
		if row == nil {
			st.refuse(10, i, sprintf(inventedNotFound, named[i]))
			continue
		}
		if refusal := b.transition(method, row); refusal != "" {
			st.refuse(11, i, ofBill(row.number, b.id, refusal))
			continue
		}
		st.SuccessEntitys = append(st.SuccessEntitys, entity{ID: row.id, Number: row.number, DIndex: i})
	}
}

// wanted are the rows that a call names by Numbers or Ids; nil: there is none.
func (b *baseForm) wanted(data connectors.Object) ([]string, []*baseRow) {
	given, _ := data.Get("Numbers")
	named := list(given)
	find := func(number string) *baseRow { return b.byNumber[strings.ToLower(number)] }
	if len(named) == 0 {
		given, _ = data.Get("Ids")
		named, find = list(given), b.byID
	}
	rows := make([]*baseRow, len(named))
	for i, n := range named {
		rows[i] = find(n)
	}
	return named, rows
}

// transition moves a row to the next state, or says why it may not.
func (b *baseForm) transition(method string, row *baseRow) (refusal string) {
	state := text(row.fields["fdocumentstatus"])
	changeable := slices.Contains([]string{draftState, createdState, reopenedState}, state)
	to := map[string]string{"Submit": submittedState, "Audit": auditedState, "UnAudit": reopenedState}[method]
	switch {
	case method == "Submit" && !changeable:
		return "只有暂存、创建和重新审核的数据才允许提交！"
	case method == "Audit" && state == auditedState:
		return "单据已经审核！"
	case method == "Audit" && state != submittedState:
		return "请先提交审核!"
	case method == "UnAudit" && state != auditedState:
		return inventedUnAudit
	case to == "":
		return inventedDelete // base data that may be in use is not deleted here
	}
	row.fields["fdocumentstatus"] = to
	return ""
}

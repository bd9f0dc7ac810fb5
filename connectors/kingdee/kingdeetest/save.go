package kingdeetest

import (
	"encoding/json"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

type saveOptions struct {
	method      string
	draft       bool
	verify      bool // IsVerifyBaseDataField
	validate    bool // ValidateFlag
	deleteEntry bool // IsDeleteEntry
	adjust      bool // IsAutoAdjustField
	auto        bool // IsAutoSubmitAndAudit
	noRepeat    bool // ValidateRepeatJson
	needUpdate  map[string]bool
	needReturn  []string
}

func readSaveOptions(method string, data connectors.Object) saveOptions {
	o := saveOptions{
		method:      method,
		draft:       method == "Draft",
		verify:      truth(data, "IsVerifyBaseDataField", false),
		validate:    truth(data, "ValidateFlag", true),
		deleteEntry: truth(data, "IsDeleteEntry", true),
		adjust:      truth(data, "IsAutoAdjustField", false),
		auto:        truth(data, "IsAutoSubmitAndAudit", false),
		noRepeat:    truth(data, "ValidateRepeatJson", false),
		needUpdate:  map[string]bool{},
	}
	fields, _ := data.Get("NeedUpDateFields")
	for _, name := range list(fields) {
		o.needUpdate[strings.ToLower(name)] = true
	}
	returns, _ := data.Get("NeedReturnFields")
	o.needReturn = list(returns)
	return o
}

// formAndData reads a call's form and data, or says why it cannot.
func (s *Server) formAndData(req request) (*form, connectors.Object, *status) {
	id, data, err := req.formCall()
	if err != nil {
		st := failure(8, err.Error())
		return nil, nil, &st
	}
	f, ok := s.forms[strings.ToLower(id)]
	if !ok {
		st := failure(4, sprintf(textNoForm, id))
		return nil, nil, &st
	}
	return f, data, nil
}

// save does one packet.
func (s *Server) save(req request, draft bool) reply {
	method := "Save"
	if draft {
		method = "Draft"
	}
	f, data, problem := s.formAndData(req)
	if problem != nil {
		return answered(result(*problem, nil))
	}
	model, _ := data.Get("Model")
	packet, ok := model.(connectors.Object)
	if !ok {
		return answered(result(failure(8, "Model不能为空"), nil))
	}
	st := newStatus()
	opts := readSaveOptions(method, data)
	b := s.saveOne(f, packet, opts, 0, &st)
	if b == nil {
		return answered(result(st, map[string]any{"Id": "", "NeedReturnData": []any{map[string]any{}}}))
	}
	return answered(result(st, map[string]any{"Id": b.id, "Number": b.number, "NeedReturnData": []any{needed(f, b, opts.needReturn)}}))
}

// batchSave does each packet by itself: a refused one takes no other with it.
func (s *Server) batchSave(req request) reply {
	f, data, problem := s.formAndData(req)
	if problem != nil {
		return answered(result(*problem, nil))
	}
	model, _ := data.Get("Model")
	packets, ok := model.([]any)
	if !ok {
		return answered(result(failure(8, "Model不能为空"), nil))
	}
	st := newStatus()
	opts := readSaveOptions("BatchSave", data)
	returned := []any{}
	for i, p := range packets {
		packet, _ := p.(connectors.Object)
		if b := s.saveOne(f, packet, opts, i, &st); b != nil && len(opts.needReturn) > 0 {
			returned = append(returned, needed(f, b, opts.needReturn))
		}
	}
	if len(st.Errors) > 0 && len(st.SuccessEntitys) > 0 {
		st.MsgCode = 0 // as seen: a partial success has MsgCode 0
	}
	return answered(result(st, map[string]any{"NeedReturnData": returned}))
}

// saveOne saves a packet or notes why not; nil means not.
func (s *Server) saveOne(f *form, packet connectors.Object, o saveOptions, index int, st *status) *bill {
	b, issues := s.typeIn(f, packet, o, index)
	if len(issues) > 0 {
		for i := range issues {
			issues[i].DIndex = index
		}
		st.fail(11, issues...)
		return nil
	}
	s.commit(f, b, o)
	st.SuccessEntitys = append(st.SuccessEntitys, entity{ID: b.id, Number: b.number, DIndex: index})
	return b
}

// typeIn fills the form and checks it, touching nothing that is saved.
func (s *Server) typeIn(f *form, packet connectors.Object, o saveOptions, index int) (*bill, []issue) {
	given, _ := packet.Get("FBillNo")
	if fault, hit := s.faults.refuses(o.method, text(given), index); hit {
		message := fault.Message
		fallback(&message, inventedRefused)
		return nil, []issue{{Message: message}}
	}
	if o.noRepeat && s.repeated(f, packet) {
		return nil, []issue{{Message: inventedRepeat}}
	}
	b, problem := s.open(f, packet)
	if problem != nil {
		return nil, []issue{*problem}
	}
	fill := &filling{s: s, form: f, bill: b, opts: o, update: b.saves > 0}
	fill.fill(packet)
	f.defaults(fill)
	fill.compute()
	fill.check(packet)
	return b, fill.issues
}

func (s *Server) repeated(f *form, packet connectors.Object) bool {
	body, err := json.Marshal(packet)
	key := f.id + string(body)
	seen := s.seenPackets[key]
	s.seenPackets[key] = true
	return err == nil && seen
}

// open gives the bill that a packet is about: a copy of the one with its FID, or
// a new one.
func (s *Server) open(f *form, packet connectors.Object) (*bill, *issue) {
	given, _ := packet.Get("FID")
	id := int64(whole(given))
	if id <= 0 {
		return &bill{head: map[string]any{}, times: map[string]string{}}, nil
	}
	saved, ok := f.byID[id]
	switch {
	case !ok:
		return nil, &issue{Message: sprintf(inventedNotFound, text(given))}
	case saved.state == auditedState:
		return nil, &issue{Message: ofBill(saved.number, f.title, textAudited)}
	case saved.state == submittedState:
		return nil, &issue{Message: ofBill(saved.number, f.title, inventedSubmitted)}
	}
	return saved.clone(), nil
}

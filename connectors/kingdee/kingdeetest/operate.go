package kingdeetest

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// operate does Submit, Audit, UnAudit, CancelAssign or Delete to each bill by itself.
func (s *Server) operate(method string, req request) reply {
	f, data, problem := s.formAndData(req)
	if problem != nil {
		return answered(result(*problem, nil))
	}
	st := newStatus()
	targets := wanted(f, data)
	if len(targets) == 0 {
		st = failure(8, "单据编号或内码不能为空")
	}
	for i, t := range targets {
		s.operateOne(method, f, t, i, &st)
	}
	return answered(result(st, nil))
}

// target is a bill that a call names, found or not.
type target struct {
	named string
	bill  *bill
}

// wanted reads Numbers, or else Ids, which may be a comma separated string or
// an array.
func wanted(f *form, data connectors.Object) []target {
	var out []target
	numbers, _ := data.Get("Numbers")
	for _, n := range list(numbers) {
		out = append(out, target{n, f.byNumber[strings.ToLower(n)]})
	}
	if len(out) > 0 {
		return out
	}
	ids, _ := data.Get("Ids")
	for _, n := range list(ids) {
		id, _ := strconv.ParseInt(n, 10, 64) // no bill has id 0
		out = append(out, target{n, f.byID[id]})
	}
	return out
}

func (s *Server) operateOne(method string, f *form, t target, index int, st *status) {
	if t.bill == nil {
		st.refuse(10, index, sprintf(inventedNotFound, t.named))
		return
	}
	if fault, hit := s.faults.refuses(method, t.bill.number, index); hit {
		st.refuse(11, index, ofBill(t.bill.number, f.title, fault.Message))
		return
	}
	done, refusal := s.transition(method, f, t.bill)
	if refusal != "" {
		st.refuse(11, index, ofBill(t.bill.number, f.title, refusal))
		return
	}
	st.SuccessEntitys = append(st.SuccessEntitys, entity{ID: t.bill.id, Number: t.bill.number, DIndex: index})
	st.SuccessMessages = append(st.SuccessMessages, issue{Message: ofBill(t.bill.number, f.title, done), DIndex: index})
}

func (st *status) refuse(msgCode, index int, message string) {
	none := ""
	st.fail(msgCode, issue{FieldName: &none, Message: message, DIndex: index})
	st.ErrorCode = http.StatusInternalServerError
}

// transition moves a bill to the next state, or says why it may not.
func (s *Server) transition(method string, f *form, b *bill) (done, refusal string) {
	changeable := b.state == draftState || b.state == createdState || b.state == reopenedState
	switch method {
	case "Submit":
		if !changeable {
			return "", "只有暂存、创建和重新审核的数据才允许提交！"
		}
		s.submitBill(b)
		return "提交成功！", ""
	case "Audit":
		return s.audit(b)
	case "UnAudit":
		if b.state != auditedState {
			return "", inventedUnAudit
		}
		b.state = reopenedState
		b.auditedAt = time.Time{}
		delete(b.times, "fapprovedate")
		return "反审核成功！", ""
	case "CancelAssign":
		if b.state != submittedState {
			return "", inventedCancel
		}
		b.state = reopenedState
		return "撤销成功！", ""
	default: // Delete
		if !changeable {
			return "", inventedDelete
		}
		f.remove(b)
		return "删除成功！", ""
	}
}

func (s *Server) audit(b *bill) (done, refusal string) {
	switch b.state {
	case auditedState:
		return "", "单据已经审核！"
	case submittedState:
		s.auditBill(b)
		return "审核成功！", ""
	default:
		return "", "请先提交审核!"
	}
}

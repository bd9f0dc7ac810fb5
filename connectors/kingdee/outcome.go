package kingdee

import (
	"encoding/json"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
)

// saved reads an outcome for each bill by its DIndex. IsSuccess is not looked
// at: it is false as soon as one bill of a batch was refused.
func (c *Client) saved(request call, k connectors.Call, r result, entries []connectors.Entry) []connectors.Outcome {
	st := r.Result.ResponseStatus
	if len(entries) == 1 && st.IsSuccess && len(st.SuccessEntitys) == 0 && r.Result.ID != "" {
		st.SuccessEntitys = []entity{{ID: r.Result.ID, Number: r.Result.Number}}
	}
	status := connectors.Draft
	if isOn(k.Options, "IsAutoSubmitAndAudit") {
		status = ""
	}
	outcomes := make([]connectors.Outcome, len(entries))
	done := 0
	for i, e := range entries {
		p := part{index: i, successes: st.successes(i), problems: st.problems(i)}
		if len(p.successes) > 0 {
			p.returned = r.returned(done, len(st.SuccessEntitys))
			done++
		}
		outcomes[i] = c.outcome(request, st, p)
		if outcomes[i].Err == nil {
			outcomes[i].Receipt.Status = status
			outcomes[i].Receipt.Number = or(e.Number, outcomes[i].Receipt.Number)
		} else {
			outcomes[i].Receipt.Number = e.Number
		}
	}
	return outcomes
}

// refusedAltogether is a refusal of the account: no bill was looked at.
func (c *Client) refusedAltogether(k call, st *status) error {
	if st.IsSuccess || len(st.SuccessEntitys) > 0 || len(st.Errors) == 0 {
		return nil
	}
	if e := c.refused(k, st, st.Errors); ofAccount(e) {
		return e
	}
	return nil
}

// part is what an answer says of one bill.
type part struct {
	index     int
	successes []entity
	problems  []problem
	returned  json.RawMessage // the fields that were asked for
}

func (st *status) successes(index int) []entity {
	var out []entity
	for _, s := range st.SuccessEntitys {
		if s.DIndex == index {
			out = append(out, s)
		}
	}
	return out
}

func (st *status) problems(index int) []problem {
	var out []problem
	for _, p := range st.Errors {
		if p.DIndex == index {
			out = append(out, p)
		}
	}
	return out
}

// outcome of one bill. One that was saved and has problems too (its audit
// failed after the save) is saved: whoever wants it audited asks how far it is.
func (c *Client) outcome(k call, st *status, p part) connectors.Outcome {
	o := connectors.Outcome{Answer: c.answer(st, p)}
	switch {
	case len(p.successes) > 0:
		o.Receipt = connectors.Receipt{ID: string(p.successes[0].ID), Number: string(p.successes[0].Number)}
	case len(p.problems) > 0:
		o.Err = c.refused(k, st, p.problems)
	default:
		e := c.fail(k, connectors.ErrUnknown, fmt.Sprintf("the answer mentions bill %d of the call neither as done nor as refused", p.index+1))
		e.Code = st.code()
		o.Err = e
	}
	return o
}

// answer is the part of the answer that is about one bill, for the record.
func (c *Client) answer(st *status, p part) json.RawMessage {
	type said struct {
		FieldName string `json:",omitempty"`
		Message   string
	}
	var record struct {
		ID      string `json:"Id,omitempty"`
		Number  string `json:",omitempty"`
		Errors  []said `json:",omitempty"`
		MsgCode int

		NeedReturnData json.RawMessage `json:",omitempty"`
	}
	record.MsgCode, record.NeedReturnData = st.MsgCode, p.returned
	for _, s := range p.successes {
		record.ID, record.Number = string(s.ID), string(s.Number)
	}
	for _, e := range p.problems {
		record.Errors = append(record.Errors, said{e.FieldName, c.clean.text(e.Message)})
	}
	text, err := json.Marshal(record)
	if err != nil { // texts and numbers are always JSON
		return nil
	}
	return text
}

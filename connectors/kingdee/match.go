package kingdee

import (
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// moved matches the answer to the bills.
func (c *Client) moved(k call, s step, st *status, receipts []connectors.Receipt) []connectors.Outcome {
	outcomes := make([]connectors.Outcome, len(receipts))
	for i, r := range receipts {
		p := st.about(i, r, receipts)
		outcomes[i] = c.outcome(k, st, p)
		if outcomes[i].Err == nil {
			r.ID = or(r.ID, outcomes[i].Receipt.ID)
			r.Number = or(r.Number, outcomes[i].Receipt.Number)
			r.Status = s.becomes
		}
		outcomes[i].Receipt = r
	}
	return outcomes
}

// about finds what an answer says of a bill. Its number or id decides; DIndex
// only where none of the bills is named, because it has been seen to count the
// bills that were left after an earlier check.
func (st *status) about(index int, r connectors.Receipt, all []connectors.Receipt) part {
	p := part{index: index}
	for _, s := range st.SuccessEntitys {
		named := func(r connectors.Receipt) bool { return s.names(r) }
		if named(r) || s.DIndex == index && !slices.ContainsFunc(all, named) {
			p.successes = append(p.successes, s)
		}
	}
	for _, e := range st.Errors {
		named := func(r connectors.Receipt) bool {
			return r.Number != "" && has(e.Message, "“"+r.Number+"”", "["+r.Number+"]")
		}
		if named(r) || e.DIndex == index && !slices.ContainsFunc(all, named) {
			p.problems = append(p.problems, e)
		}
	}
	return p
}

func (s entity) names(r connectors.Receipt) bool {
	return s.Number != "" && equal(string(s.Number), r.Number) || s.ID != "" && string(s.ID) == r.ID
}

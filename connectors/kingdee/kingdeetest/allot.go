package kingdeetest

import (
	"maps"
	"strconv"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// allot gives rows to organisations (分配): each gets a row of its own with the
// same number. What is there already stays as it is.
func (s *Server) allot(b *baseForm, data connectors.Object, st *status) {
	ids, _ := data.Get("PkIds")
	to, _ := data.Get("TOrgIds")
	if len(list(ids)) == 0 || len(list(to)) == 0 {
		*st = failure(8, inventedAllotWhat)
		return
	}
	for i, id := range list(ids) {
		row := b.byID(id)
		if row == nil {
			st.refuse(10, i, sprintf(inventedNotFound, id))
			continue
		}
		if fault, hit := s.faults.refuses("Allocate", row.number, i); hit {
			st.refuse(11, i, refusedBy(fault).Message)
			continue
		}
		s.allotOne(b, row, list(to), truth(data, "IsAutoSubmitAndAudit", false), i, st)
	}
}

func (s *Server) allotOne(b *baseForm, row *baseRow, to []string, audit bool, index int, st *status) {
	if text(row.fields["fdocumentstatus"]) != auditedState {
		st.refuse(11, index, ofBill(row.number, b.id, inventedAllotDraft))
		return
	}
	for _, id := range to {
		org := s.base(orgs).byID(id)
		if org == nil {
			st.refuse(11, index, sprintf(inventedAllotOrg, id))
			continue
		}
		given := s.allottedTo(b, row, org.number, audit)
		st.SuccessEntitys = append(st.SuccessEntitys, entity{ID: given.id, Number: given.number, DIndex: index})
	}
}

func (s *Server) allottedTo(b *baseForm, row *baseRow, org string, audit bool) *baseRow {
	fields := maps.Clone(row.fields)
	fields["fuseorgid"] = Ref{orgs, org}
	fields["fdocumentstatus"] = createdState
	if audit {
		fields["fdocumentstatus"] = auditedState
	}
	given := &baseRow{number: row.number, name: row.name, fields: fields}
	if there := b.byOrg[given.orgKey()]; there != nil {
		return there
	}
	return s.addBase(b, given)
}

// Base is a row of base data as it stands.
type Base struct {
	ID, Number, Status, UseOrg string
}

// Bases are the rows of base data with a number, the original first, then those
// that were allotted.
func (s *Server) Bases(formID, number string) []Base {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, ok := s.bases[strings.ToLower(formID)]
	if !ok {
		return nil
	}
	var out []Base
	for _, r := range b.rows {
		if strings.EqualFold(r.number, number) {
			org, _ := r.fields["fuseorgid"].(Ref)
			out = append(out, Base{
				ID: strconv.FormatInt(r.id, 10), Number: r.number, Status: text(r.fields["fdocumentstatus"]), UseOrg: org.Number,
			})
		}
	}
	return out
}

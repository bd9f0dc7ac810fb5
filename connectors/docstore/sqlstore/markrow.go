package sqlstore

import (
	"cmp"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// markRow is all steps of one document as a parameter; nil leaves what is stored.
type markRow struct {
	Scheme       string         `json:"scheme"`
	Key          string         `json:"key"`
	State        docstore.State `json:"state"`
	Reason       string         `json:"reason"`
	WaitsFor     string         `json:"waits_for"`
	Was          docstore.State `json:"was"`
	Calls        int            `json:"calls"`
	Calling      int            `json:"calling"` // 1: the last step begins a call
	Revision     *string        `json:"revision"`
	Sent         *string        `json:"sent"`
	Answer       *string        `json:"answer"`
	TargetID     *string        `json:"target_id"`
	TargetNumber *string        `json:"target_number"`
	Number       *string        `json:"number"`
	WorkflowID   *string        `json:"workflow_id"`
	RunID        *string        `json:"run_id"`
	PartOf       *string        `json:"part_of"`
	Written      *string        `json:"written"`
}

const markColumns = `scheme text, key text, state text, reason text, waits_for text, was text, calls bigint, calling bigint, revision text,` +
	` sent text, answer text, target_id text, target_number text, number text, workflow_id text, run_id text, part_of text, written text`

func (m *markRow) add(step docstore.Progress) {
	m.State, m.Reason, m.WaitsFor = step.State, text(step.Reason), ""
	m.Was = cmp.Or(step.Was, m.Was)
	if step.State == docstore.Waiting {
		m.WaitsFor = text(step.WaitsFor)
	}
	m.Calling = 0
	if step.Called {
		m.Calls++
		m.Calling = 1
	}
	replaceWith(&m.Sent, document(step.Sent))
	replaceWith(&m.Answer, document(step.Answer))
	replaceWith(&m.Revision, unlessEmpty(step.Revision))
	if step.Gone {
		m.TargetID = new(string)
	}
	replaceWith(&m.TargetID, unlessEmpty(step.TargetID))
	replaceWith(&m.TargetNumber, unlessEmpty(step.Target))
	replaceWith(&m.Number, unlessEmpty(step.Number))
	replaceWith(&m.WorkflowID, unlessEmpty(step.WorkflowID))
	replaceWith(&m.RunID, unlessEmpty(step.RunID))
	replaceWith(&m.PartOf, unlessEmpty(step.PartOf))
	replaceWith(&m.Written, document(step.Written))
}

func unlessEmpty(s string) *string {
	if s == "" {
		return nil
	}
	s = text(s)
	return &s
}

func replaceWith(field **string, value *string) {
	if value != nil {
		*field = value
	}
}

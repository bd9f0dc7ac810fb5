package cli

import (
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/starter/messages"
)

// whyNot says what keeps a person from deciding over a document in this state.
func whyNot(say *messages.Printer, s docstore.State) string {
	switch {
	case s == docstore.Stored:
		return say.Text("why.stored")
	case s == docstore.Merged:
		return say.Text("why.merged")
	case s.Delivered():
		return say.Text("why.delivered")
	default:
		return say.Text("why.moved")
	}
}

// skipped is a document that a person decided not to carry.
type skipped struct {
	Scheme string         `json:"scheme"`
	Key    string         `json:"key"`
	Action string         `json:"action"` // skipped, already_skipped
	Was    docstore.State `json:"was"`
	By     string         `json:"by,omitempty"`
	Reason string         `json:"reason"`
}

func (s skipped) text(p *page) {
	if s.Was == docstore.Skipped {
		p.line("skip.already", "Scheme", s.Scheme, "Key", s.Key)
		return
	}
	p.line("skip.done", "Scheme", s.Scheme, "Key", s.Key, "Was", stateName(p.say, s.Was))
}

// skippedList is what became of many.
type skippedList struct {
	Scheme    string    `json:"scheme"`
	Skipped   int       `json:"skipped"`
	By        string    `json:"by,omitempty"`
	Reason    string    `json:"reason"`
	Refused   []refused `json:"refused"`
	LeftAlone []refused `json:"left_alone,omitempty"`
}

func (l skippedList) text(p *page) {
	p.line("skip.many", "Count", l.Skipped, "Scheme", l.Scheme)
	for _, d := range l.Refused {
		p.line("skip.left", "Key", d.Key, "Problem", d.Problem)
	}
	for _, d := range l.LeftAlone {
		p.line("skip.left", "Key", d.Key, "Problem", d.Problem)
	}
}

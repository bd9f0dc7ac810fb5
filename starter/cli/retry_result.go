package cli

import "github.com/erpbridge/erpbridge/connectors/docstore"

// retryResult is what was retried and what was not.
type retryResult struct {
	Scheme  string    `json:"scheme"`
	Retried []retried `json:"retried"`
	Refused []refused `json:"refused"`
	// LeftAlone are those that --all leaves to a person who names them.
	LeftAlone []refused `json:"left_alone,omitempty"`
}

type retried struct {
	Key    string         `json:"key"`
	Number string         `json:"number"`
	Was    docstore.State `json:"was"`
	Action string         `json:"action"` // reopened: from the start; continued: from where it stands
}

type refused struct {
	Key     string         `json:"key"`
	State   docstore.State `json:"state,omitempty"`
	Problem string         `json:"problem"`
}

// mostNamed is how many documents are named one by one in a text.
const mostNamed = 20

func (r retryResult) text(p *page) {
	if len(r.Retried) <= mostNamed {
		for _, d := range r.Retried {
			p.retriedLine(d)
		}
	}
	p.line("retry.done", "Count", len(r.Retried), "Scheme", r.Scheme)
	for _, d := range r.Refused {
		p.line("retry.refused", "Key", d.Key, "Problem", d.Problem)
	}
	for _, d := range r.LeftAlone {
		p.line("retry.left", "Key", d.Key, "Problem", d.Problem)
	}
}

func (p *page) retriedLine(d retried) {
	if d.Action == actionContinued {
		p.line("retry.continued", "Key", d.Key, "Was", stateName(p.say, d.Was))
		return
	}
	p.line("retry.reopened", "Key", d.Key, "Was", stateName(p.say, d.Was))
}

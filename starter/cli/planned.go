package cli

import (
	"strings"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// planned is what is to be done with many documents, shown before it is.
type planned struct {
	Scheme    string                 `json:"scheme"`
	Revision  string                 `json:"revision,omitempty"`
	Count     int                    `json:"count"`
	States    map[docstore.State]int `json:"states"`
	LeftAlone []refused              `json:"left_alone,omitempty"`

	doing string // the message that says so
}

func (c chosenOnes) plan(scheme, doing, revision string) planned {
	p := planned{Scheme: scheme, Revision: revision, Count: len(c.meant), States: map[docstore.State]int{}, LeftAlone: c.held, doing: doing}
	for _, doc := range c.meant {
		p.States[doc.State]++
	}
	return p
}

// confirmed says whether the plan may be carried out. It is shown before a person
// is asked; a script says so beforehand.
func (a *app) confirmed(plan planned, yes bool) (bool, error) {
	if yes || plan.Count == 0 {
		return true, nil
	}
	if err := a.print(plan); err != nil {
		return false, err
	}
	if !a.asked("apply.ask") {
		return false, a.fail("apply.unconfirmed")
	}
	return true, nil
}

func (d planned) text(p *page) {
	var parts []string
	for _, state := range docstore.States() {
		if n := d.States[state]; n > 0 {
			parts = append(parts, p.say.Text("retry.plan.part", "Number", n, "State", stateName(p.say, state)))
		}
	}
	p.line(d.doing, "Scheme", d.Scheme, "Number", d.Count, "Parts", strings.Join(parts, ", "), "Revision", d.Revision)
	if n := len(d.LeftAlone); n > 0 {
		p.line("retry.plan.held", "Count", n)
	}
}

package kingdee

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// amended is a bill that replaces the one with the entry's ID. Its lines are all
// new: the server deletes those it had.
func (s shaper) amended(e connectors.Entry, id string) connectors.Object {
	if e.ID == "" {
		return s.model(e.Body)
	}
	s.emptying = true
	return append(connectors.Object{{Name: id, Value: json.Number(e.ID)}}, s.model(e.Body)...)
}

// empties says whether a field that is empty now is sent as such, because the
// bill would keep what it had: a text that may be empty, and none that chooses
// between values. The vendor does not say what empties others, and for some that
// are empty a new bill has a default of its form.
func (s shaper) empties(name string) bool {
	f, known := s.find(name)
	return known && f.Type == "string" && f.About == "" && !f.Mandatory && !equal(name, "FBillNo")
}

// Emptied says of texts, also of the finance part, that they are empty. It names
// other fields that have lost their value, and lists that have lost their rows: a
// list that is not sent keeps them.
func (c *Client) Emptied(k connectors.Call, before, now connectors.Object) (entry connectors.Object, kept []string) {
	return newShaper(fieldsOf(textOption(k.Options, "FormId"))).emptied("", before, now)
}

func (s shaper) emptied(prefix string, before, now connectors.Object) (connectors.Object, []string) {
	var kept []string
	out := slices.Clone(now)
	for _, m := range before {
		v, _ := now.Get(m.Name)
		old, _ := m.Value.(connectors.Object)
		part, parts := v.(connectors.Object)
		switch {
		case parts:
			inner, names := s.emptied(prefix+m.Name+".", old, part)
			out, kept = with(out, m.Name, inner), append(kept, names...)
		case !blank(v):
		case s.empties(prefix + m.Name): // also what was emptied before: nobody knows whether that arrived
			out = with(out, m.Name, "")
		case !blank(m.Value):
			kept = append(kept, prefix+m.Name)
		}
	}
	return out, kept
}

// with sets a member of an object.
func with(o connectors.Object, name string, value any) connectors.Object {
	at := slices.IndexFunc(o, func(m connectors.Member) bool { return equal(m.Name, name) })
	if at < 0 {
		return append(o, connectors.Member{Name: name, Value: value})
	}
	o[at].Value = value
	return o
}

// complete leaves out the options under which a bill would be changed in part:
// fields that are not named, and lines that it had before, would stay.
func complete(options connectors.Object, entries []connectors.Entry) connectors.Object {
	if !slices.ContainsFunc(entries, func(e connectors.Entry) bool { return e.ID != "" }) {
		return options
	}
	return slices.DeleteFunc(slices.Clone(options), func(m connectors.Member) bool {
		return strings.EqualFold(m.Name, "NeedUpDateFields") || strings.EqualFold(m.Name, "IsDeleteEntry")
	})
}

package docstore

import (
	"cmp"
	"slices"
	"strings"
)

// Blank stands in a general reason for what names one document.
const Blank = "…"

// ReasonCount is one reason and how many documents of a state have it.
type ReasonCount struct {
	State   State  `json:"state"`
	Reason  string `json:"reason"`
	Count   int    `json:"count"`
	Example string `json:"example"` // a document's key

	Number string `json:"-"` // what people call a document that has it
	Target string `json:"-"` // what the target calls one
}

// General is the reason without the names of its document, as others have it, too:
// systems like to answer with the number of the bill.
func (r ReasonCount) General() string {
	general := r.Reason
	for _, name := range []string{r.Example, r.Number, r.Target} { // a number at the target is often made of the key
		if telling(name) {
			general = blank(general, name)
		}
	}
	return general
}

// telling: a short text, or one without a digit, may stand anywhere and name nothing.
func telling(name string) bool { return len(name) > 3 && strings.ContainsAny(name, digits) }

const digits = "0123456789"

// blank takes a name out of a text, unless it is part of a longer row of digits.
func blank(text, name string) string {
	var out strings.Builder
	for {
		before, after, found := strings.Cut(text, name)
		out.WriteString(before)
		if !found {
			return out.String()
		}
		if digit(before, len(before)-1) || digit(after, 0) {
			out.WriteString(name)
		} else {
			out.WriteString(Blank)
		}
		text = after
	}
}

func digit(text string, at int) bool {
	return at >= 0 && at < len(text) && strings.IndexByte(digits, text[at]) >= 0
}

// Gather counts reasons of a state that differ only in what names their documents
// as one, the most frequent first. A reason that is alone keeps its names.
func Gather(all []ReasonCount) []ReasonCount {
	type kind struct {
		state   State
		general string
	}
	at := map[kind]int{}
	gathered := make([]ReasonCount, 0, len(all))
	for _, r := range all {
		is := kind{r.State, r.General()}
		i, known := at[is]
		if !known {
			at[is] = len(gathered)
			gathered = append(gathered, r)
			continue
		}
		gathered[i].Reason = is.general
		gathered[i].Count += r.Count
	}
	slices.SortStableFunc(gathered, func(a, b ReasonCount) int { return cmp.Compare(b.Count, a.Count) })
	return gathered
}

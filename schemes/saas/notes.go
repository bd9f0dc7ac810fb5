package saas

import (
	"fmt"
	"strings"
)

// Note is one thing that a person should know about an import.
type Note struct {
	Kind      Kind   `json:"kind"`
	Code      string `json:"code"`            // what it is about, for a sentence in the person's language
	Side      string `json:"side,omitempty"`  // source, target; empty: the whole scheme
	Field     string `json:"field,omitempty"` // dotted
	Old       string `json:"old,omitempty"`   // as it was
	New       string `json:"new,omitempty"`   // as it is now
	Detail    string `json:"detail,omitempty"`
	Certainty string `json:"certainty,omitempty"` // of a guess: high or low
	Count     int    `json:"count,omitempty"`     // how often, when more than once
}

// Kind says what a note asks of the person who reads it.
type Kind string

// The kinds.
const (
	Repaired Kind = "repaired" // damage of a page, undone with certainty
	Guessed  Kind = "guessed"  // to be looked at
	Kept     Kind = "kept"     // under saas:, used by nobody
	Stopped  Kind = "stopped"  // under saas:, because it cannot run
	ToDo     Kind = "todo"     // the metadata does not say it
)

// Kinds lists the kinds in the order of a report.
func Kinds() []Kind { return []Kind{Stopped, ToDo, Guessed, Repaired, Kept} }

// The certainties of a guess.
const (
	high = "high"
	low  = "low"
)

// String is the note for those who have no sentences for it.
func (n Note) String() string {
	parts := []string{n.Code}
	if n.New != "" {
		parts = append(parts, fmt.Sprintf("%s → %s", n.Old, n.New))
	}
	if n.Detail != "" {
		parts = append(parts, n.Detail)
	}
	return strings.Join(parts, ": ")
}

// notes collects notes; those that say the same of many fields are counted.
type notes struct {
	list []Note
	seen map[[4]string]int
}

func (n *notes) add(note Note) {
	if note.Kind != Kept && note.Field != "" {
		n.list = append(n.list, note)
		return
	}
	key := [4]string{string(note.Kind), note.Code, note.Side, note.Detail}
	if n.seen == nil {
		n.seen = map[[4]string]int{}
	}
	if i, ok := n.seen[key]; ok {
		n.list[i].Count = max(n.list[i].Count, 1) + 1
		return
	}
	n.seen[key] = len(n.list)
	n.list = append(n.list, note)
}

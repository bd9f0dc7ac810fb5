package cli

import (
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/starter/messages"
)

// stateName is a state for people: the word of --state, --output json and the
// logs, and in Chinese what it means beside it.
func stateName(say *messages.Printer, s docstore.State) string {
	id, ok := stateIDs()[s]
	if !ok {
		return string(s)
	}
	if name := say.Text(id); name != string(s) {
		return string(s) + " " + name
	}
	return string(s)
}

func stateIDs() map[docstore.State]string {
	return map[docstore.State]string{
		docstore.Fetched:     "state.fetched",
		docstore.Mapped:      "state.mapped",
		docstore.Waiting:     "state.waiting",
		docstore.Recalled:    "state.recalled",
		docstore.Saving:      "state.saving",
		docstore.Unknown:     "state.unknown",
		docstore.Saved:       "state.saved",
		docstore.Submitted:   "state.submitted",
		docstore.Refused:     "state.refused",
		docstore.Allotting:   "state.allotting",
		docstore.Handing:     "state.handing",
		docstore.Cancelled:   "state.cancelled",
		docstore.Deleting:    "state.deleting",
		docstore.Audited:     "state.audited",
		docstore.Stored:      "state.stored",
		docstore.Merged:      "state.merged",
		docstore.Skipped:     "state.skipped",
		docstore.Failed:      "state.failed",
		docstore.Compensated: "state.compensated",
	}
}

// states reads the values of --state.
func (a *app) states(words []string) ([]docstore.State, error) {
	states := make([]docstore.State, len(words))
	for i, word := range words {
		states[i] = docstore.State(strings.ToLower(word))
		if !slices.Contains(docstore.States(), states[i]) {
			return nil, a.usage("usage.choice", "Flag", "--state", "Value", word, "Choices", stateList(docstore.States()))
		}
	}
	return states, nil
}

func stateList(states []docstore.State) string {
	words := make([]string, len(states))
	for i, s := range states {
		words[i] = string(s)
	}
	return strings.Join(words, ", ")
}

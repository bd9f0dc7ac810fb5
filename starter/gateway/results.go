package gateway

import (
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

func path(got connectors.Received, row int) string {
	if row < len(got.Paths) {
		return got.Paths[row]
	}
	return "$"
}

// results say what became of each order, in the order of the call.
func results(s *schemes.Scheme, got connectors.Received, documents [][]docstore.Incoming, kept docstore.Kept) []result {
	all, last, happened := make([]result, len(documents)), map[string]int{}, outcomes(kept)
	for i, raw := range got.Rows {
		id, _, err := s.Identify(raw)
		if err != nil { // the documents were made of it
			id = ""
		}
		all[i] = result{ID: id, Path: path(got, i), Outcome: outcomeOf(documents[i], happened), Skipped: skipped(documents[i])}
		if keys := keysOf(documents[i]); !slices.Equal(keys, []string{id}) {
			all[i].Documents = keys
		}
		before, again := last[id]
		if again && older(documents[i], documents[before]) {
			all[i].Outcome = replaced
			continue
		}
		if again {
			all[before].Outcome = replaced
		}
		last[id] = i
	}
	return all
}

// older: of two orders with one id in a call the newer stands, wherever it is.
func older(documents, than []docstore.Incoming) bool {
	return len(documents) > 0 && len(than) > 0 && documents[0].Edition != "" && documents[0].Edition < than[0].Edition
}

// outcomeOf is what happened to an order that became these documents: one of
// which only some are new has changed.
func outcomeOf(documents []docstore.Incoming, happened map[string]outcome) outcome {
	count := map[outcome]int{}
	for _, d := range documents {
		count[happened[d.Key]]++
	}
	switch {
	case count[added]+count[changed] == 0:
		return unchanged
	case count[added] == len(documents):
		return added
	default:
		return changed
	}
}

// outcomes are what happened to each document.
func outcomes(kept docstore.Kept) map[string]outcome {
	all := make(map[string]outcome, len(kept.Fresh))
	for _, key := range kept.Fresh {
		all[key] = changed
	}
	for _, key := range kept.Added {
		all[key] = added
	}
	return all
}

func keysOf(documents []docstore.Incoming) []string {
	keys := make([]string, len(documents))
	for i, d := range documents {
		keys[i] = d.Key
	}
	return keys
}

// skipped is the reason when nothing of an order is carried.
func skipped(documents []docstore.Incoming) string {
	reason := ""
	for _, d := range documents {
		if d.Skip == "" {
			return ""
		}
		reason = d.Skip
	}
	return reason
}

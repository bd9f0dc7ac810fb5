package docstore

import (
	"encoding/json"
	"time"
)

// Reconciliation is what a comparison of a scheme's source and target came to.
type Reconciliation struct {
	Scheme      string          `json:"scheme"`
	Run         string          `json:"run"` // of the workflow that made it
	From        time.Time       `json:"from"`
	To          time.Time       `json:"to"`
	At          time.Time       `json:"at"`                // when it ended
	Problem     string          `json:"problem,omitempty"` // why it could not be made; then nothing below is known
	Documents   int             `json:"documents"`
	Differences int             `json:"differences"`
	Unexplained int             `json:"unexplained"` // of these, for no reason that the store knows
	Result      json.RawMessage `json:"result,omitempty"`
}

// ReconciliationPart is one of the stretches of a comparison under way.
type ReconciliationPart struct {
	Scheme, Run string
	Part        int
	Result      json.RawMessage
	Seen        []byte // by which the other parts know its documents
}

// KeptReconciliations is how many comparisons of a scheme are kept.
const KeptReconciliations = 100

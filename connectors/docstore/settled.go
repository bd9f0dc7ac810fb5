package docstore

// Settled is what a person says of a document whose outcome is unknown: it arrived
// at the target, or it is not there and may be saved.
type Settled struct {
	State    State  // saved or further, or mapped
	Target   string // the number the target knows it by; "": the one that was sent
	TargetID string
	By       string
	Reason   string
}

package docstore

// Stand is how far a document is, without what is in it: whether a call that is
// about to be made for it is still the one to be made.
type Stand struct {
	State    State
	Attempts int
}

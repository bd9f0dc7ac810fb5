package connectors

// A Repeater is a target at which saving is an upsert: an entry that is saved
// again as it was changes nothing. A save whose answer was lost is then simply
// made again. Looking for the document would even be wrong: that it is there
// does not say that its last change arrived.
type Repeater interface {
	Target
	// Repeats says whether entries of this call may be saved again, with the same
	// content, when it is not known whether they arrived.
	Repeats(c Call) bool
}

// An Upserter is a Repeater at which what is saved again under its number is changed,
// and what is saved under another is a second document: one that was saved may not
// get another number. Where saving only says that something is wanted, as 快递100 is
// asked to watch a parcel, another number is another wish.
type Upserter interface {
	Repeater
	// Upserts says whether it is so for entries of this call.
	Upserts(c Call) bool
}

package connectors

import "context"

// An Amender can change documents it has: what keeps one from being changed is
// taken back, and Save is given the document once more with its Entry.ID.
type Amender interface {
	Target
	// Recall takes back approval, or that a document was handed in for it, and
	// returns an outcome each. The target is asked first how far a document is: one
	// that may be changed already is done, one that does not exist is ErrNotFound.
	Recall(ctx context.Context, c Call, receipts []Receipt) ([]Outcome, error)
	// Amends says whether Save, for this call, takes an entry with an ID for what
	// that document is to become, whole. Saving it once more changes nothing then.
	Amends(c Call) bool
}

// A Keeper is an Amender at which a field that an entry does not mention keeps the
// value that the document had.
type Keeper interface {
	Amender
	// Emptied is an entry that is to take the place of a document which was sent as
	// before: now, and that fields are empty which had a value. It names those that
	// cannot be emptied by a save.
	Emptied(c Call, before, now Object) (entry Object, kept []string)
}

package connectors

// A Join puts rows of a collection into the rows that are read. A row is read
// again when a row that was put into it has changed.
type Join struct {
	Collection string            `json:"collection"` // the scheme whose documents they are
	As         string            `json:"as"`         // the field they are put into
	On         map[string]string `json:"on"`         // field of the collection → field of the row
	// All puts in the list of those that match, in the order of their keys;
	// otherwise it is the one that matches, and several are an error.
	All bool `json:"all,omitempty"`
}

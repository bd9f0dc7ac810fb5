package schemes

// Merges says whether documents of the scheme are made of lines of several
// source rows: groupCalculate or operation.merge by fields that do not include
// the row's own id or number. Groups within one row are made by Shape.
func (s *Scheme) Merges() bool { return false }

// Merge makes the documents of one group (Shaped.Group) out of its members, in
// the order of their keys; more than one when bodyMaxLine splits it. Their keys
// follow from the members', so that a repeated merge makes the same documents.
func (s *Scheme) Merge(group string, members []Shaped) ([]Shaped, error) {
	return members, nil
}

package mapping

// Shown is a value as errors and reasons tell it: what identifies a buyer is
// masked, and a long text is cut.
func Shown(path, value string) string { return shown(path, value) }

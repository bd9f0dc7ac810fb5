package activities

// Temporal is an error of a system or of the store as Temporal is told it, for
// activities of other packages: what is tried again is decided in one place.
func Temporal(err error) error { return temporalError(err) }

// Mistake is an error that a person has to mend before it is tried again: in a
// scheme or a setting.
func Mistake(err error) error { return configError(err) }

package cli

// problem is a sentence, in the language of the person, that ends a command.
type problem struct {
	text string
	code int
	err  error // the cause, when there is one
}

// Error is the sentence.
func (p *problem) Error() string { return p.text }

// Unwrap gives the cause.
func (p *problem) Unwrap() error { return p.err }

// fail says that something was not done, and what to do about it.
func (a *app) fail(id string, pairs ...any) error {
	return &problem{text: a.say.Text(id, pairs...), code: exitFailed, err: cause(pairs)}
}

// usage says that the command was written wrongly.
func (a *app) usage(id string, pairs ...any) error {
	return &problem{text: a.say.Text(id, pairs...), code: exitUsage, err: cause(pairs)}
}

// cause is the error among the placeholders.
func cause(pairs []any) error {
	for _, value := range pairs {
		if err, ok := value.(error); ok {
			return err
		}
	}
	return nil
}

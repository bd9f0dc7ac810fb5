package workflows

import (
	"errors"

	"go.temporal.io/sdk/temporal"
)

// Failure is why a run could not read to the end. It goes on to deliver what is in
// the store, maybe in another history, and ends with it.
type Failure struct {
	Message string `json:"message"`
	Type    string `json:"type,omitempty"` // one of activities.Type…
}

func failureOf(err error) *Failure {
	var app *temporal.ApplicationError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &app):
		return &Failure{Message: app.Message(), Type: app.Type()}
	default:
		return &Failure{Message: err.Error()}
	}
}

// err is the failure of an earlier history of the run.
func (f *Failure) err() error {
	if f == nil {
		return nil
	}
	return temporal.NewNonRetryableApplicationError(f.Message, f.Type, nil)
}

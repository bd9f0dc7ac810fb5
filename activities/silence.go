package activities

import (
	"context"
	"errors"
	"time"

	"go.temporal.io/sdk/temporal"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// silence says why the scheme that fills a collection brought nothing since then; ""
// when nothing is known against it. Whatever Temporal cannot tell now is left out.
func (a *Activities) silence(ctx context.Context, collection string, since time.Time) (string, error) {
	if a.Schemes.Gone(collection) {
		return "scheme " + collection + " brings it, and has no file any more", nil
	}
	pause, paused, err := a.Store.Paused(ctx, collection)
	if err != nil {
		return "", err
	}
	if paused {
		return stoppedBy(collection, pause), nil
	}
	if why, err := a.unready(ctx, collection); err != nil || why != "" {
		return why, err
	}
	why, ended, err := a.Orders.Trouble(ctx, collection, since)
	switch {
	case err != nil:
		a.Log.WarnContext(ctx, "nobody knows how the runs of a scheme are", "scheme", collection, "error", err)
		return "", nil
	case why == "":
		return "", nil
	case ended:
		return "scheme " + collection + " brings it, and its last run failed: " + why, nil
	default:
		return "scheme " + collection + " brings it, and its run is held up: " + why, nil
	}
}

func stoppedBy(scheme string, p docstore.Pause) string {
	text := "scheme " + scheme + " brings it, and is paused by " + p.By + " since " + p.At.In(mapping.Shanghai()).Format(time.DateTime)
	if p.Reason != "" {
		text += ": " + p.Reason
	}
	return text
}

// unready is what keeps every run of a scheme from reading, such as an account that
// is not configured.
func (a *Activities) unready(ctx context.Context, scheme string) (string, error) {
	_, _, err := a.reads(ctx, scheme)
	var app *temporal.ApplicationError
	if errors.As(err, &app) && app.Type() == TypeConfig {
		return "scheme " + scheme + " brings it, and cannot run: " + app.Message(), nil
	}
	return "", err
}

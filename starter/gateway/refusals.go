package gateway

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// storeAway is when a call is worth sending again that could not be kept.
const storeAway = 5 * time.Second

func refused(status int, problem string) answer {
	return answer{status: status, body: body{Error: problem}}
}

func nowhere() answer { return refused(http.StatusNotFound, "there is nothing to call here") }

// later asks the caller to send the call again: nothing is wrong with it.
func later(status int, after time.Duration, problem string, reason error) answer {
	a := refused(status, problem)
	a.after, a.tally.reason = after, reason
	return a
}

func busy() answer {
	return later(http.StatusTooManyRequests, time.Second, "too many calls at once; nothing was kept, send it again in a moment", nil)
}

// refusalOf tells a caller what is wrong with a call.
func refusalOf(err error) answer {
	var invalid *connectors.Invalid
	var told *connectors.Error
	switch {
	case errors.As(err, &invalid):
		a := refused(invalid.Status, "nothing was kept: "+wrong(len(invalid.Violations)+invalid.More)+" in this call; correct it and send all of it again")
		a.body.Violations, a.body.More, a.tally.reason = invalid.Violations, invalid.More, err
		return a
	case errors.Is(err, connectors.ErrUnauthorized) && errors.As(err, &told):
		a := refused(http.StatusUnauthorized, told.Message)
		a.tally.reason = err
		return a
	default:
		return later(http.StatusServiceUnavailable, time.Minute, "calls cannot be taken at the moment; send it again later", err)
	}
}

func wrong(things int) string {
	if things == 1 {
		return "one thing is wrong"
	}
	return fmt.Sprintf("%d things are wrong", things)
}

// notKept: the document store did not take it, or did not say so in time.
func notKept(err error) answer {
	if errors.Is(err, docstore.ErrTaken) {
		a := refused(http.StatusConflict, "nothing was kept: an order has an id that another scheme has given to a document here; see the operator")
		a.tally.reason = err
		return a
	}
	return later(http.StatusServiceUnavailable, storeAway, "this could not be kept; send it again in a moment", err)
}

// unreadable is an order that the scheme itself cannot read.
func unreadable(err error, got connectors.Received) answer {
	var row *activities.RowError
	if !errors.As(err, &row) {
		return notKept(err)
	}
	a := refusalOf(&connectors.Invalid{
		Status:     http.StatusUnprocessableEntity,
		Violations: []connectors.Violation{{Path: path(got, row.Row), Message: row.Error()}},
	})
	a.tally.reason = fmt.Errorf("the scheme cannot read %s", path(got, row.Row)) // what it says of it may hold what a log may not
	return a
}

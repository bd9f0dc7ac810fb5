package qimen

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/parameter"
)

// Form says which parameters of an API carry its page and its window.
type Form struct {
	Page       string // page_no
	Size       string // page_size
	Most       int    // rows a page, at most; used when the scheme does not say
	Begin, End string // of the window
	// Instead are filters that name documents, and make a window unnecessary.
	Instead []string
}

// Question is a call without its page.
type Question struct {
	Size   int
	End    time.Time // of the window; zero when it is not known to end
	form   Form
	params map[string]string
}

// Ask dresses a scheme's values: everything is text, lists have commas between
// their items, and what is empty is left out, since the gateway takes an empty
// value for none. A scheme that leaves the window to the connector gets the one
// that is being read.
func (f Form) Ask(q connectors.Query, zone *time.Location) (Question, error) {
	ask := Question{Size: f.Most, form: f, params: map[string]string{}}
	for name, value := range q.Params {
		if name == f.Page || name == f.Size {
			continue
		}
		v, err := dress(name, value, zone)
		if err != nil {
			return Question{}, fmt.Errorf("%s: %w", name, err)
		}
		if v != "" {
			ask.params[name] = v
		}
	}
	ask.window(q.Window, zone)
	var err error
	ask.Size, err = parameter.Size(f.Size, q.Params[f.Size], ask.Size)
	return ask, err
}

func (q *Question) window(w connectors.Window, zone *time.Location) {
	given := func(name string) bool { return q.params[name] != "" }
	if !w.To.IsZero() && !slices.ContainsFunc(append([]string{q.form.Begin, q.form.End}, q.form.Instead...), given) {
		q.params[q.form.Begin] = w.From.In(zone).Format(time.DateTime)
		q.params[q.form.End] = w.To.In(zone).Format(time.DateTime)
	}
	q.End, _ = time.ParseInLocation(time.DateTime, q.params[q.form.End], zone) // another format stays zero: not known to have ended
}

// Get is a value that will be sent; "" when none is.
func (q Question) Get(name string) string { return q.params[name] }

// At is the question with its page; more are parameters of this call alone.
func (q Question) At(number, size int, more map[string]string) map[string]string {
	params := maps.Clone(q.params)
	params[q.form.Page], params[q.form.Size] = strconv.Itoa(number), strconv.Itoa(size)
	maps.Copy(params, more)
	return params
}

// public are the parameters that are the gateway's, not the scheme's.
func public() []string {
	return []string{"method", "app_key", "target_app_key", "session", "timestamp", "format", "v", "sign_method", "sign", "simplify", "partner_id"}
}

func dress(name string, value any, zone *time.Location) (string, error) {
	if slices.Contains(public(), name) {
		return "", errors.New("it is a parameter of the gateway's own, not of the API")
	}
	return parameter.Dress(value, zone)
}

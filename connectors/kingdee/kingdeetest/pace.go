package kingdeetest

import (
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// Pace is how long a call takes, by its method and how many bills it is about;
// a query is about none.
type Pace func(method string, bills int) time.Duration

// pacing lets calls take their time. Those that are too many at once wait for
// their turn, as requests do in the queue of the web server's pool.
type pacing struct {
	pace   Pace
	places chan struct{} // nil: any number at once
}

func newPacing(o Options) *pacing {
	p := &pacing{pace: o.Pace}
	if o.AtOnce > 0 {
		p.places = make(chan struct{}, o.AtOnce)
	}
	return p
}

// take returns when the call has had its time; what it returns ends the call. A
// caller that goes away is worked for all the same: nobody tells the server.
func (p *pacing) take(method string, req request) func() {
	leave := func() {}
	if p.places != nil {
		p.places <- struct{}{}
		leave = func() { <-p.places }
	}
	if p.pace == nil {
		return leave
	}
	time.Sleep(p.pace(method, req.bills()))
	return leave
}

// bills is how many a call names or brings.
func (r request) bills() int {
	_, data, err := r.formCall()
	if err != nil {
		return 0
	}
	switch model, _ := data.Get("Model"); model := model.(type) {
	case []any:
		return len(model)
	case connectors.Object:
		return 1
	}
	for _, key := range []string{"Numbers", "Ids"} {
		if named, _ := data.Get(key); len(list(named)) > 0 {
			return len(list(named))
		}
	}
	return 0
}

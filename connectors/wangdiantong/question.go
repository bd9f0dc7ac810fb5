package wangdiantong

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

const (
	pageNo, pageSize   = "page_no", "page_size"
	startTime, endTime = "start_time", "end_time"
)

// question is a call without its page.
type question struct {
	size   int
	end    time.Time // of the window; zero when it is not known to end
	params map[string]string
}

// ask dresses a scheme's values: everything is text, lists have commas between
// their items, and what is empty is not sent. A scheme that leaves the window to
// the connector gets the one that is being read.
func (a api) ask(q connectors.Query, zone *time.Location) (question, error) {
	ask := question{size: a.most, params: map[string]string{}}
	for name, value := range q.Params {
		if name == pageNo || name == pageSize {
			continue
		}
		v, err := dress(name, value, zone)
		if err != nil {
			return question{}, fmt.Errorf("%s: %w", name, err)
		}
		if v != "" {
			ask.params[name] = v
		}
	}
	if a.maxWindow > 0 {
		ask.window(q.Window, append([]string{startTime, endTime}, a.instead...), zone)
	}
	var err error
	ask.size, err = parameter.Size(pageSize, q.Params[pageSize], ask.size)
	return ask, err
}

// window is filled in unless the scheme gives one, or names documents instead.
func (q *question) window(w connectors.Window, instead []string, zone *time.Location) {
	given := func(name string) bool { return q.params[name] != "" }
	if !w.To.IsZero() && !slices.ContainsFunc(instead, given) {
		q.params[startTime] = w.From.In(zone).Format(time.DateTime)
		q.params[endTime] = w.To.In(zone).Format(time.DateTime)
	}
	q.end, _ = time.ParseInLocation(time.DateTime, q.params[endTime], zone) // another format stays zero: not known to have ended
}

func (q question) page(number, size int) map[string]string {
	params := maps.Clone(q.params)
	params[pageNo], params[pageSize] = strconv.Itoa(number), strconv.Itoa(size)
	return params
}

func dress(name string, value any, zone *time.Location) (string, error) {
	if slices.Contains([]string{"sid", "appkey", "timestamp", "sign"}, name) {
		return "", errors.New("it belongs to the account, not to the scheme")
	}
	return parameter.Dress(value, zone)
}

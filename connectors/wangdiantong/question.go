package wangdiantong

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
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
	return ask.sized(q.Params[pageSize])
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

// sized takes the scheme's page size as far as the API allows it.
func (q question) sized(asked any) (question, error) {
	if written(asked) == "" {
		return q, nil
	}
	n, err := strconv.Atoi(written(asked))
	if err != nil || n < 1 {
		return q, fmt.Errorf("%s: %q is not a number of rows", pageSize, written(asked))
	}
	q.size = min(n, q.size)
	return q, nil
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
	switch v := value.(type) {
	case time.Time:
		return v.In(zone).Format(time.DateTime), nil
	case []any:
		return list(v)
	case []string:
		return list(v)
	case map[string]any, connectors.Object:
		return "", errors.New("an object cannot be sent: parameters are text")
	default:
		return written(value), nil
	}
}

func list[T any](items []T) (string, error) {
	var texts []string
	for _, item := range items {
		s := written(item)
		if strings.Contains(s, ",") {
			return "", fmt.Errorf("%q holds a comma, and a list has commas between its items", s)
		}
		if s != "" {
			texts = append(texts, s)
		}
	}
	return strings.Join(texts, ","), nil
}

// written is a value as a person would write it.
func written(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case float64: // fmt would write a large whole number as 1e+06
		return strconv.FormatFloat(v, 'f', -1, 64)
	default:
		return strings.TrimSpace(fmt.Sprint(v))
	}
}

package jushuitan

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/paging"
	"github.com/erpbridge/erpbridge/connectors/internal/parameter"
)

// clock is how 聚水潭 writes times.
const clock = "2006-01-02 15:04:05"

// request is a question without its page.
type request struct {
	biz  map[string]any
	size int
	id   string
	end  time.Time // of the window; zero when it has none
}

// newRequest dresses a scheme's values as the API wants them: schemes write
// numbers, lists and flags as text. What is empty is left out, since the
// gateway takes an empty value for one.
func newRequest(a api, params map[string]any, zone *time.Location) (request, error) {
	ask := request{biz: map[string]any{}, size: a.pageSize, id: a.id}
	for name, value := range params {
		if name == "page_index" || name == "page_size" {
			continue
		}
		v, err := a.dress(name, value, zone)
		if err != nil {
			return request{}, fmt.Errorf("%s: %w", name, err)
		}
		if v != nil {
			ask.biz[name] = v
		}
	}
	if end, ok := ask.biz[a.end].(string); ok {
		ask.end, _ = time.ParseInLocation(clock, end, zone) // another format stays zero: a window that is not known to have ended
	}
	var err error
	ask.size, err = parameter.Size("page_size", params["page_size"], ask.size)
	return ask, err
}

func (r request) page(number int) map[string]any {
	biz := maps.Clone(r.biz)
	biz["page_index"], biz["page_size"] = number, r.size
	return biz
}

// reading is how the window is read; 聚水潭 tells its counts with every page.
func (r request) reading() paging.Reading {
	return paging.Reading{First: 1, Size: r.size, ID: r.id, End: r.end}
}

func (a api) dress(name string, value any, zone *time.Location) (any, error) {
	field, _ := connectors.FindField(a.request, name) // one that is not listed is sent as it came
	if t, ok := value.(time.Time); ok {
		return t.In(zone).Format(clock), nil
	}
	if field.Type == "array" {
		return dressList(pick(slices.Contains(a.numbered, name), "int", "string"), value)
	}
	if value == nil || parameter.Text(value) == "" {
		return nil, nil //nolint:nilnil // nothing to send, and nothing wrong
	}
	return dressOne(field.Type, value)
}

// dressList takes a list, one value, or values with commas between them.
func dressList(kind string, value any) (any, error) {
	items, ok := value.([]any)
	if ss, is := value.([]string); is {
		items, ok = anys(ss), true
	}
	if !ok {
		items = anys(strings.Split(parameter.Text(value), ","))
	}
	var list []any
	for _, item := range items {
		if parameter.Text(item) == "" {
			continue
		}
		v, err := dressOne(kind, item)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	if list == nil {
		return nil, nil //nolint:nilnil // see above
	}
	return list, nil
}

func dressOne(kind string, value any) (any, error) {
	s := parameter.Text(value)
	switch kind {
	case "int":
		n, ok := new(big.Int).SetString(s, 10)
		if !ok {
			return nil, fmt.Errorf("%q is not a whole number", s)
		}
		return json.Number(n.String()), nil // 007 is no number of JSON
	case "bool":
		b, err := strconv.ParseBool(s)
		if err != nil {
			return nil, fmt.Errorf("%q is neither true nor false", s)
		}
		return b, nil
	case "string", "datetime":
		return s, nil
	default:
		return value, nil
	}
}

func anys(ss []string) []any {
	items := make([]any, len(ss))
	for i, s := range ss {
		items[i] = s
	}
	return items
}

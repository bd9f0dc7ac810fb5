package http

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/paging"
)

// ask is what a scheme wants of an API that reads, without the page.
type ask struct {
	c      *client
	api    *api
	path   string
	fields connectors.Object // the scheme's, in an order that stays
	window connectors.Window
	size   int
}

// page is what of a question changes from call to call.
type page struct {
	number int
	cursor string
}

// newAsk dresses a scheme's values as the API's table says. What is empty is left
// out, and so are the numbers of pages: the connector counts them itself.
func newAsk(c *client, a *api, q connectors.Query) (ask, error) {
	k := ask{c: c, api: a, window: q.Window, size: a.Paging.Size}
	for _, name := range slices.Sorted(maps.Keys(q.Params)) {
		value := q.Params[name]
		own := a.param(name)
		switch {
		case blank(value), own.uses("page.number"), own.uses("page.offset"), own.uses("page.cursor"):
			continue
		case own.uses("page.size"):
			size, err := strconv.Atoi(plain(value))
			if err != nil || size < 1 {
				return ask{}, fmt.Errorf("%s: %q is not a number of rows", name, plain(value))
			}
			k.size = min(size, a.Paging.Max)
			continue
		}
		v, err := dress(a.Request, name, value, c.zone)
		if err != nil {
			return ask{}, fmt.Errorf("%s: %w", name, err)
		}
		k.fields = append(k.fields, connectors.Member{Name: name, Value: v})
	}
	return k, k.place()
}

func (a *api) param(name string) template {
	for _, p := range a.Params {
		if p.name == name {
			return p.value
		}
	}
	return template{}
}

// reading is how the window is read.
func (k ask) reading() paging.Reading {
	return paging.Reading{First: k.api.Paging.First, Size: k.size, ID: k.api.ID, End: k.end()}
}

// end is when no more rows can come into the window. Asked for by days, it ends
// with the day.
func (k ask) end() time.Time {
	to := k.window.To
	if to.IsZero() || !k.api.Params.filtered("date") {
		return to
	}
	year, month, day := to.In(k.c.zone).Date()
	return time.Date(year, month, day+1, 0, 0, 0, 0, k.c.zone)
}

// question is the call for a page: the parameters of the description, and over them
// what the scheme says.
func (k ask) question(p page) question {
	q := question{
		api: k.api.Name, method: k.api.Method, send: k.api.Send, answer: *k.api.Answer, signed: true,
		path: k.path, fields: k.fields,
		with: func(outer values) values { return k.scope(outer, p) },
	}
	for _, own := range k.api.Params {
		if !k.windowless(own.value) {
			q.params = append(q.params, own)
		}
	}
	return q
}

// windowless: a search by number asks for no window.
func (k ask) windowless(t template) bool { return t.uses("window.") && k.window.To.IsZero() }

func (k ask) scope(outer values, p page) values {
	return func(name string) any {
		switch name {
		case "window.from":
			return k.window.From.In(k.c.zone)
		case "window.to":
			return k.window.To.In(k.c.zone)
		case "page.number":
			return json.Number(strconv.Itoa(p.number))
		case "page.size":
			return json.Number(strconv.Itoa(k.size))
		case "page.offset":
			return json.Number(k.api.offset(p.number, k.size))
		case "page.cursor":
			return p.cursor
		}
		return outer(name)
	}
}

package http

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/paging"
)

// reading is the ability to be asked for rows.
type reading struct{ c *client }

// Fetch makes one call and returns one page; see connectors.Source.
func (r *reading) Fetch(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	a, err := r.c.api(q.API, reads)
	if err != nil {
		return connectors.Page{}, err
	}
	ask, err := newAsk(r.c, a, q)
	if err != nil {
		return connectors.Page{}, r.c.refuse(connectors.ErrRejected, a.Name, err.Error())
	}
	if a.Paging.Kind == pagingPage || a.Paging.Kind == pagingOffset {
		return r.numbered(ctx, ask, q.Cursor)
	}
	return r.following(ctx, ask, q.Cursor)
}

// numbered reads pages that have numbers, as paging tells.
func (r *reading) numbered(ctx context.Context, ask ask, cursor string) (connectors.Page, error) {
	how := ask.reading()
	at, err := how.Start(cursor)
	if err != nil {
		return connectors.Page{}, r.c.refuse(connectors.ErrRejected, ask.api.Name, err.Error())
	}
	now := time.Now()
	got, err := r.call(ctx, ask.question(page{number: at.Number(how)}))
	if err != nil {
		return connectors.Page{}, err
	}
	p, err := ask.api.page(got)
	if err != nil {
		return connectors.Page{}, r.c.wire.unreadable(question{api: ask.api.Name}, got, err)
	}
	next, err := at.After(p, how, now)
	if err != nil {
		return connectors.Page{}, r.c.refuse(connectors.ErrUnavailable, ask.api.Name, err.Error())
	}
	return connectors.Page{Rows: p.Rows, Next: next, Total: p.Total, At: p.At}, nil
}

func (r *reading) call(ctx context.Context, q question) (answer, error) { return r.c.wire.ask(ctx, q) }

// page reads what an answer holds.
func (a *api) page(got answer) (p paging.Page, err error) {
	var errs [4]error
	p.Rows, errs[0] = a.objects(got)
	p.Total, errs[1] = got.count(a.Paging.Total)
	p.Pages, errs[2] = got.count(a.Paging.Pages)
	p.More, errs[3] = got.flag(a.Paging.HasNext)
	p.At = got.date()
	return p, errors.Join(errs[:]...)
}

// followed begins our cursors that hold one of the system's.
const followed = "next:"

// following reads pages each of which names the next, and APIs without pages.
// That rows do not move between such pages is for the system to see to.
func (r *reading) following(ctx context.Context, ask ask, cursor string) (connectors.Page, error) {
	token := ask.api.Paging.Start
	if cursor != "" {
		if len(cursor) <= len(followed) || cursor[:len(followed)] != followed || ask.api.Paging.Kind != pagingCursor {
			return connectors.Page{}, r.c.refuse(connectors.ErrRejected, ask.api.Name, "the cursor is not one of this connector's")
		}
		token = cursor[len(followed):]
	}
	got, err := r.call(ctx, ask.question(page{cursor: token}))
	if err != nil {
		return connectors.Page{}, err
	}
	p, err := ask.api.page(got)
	if err == nil {
		var next string
		if next, err = ask.api.next(got, p, token); err == nil {
			return connectors.Page{Rows: p.Rows, Next: next, Total: p.Total, At: p.At}, nil
		}
	}
	return connectors.Page{}, r.c.wire.unreadable(question{api: ask.api.Name}, got, err)
}

// next is our cursor of the page behind this one. A system that always names a next
// page ends with an empty one.
func (a *api) next(got answer, p paging.Page, token string) (string, error) {
	if a.Paging.Kind != pagingCursor {
		if p.Total > len(p.Rows) || p.More != nil && *p.More {
			return "", fmt.Errorf("it is one of several pages, and paging.kind is %s", a.Paging.Kind)
		}
		return "", nil
	}
	next, _ := got.text(a.Paging.Next)
	switch {
	case p.More != nil && !*p.More, p.More == nil && (next == "" || len(p.Rows) == 0):
		return "", nil
	case next == "":
		return "", fmt.Errorf("it says that more rows follow, and has no cursor at %s", a.Paging.Next)
	case next == token:
		return "", errors.New("it names itself as the next page")
	}
	return followed + next, nil
}

// Limits says how an API wants to be read.
func (r *reading) Limits(name string) (connectors.ReadLimits, error) {
	a, err := r.c.api(name, reads)
	if err != nil {
		return connectors.ReadLimits{}, err
	}
	l := connectors.ReadLimits{
		PageSize: a.Paging.Size, MaxPageSize: a.Paging.Max, FirstPage: a.Paging.First, Resolution: time.Second,
	}
	if a.Window != nil {
		l.MaxWindow = a.Window.Longest
	}
	if a.Params.filtered("unixms") && !a.Params.filtered("datetime") {
		l.Resolution = time.Millisecond
	}
	return l, nil
}

func (ps params) filtered(name string) bool {
	return slices.ContainsFunc(ps, func(p param) bool {
		return slices.ContainsFunc(p.value.parts, func(p part) bool { return slices.Contains(p.filters, name) })
	})
}

// offset is the place of a page's first row.
func (a *api) offset(number, size int) string { return strconv.Itoa((number - a.Paging.First) * size) }

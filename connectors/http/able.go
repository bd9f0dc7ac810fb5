package http

import (
	"github.com/erpbridge/erpbridge/connectors"
)

// What a connector can be used as is a matter of its type; so there is one for
// each combination that a description can make.
type (
	source struct {
		*client
		*reading
	}
	target struct {
		*client
		*writing
	}
	both struct {
		*client
		*reading
		*writing
	}
	finder struct {
		both
		*finding
	}
)

var (
	_ connectors.Source    = source{}
	_ connectors.Target    = target{}
	_ connectors.Upserter  = both{}
	_ connectors.Finder    = finder{}
	_ connectors.Settling  = finder{}
	_ connectors.Zoned     = finder{}
	_ connectors.Described = finder{}
)

// able chooses by what the APIs do. Whatever finds reads too.
func able(c *client) connectors.Connector {
	r, w, f := &reading{c}, &writing{c}, &finding{c}
	switch read, write, find := c.d.can(); {
	case find:
		return finder{both{c, r, w}, f}
	case read && write:
		return both{c, r, w}
	case write:
		return target{c, w}
	default:
		return source{c, r}
	}
}

func (d *Description) can() (read, write, find bool) {
	for _, a := range d.Calls {
		read = read || a.Effect == reads
		write = write || a.Effect == writes
		find = find || a.Find != nil
	}
	return read, write, find
}

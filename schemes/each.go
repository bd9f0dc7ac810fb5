package schemes

import (
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// eachPrefix begins the paths of a request that are those of a row of source.each.
const eachPrefix = "each."

// each reads source.each.
func (r *reader) each(source object) *Each {
	n := source.get("each")
	if n == nil {
		return nil
	}
	const within = 30 * 24 * time.Hour
	o := r.object(n, "source.each", keysOf[eachFormat]()...)
	o.required("collection")
	return &Each{Collection: o.text("collection", ""), Within: o.duration("within", within)}
}

// resolveEach finds the scheme for whose documents another is read. It may be one
// that reads what the other brings: neither waits until the other has been filled,
// for without rows nobody is asked.
func (l *Library) resolveEach(s *Scheme) error {
	each := s.Source.Each
	if each == nil {
		return nil
	}
	of, err := l.Get(each.Collection)
	if err != nil {
		return mapping.Mistake{Place: s.wheres().at("source.each.collection", "source", "each", "collection"), Message: err.Error()}
	}
	each.Collection = of.Name
	return nil
}

// Needs are the names of the schemes whose documents this one has to do with: those
// that it waits for (Collections), and those it is read for.
func (s *Scheme) Needs() []string {
	if s.Source.Each == nil {
		return s.Collections()
	}
	return appendNew(s.Collections(), s.Source.Each.Collection)
}

// tellEach gives a request the paths that the rows of source.each may leave out.
func (l *Library) tellEach(s *Scheme) {
	if l.apis == nil || s.Source.Each == nil {
		return
	}
	of, err := l.Get(s.Source.Each.Collection)
	if err != nil || len(of.RowFields(l.apis)) == 0 { // a mistake, or nobody says what there is
		return
	}
	paths := []string{eachPrefix + connectors.Meta + ".*"}
	for _, path := range of.knownPaths(l.apis) {
		paths = append(paths, eachPrefix+path)
	}
	s.request.Know(paths)
}

// each looks for fields that no row of source.each is known to have.
func (c *checker) each() {
	each := c.scheme.Source.Each
	if each == nil || c.scheme.request == nil {
		return
	}
	of := c.named(each.Collection)
	if of == nil {
		return // a scheme that is not there is a mistake of the library
	}
	known := listed(responseOf(c.apis[Collection], of.Name))
	for path, place := range c.scheme.request.References() {
		if field, ok := strings.CutPrefix(path, eachPrefix); ok && len(known) > 0 {
			c.lookedUp(place, field, of.Name, known)
		}
	}
}

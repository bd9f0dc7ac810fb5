// Package mapping is the scheme language: it turns one source document into
// one entry for the target. A mapping is compiled once, is immutable and may be
// used from many goroutines; every value of a document enters an expression as
// a typed value, never as text, so no document can change what an expression
// means.
package mapping

import (
	"context"
	"encoding/json"
	"time"

	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

// Document is what a mapping reads.
type Document struct {
	Key, Number string          // bfn_id and bfn_num
	Content     json.RawMessage // the row, after flattening
	Now         time.Time       // CURRENT_TIME; zero: the present
	LastSync    time.Time       // LAST_SYNC_TIME: when the source was last asked; zero: Now
	Answer      json.RawMessage // _response: what the target said of it, for a hand-over
}

// Variables are what a source request may use; there is no row yet, but that of
// another collection about which it asks.
type Variables struct {
	LastSync  time.Time      // LAST_SYNC_TIME: where the window begins
	Now       time.Time      // CURRENT_TIME: where the window ends
	Location  *time.Location // of dates without a zone; nil: Asia/Shanghai
	PageSize  int            // PAGINATION_PAGE_SIZE
	StartPage int            // PAGINATION_START_PAGE
	StartRow  int            // PAGINATION_START_ROW
	Each      Row            // each: the row of source.each; nil: there is none
}

// A Finder looks up stored rows of another scheme (联查).
type Finder interface {
	// Find returns the rows a query is for, in the order of their keys. They are
	// shared: who gets them does not change them.
	Find(ctx context.Context, q filter.Query) ([]filter.Row, error)
}

// Shanghai is the zone of every date that does not say otherwise. China has
// had one offset since 1991, so no zone database is needed to know it.
func Shanghai() *time.Location { return time.FixedZone("Asia/Shanghai", 8*60*60) }

// Place is where a value stands in a scheme file.
type Place struct {
	File         string
	Line, Column int
	Field        string // dotted below arrays and objects
}

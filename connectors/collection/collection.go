// Package collection is the document store as a source: a scheme that reads from
// it takes the documents of another scheme as its rows, and may have rows of
// further collections put into them. Its API is the name of that scheme.
//
// What is new is told by positions, not by times: each change of a document gets
// a position once it is committed, and a reading goes from the position at which
// the last one ended to the newest. So a change is read once, also one that was
// committed late, and a reading that is cut off is simply made again.
package collection

import (
	"context"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// System is the name this connector goes by in schemes and messages.
const System = "collection"

// pageSize is how many rows are read with one call.
const pageSize = 200

// Followed is a store that gives changes their positions.
type Followed interface {
	// Position gives a position to every change of the collections that has none
	// yet, and returns the last that was given.
	Position(ctx context.Context, collections ...string) (int64, error)
	Changes(ctx context.Context, q docstore.Changes) ([]docstore.Changed, error)
}

// Searched is a store in which documents are found by their fields.
type Searched interface {
	Find(ctx context.Context, q docstore.Query) ([]docstore.Document, error)
}

// Store is what rows are read from.
type Store interface {
	Followed
	Searched
}

// Client is a store as a source.
type Client struct {
	store Store
	size  int // rows of a page
}

var _ connectors.Picker = (*Client)(nil)

// New makes a source of a store. Without one it can be asked how it is read, but
// not for rows.
func New(s Store) *Client { return &Client{store: s, size: pageSize} }

// Among are accounts of which one is this store: there System is opened as it.
func Among(a connectors.Accounts, s Store) connectors.Accounts { return among{a, New(s)} }

type among struct {
	connectors.Accounts
	store *Client
}

// Open implements connectors.Accounts.
func (a among) Open(system, account string) (connectors.Connector, error) {
	if system == System {
		return a.store, nil
	}
	return a.Accounts.Open(system, account)
}

// Ping always succeeds: the store is ours.
func (c *Client) Ping(context.Context) error { return nil }

// Limits: a collection is read whole, as it is now; which schemes there are, only
// a library knows.
func (c *Client) Limits(string) (connectors.ReadLimits, error) {
	return connectors.ReadLimits{PageSize: pageSize, MaxPageSize: pageSize, Resolution: time.Second}, nil
}

// APIs are those of a library of schemes; see schemes.Library.APIs.
func APIs() []connectors.API { return nil }

// Fetch reads a page of what has changed: first of the collection itself, then
// the rows into which changed rows of the others are put.
func (c *Client) Fetch(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	if c.store == nil {
		return connectors.Page{}, noStore(q)
	}
	r, err := c.begin(ctx, q)
	if err != nil {
		return connectors.Page{}, err
	}
	docs, err := r.read(ctx)
	if err != nil {
		return connectors.Page{}, err
	}
	return r.page(ctx, docs)
}

// Pick returns the row whose document has this key or number.
func (c *Client) Pick(ctx context.Context, q connectors.Query, wanted string) (connectors.Page, error) {
	if c.store == nil {
		return connectors.Page{}, noStore(q)
	}
	docs, err := c.store.Find(ctx, docstore.Query{Collection: q.API, Any: []docstore.Terms{
		{Equal: map[string]string{"id": wanted}}, {Equal: map[string]string{"number": wanted}},
	}})
	if err != nil {
		return connectors.Page{}, err
	}
	return joined(ctx, c.store, q.With, docs)
}

func noStore(q connectors.Query) error {
	return &connectors.Error{
		Kind: connectors.ErrUnsupported, System: System, Account: "MAIN", API: q.API,
		Message: "there is no document store here to read from", Advice: "let a worker read it, or give the program a store",
	}
}

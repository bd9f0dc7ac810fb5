package activities

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes/mapping"
	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

// Searched is the part of the store that is searched by lookups.
type Searched interface {
	Find(ctx context.Context, q docstore.Query) ([]docstore.Document, error)
}

// Versioned says when what can be found in a collection may have changed.
type Versioned interface {
	Searched
	Version(ctx context.Context, collection string) (int64, error)
}

// Lookups answers the lookups of schemes from a store, and keeps the answers
// for as long as they are right.
type Lookups struct {
	store Versioned
	kept  *answers
}

// NewLookups keeps answers of up to about so many bytes.
func NewLookups(store Versioned, bytes int) *Lookups {
	return &Lookups{store: store, kept: newAnswers(bytes)}
}

// ForDocument is what one document is mapped with: each collection as it is
// when it is first asked, or newer. The next document sees what has come since.
func (l *Lookups) ForDocument() mapping.Finder {
	return &documentLookups{Lookups: l, versions: map[string]int64{}}
}

// documentLookups belongs to one goroutine.
type documentLookups struct {
	*Lookups
	versions map[string]int64
}

// Find implements mapping.Finder. The version is read before the rows: an
// answer may be newer than it says, and is then asked for again, never older.
func (d *documentLookups) Find(ctx context.Context, q filter.Query) ([]filter.Row, error) {
	if q.Fresh {
		return FindRows(ctx, d.store, q)
	}
	version, err := d.version(ctx, q.Collection)
	if err != nil {
		return nil, err
	}
	question := fmt.Sprintf("%s\n%d\n%s", q.Collection, q.Limit, q.Where)
	if rows, ok := d.kept.get(question, version); ok {
		return rows, nil
	}
	rows, err := FindRows(ctx, d.store, q)
	if err != nil {
		return nil, err
	}
	d.kept.put(question, version, rows)
	return rows, nil
}

func (d *documentLookups) version(ctx context.Context, collection string) (int64, error) {
	if version, known := d.versions[collection]; known {
		return version, nil
	}
	version, err := d.store.Version(ctx, collection)
	if err == nil {
		d.versions[collection] = version
	}
	return version, err
}

// Package sqlstore keeps documents in SQLite or PostgreSQL. It promises that
// what a method has returned success for survives the end of the process and a
// power cut; that each method happens wholly or not at all; and that any number
// of workers, in one process or several, may use one database.
package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/group"
)

// Store is an open database. It is safe for concurrent use.
type Store struct {
	db    database
	ready sync.Map // field{} that Find may use, followed() that Changes may; they never stop being ready
	now   func() time.Time
	marks group.Calls[docstore.Progress, error] // why a step was not made
}

// Open opens the database at a URL and brings its tables up to date; processes
// that start at once wait for each other.
//
//	sqlite:data/erpbridge.db              a file; its directory must exist
//	sqlite::memory:                       gone when the store is closed
//	postgres://user:password@host:5432/db
func Open(ctx context.Context, url string) (*Store, error) {
	db, err := dial(ctx, url)
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, db); err != nil {
		return nil, joined(err, db.close())
	}
	return &Store{db: db, now: time.Now}, nil
}

// Close closes the database; methods called afterwards fail.
func (s *Store) Close() error { return s.db.close() }

// Ping says whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.db.reader.PingContext(ctx); err != nil {
		return fmt.Errorf("%s: %w", s.db.name, s.db.explain(err))
	}
	return nil
}

// database is an open database and the dialect it speaks.
type database struct {
	dialect
	name   string  // for messages; without a password
	writer *sql.DB // SQLite has one connection here, because it has one writer
	reader *sql.DB // PostgreSQL, and SQLite in memory: the same as writer
}

func (db database) close() error {
	err := db.writer.Close()
	if db.reader != db.writer {
		err = joined(err, db.reader.Close())
	}
	return err
}

package campaign

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
)

// openStore makes the document store, which has to be empty: what an earlier
// campaign has carried would be taken for done.
func (r *run) openStore(ctx context.Context) (err error) {
	switch r.storeURL = r.opts.Store; r.storeURL {
	case "":
		r.storeURL = "sqlite:" + filepath.Join(r.dir, "erpbridge.db")
	case Postgres:
		if err := r.startPostgres(ctx); err != nil {
			return err
		}
	}
	if r.store, err = r.reach(ctx); err != nil {
		return err
	}
	r.onClose(func() { _ = r.store.Close() })
	counts, _, err := r.store.Counts(ctx, Scheme)
	if err == nil && len(counts) > 0 {
		return fmt.Errorf("the store of --store has documents of %s: give the campaign an empty database", Scheme)
	}
	return err
}

// startPostgres brings the campaign's own PostgreSQL up, which is started again
// whenever it is killed.
func (r *run) startPostgres(ctx context.Context) (err error) {
	if r.postgres, err = newCluster(ctx); err != nil {
		return err
	}
	r.storeURL = r.postgres.url()
	p := r.process("postgres", nil, database, r.postgres.bin, r.postgres.data, r.postgres.port)
	ctx, stop := context.WithCancel(ctx)
	p.gently = true
	p.keep(ctx)
	r.onClose(func() { stop(); p.ended(); r.note(r.postgres.remove()) })
	return nil
}

// reach waits for a PostgreSQL that is being started.
func (r *run) reach(ctx context.Context) (s *sqlstore.Store, err error) {
	const tries = 150
	for range tries {
		s, err = sqlstore.Open(ctx, r.storeURL)
		if err == nil || r.opts.Store != Postgres || ctx.Err() != nil {
			return s, err
		}
		time.Sleep(lookEvery)
	}
	return s, err
}

// cutStore ends all connections to the store, as a restart of PostgreSQL does.
func (r *run) cutStore(ctx context.Context) error {
	db, err := sql.Open("pgx", r.storeURL)
	if err != nil {
		return fmt.Errorf("cut the store's connections: %w", err)
	}
	defer db.Close()
	const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`
	if _, err := db.ExecContext(ctx, cut); err != nil {
		return fmt.Errorf("cut the store's connections: %w", err)
	}
	return nil
}

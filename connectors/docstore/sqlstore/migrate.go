package sqlstore

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// migrate brings the tables up to date. On PostgreSQL goose holds an advisory
// lock meanwhile. On SQLite two processes may both find a migration pending:
// one gets through, the other fails whole and finds nothing left when it looks again.
func migrate(ctx context.Context, db database) error {
	err := patiently(ctx, func() error { return up(ctx, db) })
	if err != nil {
		return fmt.Errorf("%s: bring tables up to date: %w", db.name, db.explain(err))
	}
	return nil
}

func up(ctx context.Context, db database) error {
	p, err := provider(db)
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

func provider(db database) (*goose.Provider, error) {
	folder, err := fs.Sub(migrations, "migrations/"+db.migrations)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	options := append([]goose.ProviderOption{
		goose.WithTableName("erpbridge_migrations"),
		goose.WithDisableGlobalRegistry(true),
	}, db.options...)
	return goose.NewProvider(db.goose, db.writer, folder, options...)
}

// patiently tries a few times, longer apart each time, and returns the last error;
// what no time mends it returns at once.
func patiently(ctx context.Context, try func() error) error {
	pause := 20 * time.Millisecond
	for {
		err := try()
		if err == nil || lasting(err) || pause > 5*time.Second || ctx.Err() != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
			pause *= 2
		}
	}
}

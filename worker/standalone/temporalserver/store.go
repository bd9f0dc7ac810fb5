package temporalserver

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/google/uuid"
	"go.temporal.io/server/common/config"
	sqliteplugin "go.temporal.io/server/common/persistence/sql/sqlplugin/sqlite"
	"go.temporal.io/server/schema/sqlite"
	"google.golang.org/protobuf/types/known/durationpb"
)

const databaseFile = "temporal.db"

// openStore makes a database ready that holds the schema and the namespace.
func openStore(ctx context.Context, cfg Config) (*config.SQL, error) {
	store := memoryStore()
	if cfg.DataDir != "" {
		store = fileStore(filepath.Join(cfg.DataDir, databaseFile))
		if err := prepareFile(cfg.DataDir, store); err != nil {
			return nil, err
		}
		if err := lean(ctx, cfg, store); err != nil {
			return nil, err
		}
	}
	if err := createNamespace(store, cfg); err != nil {
		return nil, fmt.Errorf("the namespace %q cannot be created in the Temporal database: %w", cfg.Namespace, err)
	}
	return store, nil
}

// lean makes a database cost less than it does as it comes, unless it is wanted so.
func lean(ctx context.Context, cfg Config, store *config.SQL) error {
	if cfg.Stock {
		store.ConnectAttributes["synchronous"] = "2"
		return nil
	}
	if err := trimIndexes(ctx, cfg); err != nil {
		return err
	}
	return keepStatements(ctx, store)
}

// memoryStore has a name of its own, or two servers in one process would share
// their data.
func memoryStore() *config.SQL {
	return &config.SQL{
		PluginName:        sqliteplugin.PluginName,
		DatabaseName:      uuid.NewString(),
		ConnectAttributes: map[string]string{"mode": "memory", "cache": "shared"},
	}
}

// fileStore keeps a write-ahead log and syncs at its checkpoints: a quarter of
// the cost of SQLite's default journal, and still sound after a crash of the
// process. The path becomes part of a URI, hence the escaping.
func fileStore(path string) *config.SQL {
	return &config.SQL{
		PluginName:   sqliteplugin.PluginName,
		DatabaseName: (&url.URL{Path: path}).EscapedPath(),
		ConnectAttributes: map[string]string{
			"mode":         "rwc",
			"journal_mode": "wal",
			"synchronous":  "1",
		},
	}
}

// prepareFile creates the database on the first start. A half-made file is
// removed, or every later start would take it for a whole one.
func prepareFile(dir string, store *config.SQL) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("the data directory of the Temporal server cannot be created: %w", err)
	}
	file := filepath.Join(dir, databaseFile)
	_, err := os.Stat(file)
	if err == nil {
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the database of the Temporal server cannot be read: %w", err)
	}
	if err := sqlite.SetupSchema(store); err != nil {
		return errors.Join(fmt.Errorf("the database of the Temporal server cannot be created in %s: %w", dir, err), os.Remove(file))
	}
	return nil
}

// createNamespace writes the namespace before the server runs, so that it and
// its search attributes are there with the first request.
func createNamespace(store *config.SQL, cfg Config) error {
	namespace, err := sqlite.NewNamespaceConfig(clusterName, cfg.Namespace, false, cfg.SearchAttributes)
	if err != nil {
		return err
	}
	namespace.Detail.Config.Retention = durationpb.New(cfg.Retention)
	return sqlite.CreateNamespaces(store, namespace)
}

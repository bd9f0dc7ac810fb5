// Package settings is what every process of erpbridge is told by its
// environment, and the parts that follow from it: log, schemes, store, client.
package settings

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"github.com/caarlos0/env/v11"
	"go.temporal.io/sdk/client"
	tlog "go.temporal.io/sdk/log"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// Settings are the variables that are not about an account.
type Settings struct {
	TemporalAddress   string `env:"TEMPORAL_ADDRESS" envDefault:"127.0.0.1:7233"`
	TemporalNamespace string `env:"TEMPORAL_NAMESPACE" envDefault:"default"`
	StoreURL          string `env:"STORE_URL" envDefault:"sqlite:erpbridge.db"`
	SchemesDir        string `env:"SCHEMES_DIR"` // empty: the schemes built in
	LogLevel          string `env:"LOG_LEVEL" envDefault:"info"`
	LogFormat         string `env:"LOG_FORMAT" envDefault:"auto"` // auto: text on a terminal, json elsewhere
	MetricsAddr       string `env:"METRICS_ADDR"`                 // empty: a worker tells no metrics
	AlertURL          string `env:"ALERT_URL"`                    // empty: a worker tells nobody what comparisons come to
	AlertFormat       string `env:"ALERT_FORMAT" envDefault:"json"`
}

// Read takes the settings from the given variables.
func Read(environ map[string]string) (Settings, error) {
	s, err := env.ParseAsWithOptions[Settings](env.Options{Environment: environ})
	if err != nil {
		return s, fmt.Errorf("settings: %w", err)
	}
	return s, nil
}

// Environ is the process's environment as a map.
func Environ() map[string]string { return env.ToMap(os.Environ()) }

// Library loads the schemes, of SCHEMES_DIR or those built in with more that are,
// and tells them the tables of the APIs: to documents, what no table has is a mistake.
func (s Settings) Library(apis map[string][]connectors.API, more ...fs.FS) (*schemes.Library, error) {
	library, err := s.load(more)
	if err != nil {
		return nil, err
	}
	library.Know(apis)
	return library, nil
}

func (s Settings) load(more []fs.FS) (*schemes.Library, error) {
	if s.SchemesDir == "" {
		return schemes.Embedded(more...)
	}
	return schemes.LoadDir(s.SchemesDir)
}

// Store opens the document store and brings its tables up to date.
func (s Settings) Store(ctx context.Context) (*sqlstore.Store, error) {
	return sqlstore.Open(ctx, s.StoreURL)
}

// ReadStore opens the document store to be read only.
func (s Settings) ReadStore(ctx context.Context) (*sqlstore.Store, error) {
	return sqlstore.OpenReadOnly(ctx, s.StoreURL)
}

// Dial connects to Temporal.
func (s Settings) Dial(ctx context.Context, log *slog.Logger) (client.Client, error) {
	c, err := client.DialContext(ctx, s.temporal(log))
	if err != nil {
		return nil, fmt.Errorf("no Temporal server answers at %s (set TEMPORAL_ADDRESS, or start one): %w", s.TemporalAddress, err)
	}
	return c, nil
}

// Lazy is a client that connects to Temporal when it is first used, and again
// whenever Temporal is back.
func (s Settings) Lazy(log *slog.Logger) (client.Client, error) {
	c, err := client.NewLazyClient(s.temporal(log))
	if err != nil {
		return nil, fmt.Errorf("the Temporal server at %s (TEMPORAL_ADDRESS) cannot be used: %w", s.TemporalAddress, err)
	}
	return c, nil
}

func (s Settings) temporal(log *slog.Logger) client.Options {
	return client.Options{
		HostPort: s.TemporalAddress, Namespace: s.TemporalNamespace,
		Logger: tlog.NewStructuredLogger(log),
		// Histories hold references, not documents: packing such messages costs more
		// than sending them as they are.
		ConnectionOptions: client.ConnectionOptions{GrpcCompression: &client.GrpcCompressionNone{}, GetSystemInfoTimeout: 30 * time.Second},
	}
}

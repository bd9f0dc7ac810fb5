package temporalserver

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
)

const (
	// loopback is the only address ever listened on: an embedded server has
	// no login, so nothing outside this machine may reach it.
	loopback = "127.0.0.1"

	defaultNamespace = "default"
	defaultRetention = 3 * 24 * time.Hour
)

// Config says where the server keeps its data and how it is reached. The zero
// value is usable: in memory, free ports, the namespace "default".
type Config struct {
	// DataDir holds the database file and is created if missing; empty means
	// in memory, forgotten at Stop.
	DataDir string

	// FrontendPort is for workers and clients, UIPort for browsers; zero picks
	// a free one.
	FrontendPort, UIPort int

	// Namespace is created at start; empty means "default".
	Namespace string

	// Retention is how long a closed workflow stays visible; zero means three
	// days. It is applied at every start, to an existing namespace too.
	Retention time.Duration

	// LongHistory is after how many events a workflow is told to continue as
	// new; zero leaves it to the server. Tests want it soon.
	LongHistory int

	// Stock leaves the settings of server and database as they come. That is what
	// a benchmark compares this package's with, and good for nothing else.
	Stock bool

	// SearchAttributes are registered at every start. Attributes that a data
	// directory already knows are kept, so the map may grow from release to
	// release, but the type of a name must not change.
	SearchAttributes map[string]enumspb.IndexedValueType

	// Columns are the search attributes the Web UI's workflow list shows, in
	// order; nil means all of SearchAttributes by name.
	Columns []string

	// Logger receives what the Temporal server logs; nil means nobody does.
	Logger *slog.Logger

	// LogLevel is the least severe level let through. Nil means errors only,
	// and not the errors a healthy server logs while it starts and stops.
	LogLevel slog.Leveler
}

func (c Config) withDefaults() Config {
	if c.Namespace == "" {
		c.Namespace = defaultNamespace
	}
	if c.Retention == 0 {
		c.Retention = defaultRetention
	}
	if c.Columns == nil {
		c.Columns = slices.Sorted(maps.Keys(c.SearchAttributes))
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

func (c Config) check() error {
	if c.Retention < 0 {
		return fmt.Errorf("the retention %s is negative: give the time a finished workflow stays visible", c.Retention)
	}
	for _, name := range c.Columns {
		if _, ok := c.SearchAttributes[name]; !ok {
			return fmt.Errorf("the Web UI column %q is not among the search attributes", name)
		}
	}
	if c.FrontendPort != 0 && c.FrontendPort == c.UIPort {
		return errors.New("the Temporal server and its Web UI need two different ports: change --temporal-port or --ui-port")
	}
	return nil
}
